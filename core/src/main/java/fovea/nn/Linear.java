package fovea.nn;

import fovea.tensor.Conv;
import fovea.tensor.Rng;
import fovea.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** {@code x W^T + b}: [N, inFeatures] to [N, outFeatures]. */
public final class Linear extends Module {
  private static final long LARGE = 1 << 16;

  private final int inFeatures;
  private final int outFeatures;
  private final Tensor weight;
  private final @Nullable Tensor bias;

  /**
   * A layer with PyTorch's default starting values.
   *
   * @param bias whether there is one
   */
  public Linear(int inFeatures, int outFeatures, boolean bias, Rng rng) {
    this(inFeatures, outFeatures, bias, Initialisation.standard(), rng);
  }

  /**
   * A layer.
   *
   * @param bias whether there is one, which starts as PyTorch's does
   * @param weights starting values of the matrix
   */
  public Linear(int inFeatures, int outFeatures, boolean bias, Initialisation weights, Rng rng) {
    this.inFeatures = inFeatures;
    this.outFeatures = outFeatures;
    this.weight = parameter("weight", () -> weights.start(rng, outFeatures, inFeatures));
    double bound = 1 / Math.sqrt(inFeatures);
    this.bias =
        bias
            ? parameter("bias", () -> Initialisation.uniform(bound).start(rng, outFeatures))
            : null;
  }

  /** A layer without bias whose weights start with variance 1, for outputs that are scaled down. */
  public static Linear unitVariance(int inFeatures, int outFeatures, Rng rng) {
    return new Linear(inFeatures, outFeatures, false, Initialisation.unitVariance(), rng);
  }

  /** This layer, its bias 0 at first. */
  public Linear withZeroBias() {
    if (bias != null) {
      bias.zeroInPlace();
    }
    return this;
  }

  /** Whether it pays to lay its weights out, or to compute it in whole numbers. */
  boolean isLarge() {
    return weight.shape().elements() >= LARGE;
  }

  @Override
  protected Tensor forward(Tensor input) {
    return Conv.linear(input, weight, bias);
  }

  Tensor weight() {
    return weight;
  }

  @Nullable Tensor bias() {
    return bias;
  }

  @Override
  public Map<String, Object> arguments() {
    Map<String, Object> arguments = new LinkedHashMap<>();
    arguments.put("inFeatures", inFeatures);
    arguments.put("outFeatures", outFeatures);
    arguments.put("bias", bias != null);
    return arguments;
  }
}
