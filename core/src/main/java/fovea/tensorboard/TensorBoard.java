package fovea.tensorboard;

import fovea.image.Pixels;
import fovea.recipe.Recipe;
import fovea.run.Mistake;
import fovea.run.Onlooker;
import fovea.run.TrainingImages;
import fovea.train.Answer;
import fovea.train.BatchFacts;
import fovea.train.EpochRecord;
import fovea.train.RobustAccuracy;
import fovea.train.RunFacts;
import fovea.train.RunResult;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Tells TensorBoard of a run: its figures by step and by epoch, how its weights are distributed,
 * training images as the augmentation shows them, and validation images that the network takes for
 * something else. An epoch's events stand at the number of steps that were taken by then.
 */
public final class TensorBoard implements Onlooker, AutoCloseable {
  private static final int IMAGES = 64;
  private static final int COLUMNS = 8;

  /** As many points are enough for a curve within an epoch. */
  private static final int POINTS = 20;

  private final Path folder;
  private @Nullable EventFile events;
  private @Nullable Recipe recipe;
  private int stepsPerEpoch = 1;

  /**
   * @param folder where the files go, made when the run begins
   */
  public TensorBoard(Path folder) {
    this.folder = folder;
  }

  @Override
  public void started(RunFacts run) {
    recipe = run.recipe();
    stepsPerEpoch = run.stepsPerEpoch();
    EventFile file = EventFile.create(folder);
    file.restartAt(step(run.position().epoch() - 1) + run.position().step() + 1);
    events = file;
  }

  private EventFile events() {
    EventFile file = events;
    if (file == null) {
      throw new IllegalStateException("the run hasn't begun");
    }
    return file;
  }

  private long step(int epochs) {
    return (long) epochs * stepsPerEpoch;
  }

  /** A point is in the file before a checkpoint is that comes after it. */
  @Override
  public Answer batch(BatchFacts batch) {
    if (batch.step() % Math.max(1, batch.steps() / POINTS) == 0) {
      events().scalar("batch/loss", step(batch.epoch() - 1) + batch.step(), batch.loss());
      events().scalar("batch/accuracy", step(batch.epoch() - 1) + batch.step(), batch.accuracy());
      events().flush();
    }
    return Answer.GO_ON;
  }

  @Override
  public Answer epoch(EpochRecord epoch) {
    long step = step(epoch.epoch());
    scalar("train/loss", step, epoch.trainLoss());
    scalar("train/accuracy", step, epoch.trainAccuracy());
    scalar("validation/loss", step, epoch.validationLoss());
    scalar("validation/accuracy", step, epoch.validationAccuracy());
    scalar("learningRate", step, epoch.learningRate());
    scalar("imagesPerSecond", step, epoch.imagesPerSecond());
    RobustAccuracy robust = epoch.robust();
    if (robust != null) {
      scalar("validation/underAttack", step, robust.chosen());
    }
    events().flush();
    return Answer.GO_ON;
  }

  private void scalar(String tag, long step, @Nullable Double value) {
    if (value != null) {
      events().scalar(tag, step, value);
    }
  }

  @Override
  public void look(Sight sight) {
    long step = step(sight.epoch());
    sight
        .network()
        .parameters()
        .forEach(
            (name, weights) -> events().histogram("weights/" + name, step, weights.toFloats()));
    List<Pixels> mistakes = Mistake.of(sight, IMAGES).stream().map(Mistake::image).toList();
    if (!mistakes.isEmpty()) {
      events().image("validation/mistakes", step, Tiles.of(mistakes, COLUMNS));
    }
    Recipe told = recipe;
    if (told != null) {
      List<Pixels> shown = TrainingImages.of(told, sight, IMAGES);
      events().image("train/images", step, Tiles.of(shown, COLUMNS));
    }
    events().flush();
  }

  @Override
  public void finished(RunResult result) {
    events().scalar("test/accuracy", step(result.epochs()), result.testAccuracy());
    events().flush();
  }

  /** What was heard so far is in the file, even if the run didn't end. */
  @Override
  public void close() {
    if (events != null) {
      events.close();
    }
  }
}
