package fovea.export;

import fovea.FoveaException;
import fovea.io.onnx.OnnxEvaluator;
import fovea.io.onnx.OnnxModel;
import fovea.models.Model;
import fovea.nn.Evaluating;
import fovea.nn.Int8Ranges;
import fovea.nn.Module;
import fovea.nn.Prepared;
import fovea.tensor.Autograd;
import fovea.tensor.Precision;
import fovea.tensor.RandomTensor;
import fovea.tensor.Rng;
import fovea.tensor.Scope;
import fovea.tensor.Shape;
import fovea.tensor.Tensor;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/**
 * Compares what an ONNX file says, computed node by node from its bytes, with the network that it
 * was written of, on images that the writer didn't see and in a batch of another size.
 */
final class OnnxCheck {
  private static final int IMAGES = 4;
  private static final long SEED = 17;

  /** The same operations in the same order; others' kernels for another number of images. */
  private static final double TOLERANCE = 1e-4;

  /** Where sums are rounded to 255 steps, one that lies between two may go either way. */
  private static final double INT8_TOLERANCE = 0.1;

  private final Model model;
  private final double temperature;

  /**
   * @param temperature of the probabilities
   */
  OnnxCheck(Model model, double temperature) {
    this.model = model;
    this.temperature = temperature;
  }

  /**
   * Checks a file in float32 against the network, which is called for each image alone.
   *
   * @return the largest difference, as a share of the largest logit or of 1 if that is more
   * @throws FoveaException if it is too large, or the network's logits are no finite numbers
   */
  double float32(byte[] file) {
    Module network = model.network();
    try (Scope scope = Scope.open();
        Autograd.NoGrad off = Autograd.noGrad();
        Evaluating mode = network.evaluating();
        Precision.Block block = Precision.FLOAT32.on()) {
      Tensor images = images();
      List<Tensor> expected = new ArrayList<>();
      for (int i = 0; i < IMAGES; i++) {
        try (Scope one = Scope.open()) {
          expected.add(one.keep(network.call(images.narrow(0, i, 1))));
        }
      }
      return compare(file, images, Tensor.cat(expected, 0), false);
    }
  }

  /**
   * Checks a file in 8-bit whole numbers against Fovea's own.
   *
   * @return the mean difference (root of the mean square), as a share of the logits' own size
   * @throws FoveaException if it is too large, or this processor can't compute in whole numbers
   */
  double int8(byte[] file, Int8Ranges ranges) {
    try (Scope scope = Scope.open();
        Autograd.NoGrad off = Autograd.noGrad();
        Evaluating mode = model.network().evaluating();
        Prepared whole = Prepared.of(model.network(), model.input(), Precision.FLOAT32, ranges)) {
      Tensor images = images();
      return compare(file, images, whole.call(images), true);
    }
  }

  private Tensor images() {
    Shape input = model.input();
    Shape shape = Shape.of(IMAGES, input.size(0), input.size(1), input.size(2));
    return RandomTensor.uniform(0, 1, Rng.seeded(SEED), shape);
  }

  private double compare(byte[] file, Tensor images, Tensor logits, boolean int8) {
    Map<String, Tensor> found;
    try (OnnxEvaluator evaluator = OnnxEvaluator.read(ByteBuffer.wrap(file))) {
      found = evaluator.run(images);
    }
    float[] expected = logits.toFloats();
    requireFinite(expected);
    float[] written = Objects.requireNonNull(found.get(OnnxModel.LOGITS)).toFloats();
    double difference = int8 ? meanDifference(written, expected) : largest(written, expected);
    Tensor probabilities = Objects.requireNonNull(found.get(OnnxModel.PROBABILITIES));
    Tensor own = Objects.requireNonNull(found.get(OnnxModel.LOGITS)).div(temperature).softmax(1);
    boolean right =
        difference <= (int8 ? INT8_TOLERANCE : TOLERANCE)
            && largest(probabilities.toFloats(), own.toFloats()) <= TOLERANCE;
    if (!right) {
      throw new FoveaException(
          String.format(
              Locale.ROOT,
              "what was written of `%s` doesn't give the network's logits (they differ by %.1e), so it isn't handed out; this is a fault in Fovea",
              model.name(),
              difference));
    }
    return difference;
  }

  private static void requireFinite(float[] logits) {
    for (float logit : logits) {
      if (!Float.isFinite(logit)) {
        throw new FoveaException(
            "its outputs are infinite or no numbers, the training has diverged; train it with a lower learning rate");
      }
    }
  }

  private static double largest(float[] found, float[] expected) {
    double difference = found.length == expected.length ? 0 : Double.POSITIVE_INFINITY;
    double size = 1;
    for (int i = 0; i < Math.min(found.length, expected.length); i++) {
      double off = Math.abs((double) found[i] - expected[i]);
      difference = Double.isNaN(off) ? Double.POSITIVE_INFINITY : Math.max(difference, off);
      size = Math.max(size, Math.abs(expected[i]));
    }
    return difference / size;
  }

  private static double meanDifference(float[] found, float[] expected) {
    if (found.length != expected.length) {
      return Double.POSITIVE_INFINITY;
    }
    double off = 0;
    double size = 0;
    for (int i = 0; i < found.length; i++) {
      off += Math.pow((double) found[i] - expected[i], 2);
      size += Math.pow(expected[i], 2);
    }
    return off == 0 ? 0 : Math.sqrt(off / size);
  }
}
