package fovea.attack;

import fovea.FoveaException;
import fovea.nn.Evaluating;
import fovea.nn.Module;
import fovea.nn.Prepared;
import fovea.nn.PreparedForGradients;
import fovea.tensor.Autograd;
import fovea.tensor.Execution;
import fovea.tensor.Precision;
import fovea.tensor.Scope;
import fovea.tensor.Shape;
import fovea.tensor.Tensor;
import fovea.tensor.Threads;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;

/**
 * A network as attacks see it: float32 logits, by which images count as fooled, and gradients of
 * images in the precision that is fastest. Any number of threads may ask at once; no tensor
 * outlives a call.
 */
final class AttackedNetwork implements AutoCloseable {
  private final Shape input;
  private final Evaluating mode;
  private final Prepared judge;
  private final PreparedForGradients guide;
  private final LongAdder slopes = new LongAdder();
  private final LongAdder queries = new LongAdder();

  /** What is known of images: each one's logits, loss, and the gradient of its loss. */
  @SuppressWarnings("ArrayRecordComponent") // made once and read by one thread
  record Slopes(float[][] logits, double[] losses, float[][] gradients) {}

  private AttackedNetwork(
      Shape input, Evaluating mode, Prepared judge, PreparedForGradients guide) {
    this.input = input;
    this.mode = mode;
    this.judge = judge;
    this.guide = guide;
  }

  /**
   * @param network evaluates until this is closed
   * @param input [C, H, W]
   * @param how gradients are computed; logits are always float32
   */
  static AttackedNetwork of(Module network, Shape input, Execution how) {
    Evaluating mode = network.evaluating();
    try (Threads.Block block = Threads.block(how.threads())) {
      Prepared judge = Prepared.of(network, input, Precision.FLOAT32);
      try {
        return new AttackedNetwork(
            input, mode, judge, PreparedForGradients.of(network, input, how.precision()));
      } catch (RuntimeException | Error e) {
        judge.close();
        throw e;
      }
    } catch (RuntimeException | Error e) {
      mode.close();
      throw e;
    }
  }

  /** The same, which closing this one closes, with nothing counted so far. */
  AttackedNetwork countingAnew() {
    return new AttackedNetwork(input, mode, judge, guide);
  }

  /** [C, H, W] of an image. */
  Shape input() {
    return input;
  }

  /** How many gradients of an image were computed. */
  long gradients() {
    return slopes.sum();
  }

  /** How many images' float32 logits were computed. */
  long queries() {
    return queries.sum();
  }

  /**
   * The logits of each image, in float32.
   *
   * @throws FoveaException if they are infinite or NaN
   */
  float[][] logits(List<float[]> images) {
    queries.add(images.size());
    try (Scope scope = Scope.open();
        Autograd.NoGrad off = Autograd.noGrad()) {
      float[][] logits = rows(judge.call(tensor(images)));
      for (float[] row : logits) {
        requireFinite(row);
      }
      return logits;
    }
  }

  /**
   * The gradient of each image's loss.
   *
   * @param losses one for each image
   */
  Slopes slopes(List<float[]> images, List<LogitLoss> losses) {
    slopes.add(images.size());
    try (Scope scope = Scope.open()) {
      Tensor x = tensor(images).requireGradient(true);
      Tensor output = guide.call(x);
      float[][] logits = rows(output);
      int k = logits[0].length;
      double[] values = new double[logits.length];
      float[] seeds = new float[logits.length * k];
      float[] seed = new float[k];
      for (int i = 0; i < logits.length; i++) {
        values[i] = losses.get(i).at(logits[i], seed);
        System.arraycopy(seed, 0, seeds, i * k, k);
      }
      Tensor start = Tensor.of(seeds, logits.length, k);
      Tensor gradient =
          Autograd.gradients(List.of(output), List.of(start), List.of(x), false).get(0);
      float[][] gradients = rows(gradient);
      for (float[] row : gradients) {
        zeroUnknown(row);
      }
      return new Slopes(logits, values, gradients);
    }
  }

  private Tensor tensor(List<float[]> images) {
    int size = Math.toIntExact(input.elements());
    float[] all = new float[Math.multiplyExact(images.size(), size)];
    for (int i = 0; i < images.size(); i++) {
      System.arraycopy(images.get(i), 0, all, i * size, size);
    }
    return Tensor.of(all, images.size(), input.size(0), input.size(1), input.size(2))
        .channelsLast();
  }

  private static float[][] rows(Tensor tensor) {
    float[] all = tensor.detach().toFloats();
    float[][] rows = new float[Math.toIntExact(tensor.shape().size(0))][];
    int size = all.length / rows.length;
    Arrays.setAll(rows, i -> Arrays.copyOfRange(all, i * size, (i + 1) * size));
    return rows;
  }

  /** Where a gradient is no number, nothing is known of the way up. */
  private static void zeroUnknown(float[] gradient) {
    for (int i = 0; i < gradient.length; i++) {
      gradient[i] = Float.isFinite(gradient[i]) ? gradient[i] : 0;
    }
  }

  private static void requireFinite(float[] logits) {
    for (float logit : logits) {
      if (!Float.isFinite(logit)) {
        throw new FoveaException(
            "the network's outputs are infinite or no numbers (NaN), as after training at too high"
                + " a learning rate, and nothing can be said of its robustness; train it anew with a"
                + " lower optimizer.learningRate, or with gradientClip");
      }
    }
  }

  @Override
  public void close() {
    guide.close();
    judge.close();
    mode.close();
  }
}
