package fovea.evaluate;

import fovea.FoveaException;
import fovea.data.ImageSet;
import fovea.data.Split;
import fovea.nn.Evaluating;
import fovea.nn.InputRange;
import fovea.nn.Int8Ranges;
import fovea.nn.Module;
import fovea.nn.Prepared;
import fovea.tensor.Execution;
import fovea.tensor.Shape;
import fovea.tensor.Threads;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * What a network's accuracy is with layers in 8-bit whole numbers, beside its own, and the ranges
 * that it takes to compute them. Whether it may be used is chosen by these accuracies, so the test
 * images have no part in them.
 *
 * @param images that the ranges are of
 * @param judgedBy the split that the accuracies are of: {@link #VALIDATION}, or {@link #TRAIN} for
 *     images of it that the ranges aren't of; {@link #TEST} in files of versions that took it
 * @param judgedImages how many those are; null in such files
 * @param precision of the network, and of the layers that keep it
 * @param accuracy in that precision, in [0, 1]
 * @param int8Accuracy in [0, 1]
 * @param layers those in whole numbers, by dotted name
 * @param outputs the ranges of what convolutions and batch norms give, for `fovea export --int8`;
 *     empty in files of versions that didn't look
 * @param weightsSha256 over the weights that it is of, as {@code TrainedModel.weightsSha256} has
 *     it; null in files of versions that didn't note it
 */
public record Int8Report(
    int images,
    String judgedBy,
    @Nullable Integer judgedImages,
    String precision,
    double accuracy,
    double int8Accuracy,
    Map<String, InputRange> layers,
    Map<String, InputRange> outputs,
    @Nullable String weightsSha256) {
  public static final String VALIDATION = "validation";
  public static final String TRAIN = "train";
  private static final String TEST = "test";

  /** From how many points of accuracy on the loss is too large. */
  public static final double TOO_MUCH = 0.5;

  /** Of the training images; as many as CIFAR-10 has to test with. */
  private static final int MOST_JUDGED = 10_000;

  public Int8Report {
    // A file may lack what a caller can't leave out.
    if (layers == null || layers.isEmpty() || layers.values().stream().anyMatch(Objects::isNull)) {
      throw new IllegalArgumentException(
          "`layers` must name layers and the ranges of their inputs");
    }
    layers = Collections.unmodifiableMap(new LinkedHashMap<>(layers));
    outputs =
        outputs == null ? Map.of() : Collections.unmodifiableMap(new LinkedHashMap<>(outputs));
    judgedBy = judgedBy == null ? TEST : judgedBy;
  }

  /**
   * Calibrates a network, which stays the caller's and in its mode, and judges it by validation
   * images.
   *
   * @param known training images to calibrate with
   * @throws FoveaException if int8 isn't possible here, or the network has no layer for it
   */
  public static Int8Report of(
      Module network, Split.Train known, int images, Split.Validation judge, Execution how) {
    return of(network, known.images().spread(images), judge, VALIDATION, how);
  }

  /**
   * {@link #of(Module, Split.Train, int, Split.Validation, Execution)} where there are no
   * validation images: some of the training images, at least half, are kept from calibrating and
   * judge.
   *
   * @param known at least two training images
   * @throws FoveaException if there are fewer
   */
  public static Int8Report of(Module network, Split.Train known, int images, Execution how) {
    ImageSet all = known.images();
    if (all.size() < 2) {
      throw new FoveaException(
          "int8: without validation images it takes at least 2 training images, one to calibrate"
              + " with and another to judge by; found "
              + all.size());
    }
    int[] calibrating = spread(all.size(), Math.min(images, all.size() / 2));
    int[] others =
        IntStream.range(0, all.size())
            .filter(i -> Arrays.binarySearch(calibrating, i) < 0)
            .toArray();
    ImageSet judging = all.select(others).spread(MOST_JUDGED);
    return of(network, all.select(calibrating), new Split.Train(judging), TRAIN, how);
  }

  private static Int8Report of(
      Module network, ImageSet known, Split judge, String judgedBy, Execution how) {
    Int8Ranges ranges = ranges(network, known, how.threads());
    if (ranges.layers().isEmpty()) {
      throw new FoveaException(
          "int8: the network has no convolution or large linear layer after its first layer");
    }
    Shape input = ForwardPass.input(known);
    try (Evaluating mode = network.evaluating();
        Prepared int8 = Prepared.of(network, input, how.precision(), ranges)) {
      Evaluation plain = Evaluator.evaluate(network, judge, how);
      Evaluation whole = Evaluator.evaluate(int8, judge, how.threads(), Views.PLAIN);
      return new Int8Report(
          known.size(),
          judgedBy,
          plain.images(),
          how.precision().toString(),
          plain.accuracy(),
          whole.accuracy(),
          ranges.layers(),
          ranges.outputs(),
          null);
    }
  }

  /** The same with a note of the weights that it is of, so that it isn't taken for others'. */
  public Int8Report ofWeights(String sha256) {
    return new Int8Report(
        images, judgedBy, judgedImages, precision, accuracy, int8Accuracy, layers, outputs, sha256);
  }

  private static Int8Ranges ranges(Module network, ImageSet known, int threads) {
    try (Threads.Block block = Threads.block(threads)) {
      return Int8Ranges.of(
          network,
          Chunks.count(known.size()),
          chunk -> {
            int first = chunk * Chunks.SIZE;
            int end = Math.min(known.size(), first + Chunks.SIZE);
            return ForwardPass.pixels(known, first, end);
          });
    }
  }

  private static int[] spread(int all, int chosen) {
    return IntStream.range(0, chosen).map(i -> (int) ((long) i * all / chosen)).toArray();
  }

  /** Accuracy that int8 costs, in points of a hundred; negative where it gains. */
  public double points() {
    return 100 * (accuracy - int8Accuracy);
  }

  /** Whether that is more than may be lost, {@link #TOO_MUCH}. */
  public boolean costsTooMuch() {
    return !(points() < TOO_MUCH);
  }

  public Int8Ranges ranges() {
    return new Int8Ranges(layers, outputs);
  }
}
