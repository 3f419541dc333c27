package fovea.tensor;

import org.bytedeco.pytorch.GeneratorOptional;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.ScalarOptional;
import org.bytedeco.pytorch.global.torch;

/**
 * Float32 tensors of random values. Each draws one seed from the generator it is given, of which
 * libtorch's own goes by the lower 32 bits.
 */
public final class RandomTensor {
  private RandomTensor() {}

  /** Uniform in [least, most). */
  public static Tensor uniform(double least, double most, Rng rng, Shape shape) {
    long seed = rng.nextLong();
    return Native.op(
        "uniform",
        () -> made(shape, seed).with("from", least).with("to", most),
        () -> Native.empty(DType.FLOAT32, shape).uniform_(least, most, generator(seed)));
  }

  /** Standard normal. */
  public static Tensor normal(Rng rng, Shape shape) {
    long seed = rng.nextLong();
    return Native.op(
        "normal",
        () -> made(shape, seed).with("mean", 0.0).with("std", 1.0),
        () -> Native.empty(DType.FLOAT32, shape).normal_(0, 1, generator(seed)));
  }

  /** Standard normal, without what lies more than {@code most} from 0. */
  public static Tensor truncatedNormal(double most, Rng rng, Shape shape) {
    long seed = rng.nextLong();
    return Native.op(
        "truncatedNormal",
        () -> made(shape, seed).with("a", -most).with("b", most),
        () -> {
          // x = sqrt(2) erfinv(u), with u uniform between the values that belong to the bounds.
          double inside =
              torch.erf(torch.scalar_tensor(new Scalar(most / Math.sqrt(2)))).item_double();
          return Native.empty(DType.FLOAT32, shape)
              .uniform_(-inside, inside, generator(seed))
              .erfinv_()
              .mul_(new Scalar(Math.sqrt(2)))
              .clamp_(new ScalarOptional(new Scalar(-most)), new ScalarOptional(new Scalar(most)));
        });
  }

  /** 1 with the given probability, else 0. */
  public static Tensor bernoulli(double probability, Rng rng, Shape shape) {
    long seed = rng.nextLong();
    return Native.op(
        "bernoulli",
        () -> made(shape, seed).with("p", probability),
        () -> Native.empty(DType.FLOAT32, shape).bernoulli_(probability, generator(seed)));
  }

  private static Operands made(Shape shape, long seed) {
    return Operands.of().with("size", shape.toArray()).with("seed", seed);
  }

  private static GeneratorOptional generator(long seed) {
    return new GeneratorOptional(torch.make_generator_cpu(seed));
  }
}
