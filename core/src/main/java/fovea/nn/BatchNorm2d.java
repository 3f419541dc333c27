package fovea.nn;

import fovea.FoveaException;
import fovea.tensor.Norm;
import fovea.tensor.Scope;
import fovea.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Batch normalisation of [N, numFeatures, H, W], a channel at a time, with a learnt scale and
 * shift. While it is frozen it uses its running statistics, which stay as they are.
 *
 * @see <a href="https://arxiv.org/abs/1502.03167">Ioffe and Szegedy 2015</a>
 */
public final class BatchNorm2d extends Module {
  private final int numFeatures;
  private final double eps;
  private final double momentum;
  private final Tensor weight;
  private final Tensor bias;
  private final Tensor runningMean;
  private final Tensor runningVariance;
  private final Tensor batches;

  /** Of batches in the mean that {@link FreshStatistics} takes; below 0 outside of it. */
  private int meanOf = -1;

  /** With PyTorch's defaults: {@code eps} 1e-5, {@code momentum} 0.1. */
  public BatchNorm2d(int numFeatures) {
    this(numFeatures, 1e-5, 0.1);
  }

  /**
   * A layer that starts as the identity on normalised channels.
   *
   * @param eps added to the variance
   * @param momentum the share of a batch's statistics in the running ones
   */
  public BatchNorm2d(int numFeatures, double eps, double momentum) {
    this(numFeatures, eps, momentum, true);
  }

  private BatchNorm2d(int numFeatures, double eps, double momentum, boolean scales) {
    this.numFeatures = numFeatures;
    this.eps = eps;
    this.momentum = momentum;
    Supplier<Tensor> ones = () -> Tensor.ones(numFeatures);
    weight = scales ? parameter("weight", ones) : buffer("weight", ones);
    bias = parameter("bias", () -> Tensor.zeros(numFeatures));
    runningMean = buffer("running_mean", () -> Tensor.zeros(numFeatures));
    runningVariance = buffer("running_var", () -> Tensor.ones(numFeatures));
    batches = buffer("num_batches_tracked", () -> Tensor.ofLongs(new long[1]));
  }

  /** A layer whose scale stays 1: it is saved, and only the shift is trained. */
  public static BatchNorm2d shiftOnly(int numFeatures, double eps, double momentum) {
    return new BatchNorm2d(numFeatures, eps, momentum, false);
  }

  /**
   * Lets the layer give zeros at first, so that a residual block that ends in it starts as the
   * identity.
   *
   * @see <a href="https://arxiv.org/abs/1706.02677">Goyal et al. 2017, section 5.1</a>
   */
  public void startAtZero() {
    weight.zeroInPlace();
  }

  /**
   * @throws FoveaException in training, if there is only one value of each channel
   */
  @Override
  protected Tensor forward(Tensor input) {
    boolean learns = training() && !isFrozen();
    if (learns && input.shape().elements() == numFeatures) {
      throw new FoveaException(
          "batch norm has one value of each channel to train on (%s); take more images at once, or larger ones"
              .formatted(input.shape()));
    }
    if (learns && (Pass.isBesideOthers() || Probe.isOn() || meanOf >= 0)) {
      Tensor mean = Tensor.zeros(numFeatures);
      Tensor variance = Tensor.zeros(numFeatures);
      Tensor output = Norm.batchNorm(input, weight, bias, mean, variance, true, 1, eps);
      if (!Probe.isOn()) {
        afterwards(() -> learn(mean, variance), mean, variance);
      }
      return output;
    }
    Tensor output =
        Norm.batchNorm(input, weight, bias, runningMean, runningVariance, learns, momentum, eps);
    if (learns) {
      batches.addInPlace(1);
    }
    return output;
  }

  private void learn(Tensor mean, Tensor variance) {
    if (meanOf >= 0) {
      meanOf++;
      move(runningMean, mean, 1f / meanOf);
      move(runningVariance, variance, 1f / meanOf);
    } else {
      move(runningMean, mean, (float) momentum);
      move(runningVariance, variance, (float) momentum);
      batches.addInPlace(1);
    }
  }

  /** In libtorch's formula; it adds the last bit otherwise, here and there. */
  private static void move(Tensor running, Tensor batch, float share) {
    float[] values = running.toFloats();
    float[] seen = batch.toFloats();
    for (int i = 0; i < values.length; i++) {
      values[i] = share * seen[i] + (1 - share) * values[i];
    }
    try (Scope temporary = Scope.open()) {
      running.copyFrom(Tensor.of(values, values.length));
    }
  }

  /** Until {@link #endMean}, running statistics are the plain mean of those of the batches seen. */
  void beginMean() {
    meanOf = 0;
  }

  void endMean() {
    meanOf = -1;
  }

  /** What evaluation multiplies each channel by, [C]; made in the current scope. */
  Tensor scale() {
    return weight.div(runningVariance.add(eps).sqrt());
  }

  /** What evaluation then adds to each channel, [C]; made in the current scope. */
  Tensor shift() {
    return bias.sub(runningMean.mul(scale()));
  }

  @Override
  public Map<String, Object> arguments() {
    Map<String, Object> arguments = new LinkedHashMap<>();
    arguments.put("numFeatures", numFeatures);
    arguments.put("eps", eps);
    arguments.put("momentum", momentum);
    return arguments;
  }
}
