package fovea.run;

import fovea.FoveaException;
import fovea.data.Batches;
import fovea.data.DividedData;
import fovea.data.ImageSet;
import fovea.data.ReadSize;
import fovea.data.Splits;
import fovea.models.Model;
import fovea.models.Models;
import fovea.nn.CountedWork;
import fovea.nn.Summary;
import fovea.recipe.Recipe;
import fovea.recipe.RobustnessSettings;
import fovea.tensor.Rng;
import fovea.tensor.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * Finds out how long a run will take, by a few steps of the same kind: with a network of their own,
 * so that nothing of the run is touched.
 */
public final class TimeTrial {
  /** A run of less work, in 10^9 operations, is over as soon as its trial would be. */
  private static final double SECONDS_OF_WORK = 500;

  private static final int VIEWS = 6;

  /** There and back to the image, and now and then once more to see whether it is fooled. */
  private static final int PASSES_OF_ATTACK_STEP = 3;

  /** Steps of the run that sizes are looked up at, where images grow. */
  private static final int SAMPLES = 1000;

  private TimeTrial() {}

  /** How long a run takes; empty where that is seconds, or the run will be refused. */
  public static Optional<RunTime> of(Recipe told, DividedData data) {
    try {
      return isShort(told, data) ? Optional.empty() : Optional.of(measure(told, data));
    } catch (FoveaException | IllegalArgumentException e) { // it is said when the run starts
      return Optional.empty();
    }
  }

  private static boolean isShort(Recipe told, DividedData data) {
    int images = data.splits().train().images().size();
    Recipe recipe = told.fittedTo(data);
    try (Model model = model(recipe, data.set().classes())) {
      long forward = 2 * Summary.of(model.network(), model.input()).macs();
      CountedWork once = new CountedWork(forward, 2 * forward);
      double operations = recipe.sam().gradients() * recipe.objective().passes().operations(once);
      return operations * images * recipe.epochs() < SECONDS_OF_WORK * 1e9;
    }
  }

  /**
   * How long a run takes.
   *
   * @param told may want images of another size than the data's
   */
  static RunTime measure(Recipe told, DividedData data) {
    Splits splits = data.splits();
    ImageSet images = splits.train().images();
    Recipe recipe = told.fittedTo(data);
    Shape input = Models.input(recipe.model().name(), recipe.model().arguments());
    int size = Math.toIntExact(input.size(1));
    TrialSteps trial =
        TrialSteps.of(
            recipe, images, new ReadSize(size, Math.toIntExact(input.size(2)), recipe.oversize()));
    NavigableMap<Integer, Double> paces = new TreeMap<>();
    NavigableMap<Integer, Double> ofHead = new TreeMap<>();
    double judgingImage = 0;
    for (int each : sizes(recipe, size)) {
      try (Model model = model(recipe, images.classes())) {
        paces.put(each, trial.secondsOfStep(model, each, false));
        if (recipe.headEpochs() > 0) {
          ofHead.put(each, trial.secondsOfStep(model, each, true));
        }
        if (each == size) {
          judgingImage = trial.secondsOfJudging(model);
        }
      }
    }
    int perEpoch = Batches.perEpoch(images.size(), recipe.batchSize());
    int validation = splits.validation().map(part -> part.images().size()).orElse(0);
    int test = splits.test().images().size();
    int judged = images.size() + validation + test * (recipe.testViews() ? 1 + VIEWS : 1);
    return new RunTime(
        recipe.epochs(),
        perEpoch,
        steps(recipe, images.size()) * pace(recipe, perEpoch, paces, ofHead),
        judgingImage
            * ((validation + passesToWatch(recipe, validation == 0 ? images.size() : validation))
                    * recipe.epochs()
                + passesToAverage(recipe, images.size())),
        judgingImage * judged);
  }

  /**
   * Of images through the network, at most, to see after an epoch what it withstands: an image that
   * is fooled leaves the rest out.
   */
  private static double passesToWatch(Recipe recipe, int images) {
    RobustnessSettings robustness = recipe.robustness();
    boolean averages = recipe.averaging().decay() > 0 || recipe.swa().isOn();
    int attacks = averages || recipe.progressive().isOn() ? 2 : 1;
    return (double) Math.min(images, robustness.images())
        * PASSES_OF_ATTACK_STEP
        * (1 + attacks * robustness.steps());
  }

  /** Of images through the network, for the batch norms of an average. */
  private static double passesToAverage(Recipe recipe, int images) {
    return (double) Math.min(images, recipe.swa().images()) * recipe.swa().epochs(recipe.epochs());
  }

  private static Model model(Recipe recipe, List<String> classes) {
    return Models.create(
        recipe.model().name(), recipe.model().arguments(), classes, Rng.seeded(recipe.seed()));
  }

  /** Those of the smallest and the largest images; what is between them costs what is between. */
  private static List<Integer> sizes(Recipe recipe, int full) {
    List<Integer> sizes = new ArrayList<>(List.of(full));
    int start = recipe.progressive().startSize();
    if (recipe.progressive().isOn() && start < full) {
      sizes.add(0, start);
    }
    return sizes;
  }

  /** Of the whole run. */
  private static long steps(Recipe recipe, int images) {
    return IntStream.rangeClosed(1, recipe.epochs())
        .map(epoch -> images - recipe.skipping().skipped(epoch, recipe.epochs(), images))
        .mapToLong(trained -> Batches.perEpoch(trained, recipe.batchSize()))
        .sum();
  }

  /**
   * Seconds of a step, on average over the run.
   *
   * @param paces of steps by the size of their images
   * @param ofHead the same while the head alone is trained
   */
  private static double pace(
      Recipe recipe,
      int perEpoch,
      NavigableMap<Integer, Double> paces,
      NavigableMap<Integer, Double> ofHead) {
    int full = paces.lastKey();
    long steps = (long) perEpoch * recipe.epochs();
    long alone = (long) perEpoch * recipe.headEpochs();
    return IntStream.range(0, SAMPLES)
        .mapToLong(i -> i * steps / SAMPLES)
        .mapToDouble(
            step -> at(step < alone ? ofHead : paces, recipe.progressive().size(step, steps, full)))
        .average()
        .orElseThrow();
  }

  /** By the number of pixels. */
  private static double at(NavigableMap<Integer, Double> paces, int size) {
    Map.Entry<Integer, Double> small = paces.floorEntry(size);
    Map.Entry<Integer, Double> large = paces.ceilingEntry(size);
    if (small == null || large == null || small.equals(large)) {
      return (large == null ? paces.lastEntry() : large).getValue();
    }
    double from = Math.pow(small.getKey(), 2);
    double share = (Math.pow(size, 2) - from) / (Math.pow(large.getKey(), 2) - from);
    return small.getValue() + share * (large.getValue() - small.getValue());
  }
}
