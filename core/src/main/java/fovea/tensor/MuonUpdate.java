package fovea.tensor;

import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * The Muon optimiser's step: momentum, made orthogonal by Newton and Schulz's iteration.
 *
 * @see <a href="https://kellerjordan.github.io/posts/muon">Jordan et al. 2024</a>
 */
public final class MuonUpdate {
  /** The quintic's coefficients, which lift small singular values fast and end near 1. */
  private static final double A = 3.4445;

  private static final double B = -4.7750;
  private static final double C = 2.0315;

  private MuonUpdate() {}

  /**
   * One step of a filter, changed in place, as is its momentum: {@code m = momentum m + g}, the
   * whole filter scaled so that its norm is {@code sqrt(out)}, as if each output's weights had norm
   * 1, then {@code filter -= learningRate orthogonalised(g + momentum m)}.
   *
   * @param filter [out, ...], float32
   * @param gradient of the filter's shape
   * @param momenta of the filter's shape
   * @param iterations of Newton and Schulz
   * @param precision of their products; eight bits are enough, but slow where they are emulated
   */
  public static void step(
      Tensor filter,
      Tensor gradient,
      Tensor momenta,
      double learningRate,
      double momentum,
      int iterations,
      Precision precision) {
    ShapeRules.same("muon", filter.shape(), gradient.shape());
    ShapeRules.same("muon", filter.shape(), momenta.shape());
    long out = filter.shape().size(0);
    Native.run(
        "muon",
        () -> {
          var p = filter.handle().detach();
          var m = momenta.handle();
          var g = gradient.handle();
          var unused = m.mul_(new Scalar(momentum)).add_(g);
          var step = g.add(m, new Scalar(momentum)).reshape(out, -1);
          var update = orthogonalised(step, iterations, precision);
          double norm = p.norm().item_double();
          unused = p.mul_(new Scalar(Math.sqrt((double) out) / Math.max(norm, 1e-12)));
          unused = p.add_(update.view(p.sizes()), new Scalar(-learningRate));
        });
    Tape.note(
        "muon",
        () ->
            Operands.of(filter, gradient, momenta)
                .with("lr", learningRate)
                .with("momentum", momentum)
                .with("nsSteps", iterations),
        filter);
  }

  /**
   * A matrix of nearly the same singular vectors and with singular values near 1.
   *
   * @param matrix [rows, columns]
   * @param precision of the products
   * @return [rows, columns], float32
   */
  public static Tensor orthogonalised(Tensor matrix, int iterations, Precision precision) {
    ShapeRules.rank("orthogonalised", "matrix", matrix.shape(), 2, "[rows, columns]");
    return Native.op(
        "orthogonalised",
        () -> Operands.of(matrix).with("nsSteps", iterations),
        () -> orthogonalised(matrix.handle(), iterations, precision));
  }

  private static org.bytedeco.pytorch.Tensor orthogonalised(
      org.bytedeco.pytorch.Tensor matrix, int iterations, Precision precision) {
    boolean tall = matrix.size(0) > matrix.size(1);
    var x = tall ? matrix.t() : matrix;
    x = x.div(x.norm().add_(new Scalar(1e-7))).to(Native.scalarType(precision.dtype()));
    for (int i = 0; i < iterations; i++) {
      var gram = x.matmul(x.t());
      var polynomial = gram.mul(new Scalar(B)).add_(gram.matmul(gram), new Scalar(C));
      x = polynomial.matmul(x).add_(x, new Scalar(A));
    }
    return (tall ? x.t() : x).to(ScalarType.Float);
  }
}
