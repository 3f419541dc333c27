package fovea.tensor;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.global.torch;

/** Elementwise non-linear functions. */
public final class Activation {
  private Activation() {}

  /** {@code max(x, 0)}. */
  public static Tensor relu(Tensor input) {
    return Native.op("relu", () -> Operands.of(input), () -> torch.relu(input.handle()));
  }

  /** {@link #relu}, written over the input, which is returned. */
  @CanIgnoreReturnValue
  public static Tensor reluInPlace(Tensor input) {
    Native.run("relu", () -> torch.relu_(input.handle()));
    Tape.note("relu", () -> Operands.of(input), input);
    return input;
  }

  /** {@code min(max(x, 0), 6)}. */
  public static Tensor relu6(Tensor input) {
    return Native.op("relu6", () -> Operands.of(input), () -> torch.relu6(input.handle()));
  }

  /** {@link #relu6}, written over the input, which is returned. */
  @CanIgnoreReturnValue
  public static Tensor relu6InPlace(Tensor input) {
    Native.run("relu6", () -> torch.hardtanh_(input.handle(), new Scalar(0.0), new Scalar(6.0)));
    Tape.note("relu6", () -> Operands.of(input), input);
    return input;
  }

  /** {@code 1 / (1 + exp(-x))}. */
  public static Tensor sigmoid(Tensor input) {
    return Native.op("sigmoid", () -> Operands.of(input), () -> torch.sigmoid(input.handle()));
  }

  /**
   * {@code x / (1 + exp(-x))}.
   *
   * @see <a href="https://arxiv.org/abs/1702.03118">Elfwing et al. 2017, equation 5</a>
   */
  public static Tensor silu(Tensor input) {
    return Native.op("silu", () -> Operands.of(input), () -> torch.silu(input.handle()));
  }

  /**
   * {@code x P(X <= x)} for a standard normal X, exact.
   *
   * @see <a href="https://arxiv.org/abs/1606.08415">Hendrycks and Gimpel 2016</a>
   */
  public static Tensor gelu(Tensor input) {
    return Native.op(
        "gelu",
        () -> Operands.of(input).with("approximate", "none"),
        () -> torch.gelu(input.handle()));
  }

  /** The error function, {@code 2 / sqrt(pi)} times the integral of {@code exp(-t^2)} from 0 on. */
  public static Tensor erf(Tensor input) {
    return Native.op("erf", () -> Operands.of(input), () -> torch.erf(input.handle()));
  }

  /**
   * Zeroes each value with a probability and scales the rest by 1 / (1 - probability).
   *
   * @param rng draws one seed for the mask
   * @see <a href="https://jmlr.org/papers/v15/srivastava14a.html">Srivastava et al. 2014</a>
   */
  public static Tensor dropout(Tensor input, double probability, Rng rng) {
    ShapeRules.require(
        probability >= 0 && probability < 1,
        "dropout: probability %s, expected at least 0 and below 1",
        probability);
    double keep = 1 - probability;
    Tensor mask = RandomTensor.bernoulli(keep, rng, input.shape());
    return Native.op(
        "dropout",
        () -> Operands.of(input, mask).with("p", probability),
        () ->
            input
                .handle()
                .mul(mask.handle().to(input.handle().scalar_type()).div_(new Scalar(keep))));
  }
}
