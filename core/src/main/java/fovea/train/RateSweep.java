package fovea.train;

import fovea.FoveaException;
import fovea.data.DividedData;
import fovea.data.ImageSet;
import fovea.models.Model;
import fovea.nn.Module;
import fovea.recipe.Recipe;
import fovea.tensor.Lanes;
import fovea.tensor.Rng;
import fovea.tensor.Threads;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CancellationException;

/**
 * Trains a model for a few steps, each at a larger learning rate than the one before, to see which
 * rates it learns at. Only training images are looked at, and the model is of no use afterwards.
 *
 * @param least the first step's learning rate, above 0
 * @param most the last step's, above that
 * @param steps at least 10
 * @see <a href="https://arxiv.org/abs/1506.01186">Smith 2017, section 3.3</a>
 */
public record RateSweep(double least, double most, int steps) {
  private static final int FEWEST = 10;

  /** How many times the least smoothed loss is out of bounds, as fastai has it. */
  private static final double OUT_OF_BOUNDS = 4;

  /**
   * @throws FoveaException for what isn't allowed
   */
  public RateSweep {
    if (!(least > 0 && most > least && most < Double.POSITIVE_INFINITY)) {
      throw new FoveaException(
          "the learning rates are %s to %s, expected two above 0, the second the larger one"
              .formatted(least, most));
    }
    if (steps < FEWEST) {
      throw new FoveaException(
          "the steps are %d, expected at least %d to tell rates apart".formatted(steps, FEWEST));
    }
  }

  /** Hears of each step. */
  @FunctionalInterface
  public interface Listener {
    /**
     * A step was taken.
     *
     * @param done steps so far
     * @return whether to go on
     */
    Answer step(int done, double learningRate, double loss);
  }

  /** A step's rate: each is as many times the one before. */
  private double rate(long step) {
    return least * Math.pow(most / least, (double) step / (steps - 1));
  }

  /**
   * The losses of one step after the other, until they grow out of bounds.
   *
   * @param told whose schedule isn't followed; images have their full size from the first step on,
   *     none is left out, no weights are averaged, and none are frozen but those of frozen groups
   * @param model made for the data; stays the caller's
   * @throws CancellationException if the listener says stop
   */
  public RateCurve of(Recipe told, Model model, DividedData data, Listener listener) {
    Recipe recipe =
        told.fittedTo(data)
            .with(
                "headEpochs=0",
                "progressive.startSize=0",
                "skipping.share=0",
                "averaging.decay=0",
                "swa.share=0");
    int threads = recipe.threadCount();
    ImageSet images = data.splits().train().images();
    Rng rng = Rng.seeded(recipe.seed());
    Module network = model.network();
    StepClock clock = new StepClock(network, recipe.objective().passes(), false, threads);
    try (Threads.Block block = Threads.block(threads);
        Lanes lanes = new Lanes(threads);
        Weights weights = new Weights(recipe, network, images, lanes);
        TrainingStep step =
            new TrainingStep(
                recipe, network, images, Trainer.groups(recipe, data), weights, clock, rng)) {
      return sweep(network, images, step, rng, listener);
    }
  }

  private RateCurve sweep(
      Module network, ImageSet images, TrainingStep step, Rng rng, Listener listener) {
    Losses losses = new Losses();
    for (int epoch = 1; !losses.areAll(); epoch++) {
      network.train();
      network.reseed(rng.split("dropout", epoch));
      int[] all = all(images);
      EpochProgress progress = new EpochProgress(epoch, step.perEpoch(), EpochSoFar.NOTHING);
      try (EpochUnderWay underWay =
          new EpochUnderWay(all, step.batches(epoch, all), progress, this::rate)) {
        while (!progress.isTrained() && !losses.areAll()) {
          losses.take(step, underWay, listener);
        }
      }
    }
    return losses.curve();
  }

  private static int[] all(ImageSet images) {
    int[] all = new int[images.size()];
    Arrays.setAll(all, i -> i);
    return all;
  }

  /** Of the steps so far. */
  private final class Losses {
    private final List<Double> rates = new ArrayList<>();
    private final List<Double> losses = new ArrayList<>();
    private boolean diverged;

    boolean areAll() {
      return diverged || losses.size() >= steps;
    }

    void take(TrainingStep step, EpochUnderWay epoch, Listener listener) {
      double[] sum = new double[2];
      double rate = rate(losses.size());
      step.take(
          epoch,
          (batch, outcome) -> {
            sum[0] += outcome.loss().item() * batch.size();
            sum[1] += batch.size();
          });
      double loss = sum[0] / sum[1];
      if (!Double.isFinite(loss)) {
        diverged = true;
        return;
      }
      rates.add(rate);
      losses.add(loss);
      diverged = losses.size() >= FEWEST && isOutOfBounds();
      if (listener.step(losses.size(), rate, loss) == Answer.STOP) {
        throw new CancellationException("stopped at step " + losses.size());
      }
    }

    private boolean isOutOfBounds() {
      List<RateCurve.Point> points = curve().points();
      double first = points.get(0).smoothed();
      double best = points.stream().mapToDouble(RateCurve.Point::smoothed).min().orElseThrow();
      double now = points.get(points.size() - 1).smoothed();
      return now > OUT_OF_BOUNDS * best && now > first;
    }

    RateCurve curve() {
      if (losses.isEmpty()) {
        throw new FoveaException(
            "the loss is no finite number from the first step on, at learning rate %s; lower --min"
                .formatted(least));
      }
      return RateCurve.of(rates, losses, diverged);
    }
  }
}
