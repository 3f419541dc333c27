package fovea.run;

import fovea.data.DataSet;
import fovea.data.DividedData;
import fovea.data.ImageSet;
import fovea.data.ReadSize;
import fovea.data.Split;
import fovea.evaluate.Evaluation;
import fovea.evaluate.Evaluator;
import fovea.models.Model;
import fovea.recipe.Recipe;
import fovea.train.Answer;
import fovea.train.Phase;
import fovea.train.Trainer;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A few steps of a recipe's kind, timed. Where a batch goes through the network in parts, fewer of
 * them will do.
 *
 * @param recipe the run's
 * @param images a few that come again and again, of the size that the network takes
 * @param batch images of a step of these
 * @param ofRun images of a step of the run
 */
record TrialSteps(Recipe recipe, ImageSet images, int batch, int ofRun) {
  /** More than are prepared ahead, so that preparing costs what it does in the run. */
  private static final int BATCHES = 16;

  private static final int TIMED = 5;

  /** A few images hold no episodes and not all groups, and a pass takes as long without. */
  private static final String PLAIN = "objective.name=cross-entropy";

  /** Without validation images no rate can follow them; what it is costs no time. */
  private static final String NOTHING_WATCHED = "schedule={name: constant, warmup: 0.5}";

  /** A first step that takes as long is telling enough. */
  private static final double LONG = 8;

  private static final double ENOUGH = 2;
  private static final int JUDGED = 128;

  /** As many go through the network at once. */
  private static final int JUDGED_A_THREAD = 64;

  /** Of small images, where the call itself would count. */
  private static final int JUDGED_IF_QUICK = 1024;

  private static final double QUICK = 0.2;
  private static final int WARM_UP = 16;

  static TrialSteps of(Recipe recipe, ImageSet all, ReadSize size) {
    int ofRun = Math.min(recipe.batchSize(), all.size());
    int parts = 2 * recipe.threadCount() * recipe.microBatchSize();
    int batch = parts == 0 ? ofRun : Math.min(ofRun, parts);
    int some = Math.min(all.size(), 2 * batch);
    ImageSet images = all.select(IntStream.range(0, some).toArray()).inSize(size);
    return new TrialSteps(recipe, images, batch, ofRun);
  }

  /** Again and again, until there are as many. */
  private ImageSet repeated(int count) {
    return images.select(IntStream.range(0, count).map(i -> i % images.size()).toArray());
  }

  /**
   * Seconds of a step of the run.
   *
   * @param model to be trained
   * @param size of the images in this step
   * @param headAlone whether what is behind the head is frozen
   */
  double secondsOfStep(Model model, int size, boolean headAlone) {
    ImageSet some = repeated(BATCHES * batch);
    Recipe settings = settings(size, headAlone);
    DividedData data = settings.divide(DataSet.of("trial", some, null, repeated(1)));
    try (Trainer trainer = new Trainer(settings, model, data, List.of(), recipe.threadCount())) {
      double first = step(trainer);
      double all = first < LONG ? warm(trainer) : first;
      double ofWeights =
          trainer.profile().seconds().getOrDefault(Phase.OPTIMIZER, 0.0)
              / trainer.position().step();
      return ofWeights + Math.max(0, all - ofWeights) * ofRun / batch;
    }
  }

  /** Endless epochs of images of one size. */
  private Recipe settings(int size, boolean headAlone) {
    boolean takesAny = recipe.objective().episodes().isEmpty() && !recipe.objective().usesGroups();
    Recipe trial = takesAny ? recipe : recipe.with(PLAIN);
    return trial.with(
        "epochs=1000",
        "headEpochs=" + (headAlone ? 1000 : 0),
        "validation=0",
        "earlyStopping.patience=0",
        "skipping.share=0",
        "sampling=plain",
        NOTHING_WATCHED,
        "batchSize=" + batch,
        "progressive.startSize=" + (size == images.height() ? 0 : size),
        "progressive.share=1");
  }

  /** The median of some steps, after another that compiles what prepares batches. */
  private static double warm(Trainer trainer) {
    double unused = step(trainer);
    List<Double> times = new ArrayList<>();
    double sum = 0;
    while (times.size() < TIMED && sum < ENOUGH) {
      times.add(step(trainer));
      sum += times.get(times.size() - 1);
    }
    return times.stream().sorted().toList().get(times.size() / 2);
  }

  private static double step(Trainer trainer) {
    long start = System.nanoTime();
    Answer unused = trainer.advance();
    return (System.nanoTime() - start) / 1e9;
  }

  /** Seconds of judging an image. */
  double secondsOfJudging(Model model) {
    double unused = judge(model, WARM_UP);
    int judged = Math.max(JUDGED, JUDGED_A_THREAD * recipe.threadCount());
    double seconds = judge(model, judged);
    int more = Math.max(judged, JUDGED_IF_QUICK);
    return seconds > QUICK ? seconds / judged : judge(model, more) / more;
  }

  private double judge(Model model, int count) {
    Split.Validation some = new Split.Validation(repeated(count));
    long start = System.nanoTime();
    Evaluation unused = Evaluator.evaluate(model.network(), some, recipe.execution());
    return (System.nanoTime() - start) / 1e9;
  }
}
