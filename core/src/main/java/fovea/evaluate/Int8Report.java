package fovea.evaluate;

import fovea.FoveaException;
import fovea.data.ImageSet;
import fovea.data.Split;
import fovea.nn.Calibration;
import fovea.nn.Evaluating;
import fovea.nn.InputRange;
import fovea.nn.Module;
import fovea.nn.Prepared;
import fovea.tensor.Precision;
import fovea.tensor.Shape;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/**
 * What a network's accuracy is with layers in 8-bit whole numbers, beside its own, and the ranges
 * that it takes to compute them.
 *
 * @param images that the ranges are of
 * @param testImages that the accuracies are of
 * @param precision of the network, and of the layers that keep it
 * @param accuracy in that precision, in [0, 1]
 * @param int8Accuracy in [0, 1]
 * @param layers those in whole numbers, by dotted name
 */
public record Int8Report(
    int images,
    int testImages,
    String precision,
    double accuracy,
    double int8Accuracy,
    Map<String, InputRange> layers) {
  /** From how many points of accuracy on the loss is too large. */
  public static final double TOO_MUCH = 0.5;

  public Int8Report {
    // A file may lack what a caller can't leave out.
    if (layers == null || layers.isEmpty() || layers.values().stream().anyMatch(Objects::isNull)) {
      throw new IllegalArgumentException(
          "`layers` must name layers and the ranges of their inputs");
    }
    layers = Collections.unmodifiableMap(new LinkedHashMap<>(layers));
  }

  /**
   * Calibrates a network, which stays the caller's and in its mode, and judges it.
   *
   * @param known images to calibrate with, some of those that the network was trained on
   * @throws FoveaException if int8 isn't possible here, or the network has no layer for it
   */
  public static Int8Report of(
      Module network, ImageSet known, Split.Test test, Precision precision) {
    Calibration calibration =
        Calibration.of(
            network,
            Parts.count(known.size()),
            part -> {
              int first = part * Parts.SIZE;
              int end = Math.min(known.size(), first + Parts.SIZE);
              return Evaluator.pixels(known, first, end);
            });
    if (calibration.layers().isEmpty()) {
      throw new FoveaException(
          "int8: the network has no convolution or large linear layer after its first layer");
    }
    Shape input = Evaluator.input(known);
    try (Evaluating mode = network.evaluating();
        Prepared int8 = Prepared.of(network, input, precision, calibration)) {
      Evaluation plain = Evaluator.evaluate(network, test, precision);
      Evaluation whole = Evaluator.evaluate(int8, test, Views.PLAIN);
      return new Int8Report(
          known.size(),
          plain.images(),
          precision.toString(),
          plain.accuracy(),
          whole.accuracy(),
          calibration.layers());
    }
  }

  /**
   * As many images as are asked for, or all if there are fewer, spread evenly: images often lie in
   * the order of their classes.
   */
  public static ImageSet spread(ImageSet images, int count) {
    int chosen = Math.min(count, images.size());
    int[] indices = new int[chosen];
    Arrays.setAll(indices, i -> (int) ((long) i * images.size() / chosen));
    return images.select(indices);
  }

  /** Accuracy that int8 costs, in points of a hundred; negative where it gains. */
  public double points() {
    return 100 * (accuracy - int8Accuracy);
  }

  /** Whether that is more than may be lost, {@link #TOO_MUCH}. */
  public boolean costsTooMuch() {
    return !(points() < TOO_MUCH);
  }

  public Calibration calibration() {
    return new Calibration(layers);
  }
}
