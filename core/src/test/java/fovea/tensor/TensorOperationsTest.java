package fovea.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.offset;

import fovea.FoveaException;
import java.util.Arrays;
import java.util.List;
import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleUnaryOperator;
import java.util.function.UnaryOperator;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(InScope.class)
class TensorOperationsTest {
  private interface Pair {
    Tensor of(Tensor left, Tensor right);
  }

  @Test
  void arithmeticBroadcastsAsInPyTorch() {
    compareBroadcast(Tensor::add, (a, b) -> a + b);
    compareBroadcast(Tensor::sub, (a, b) -> a - b);
    compareBroadcast(Tensor::mul, (a, b) -> a * b);
    compareBroadcast((a, b) -> a.div(b.pow(2).add(1)), (a, b) -> a / (b * b + 1));
    compareBroadcast((a, b) -> a.eq(b).to(DType.FLOAT32), (a, b) -> a == b ? 1 : 0);
  }

  private static void compareBroadcast(Pair operation, DoubleBinaryOperator reference) {
    for (int seed = 0; seed < 30; seed++) {
      Rng rng = Rng.seeded(seed);
      int[] full = {1 + rng.nextInt(3), 1 + rng.nextInt(3), 1 + rng.nextInt(3)};
      int[] left = shrunk(full, rng);
      int[] right = shrunk(full, rng);
      Doubles a = Doubles.normal(rng, left);
      Doubles b = Doubles.normal(rng, right);
      int[] common = {
        Math.max(left[0], right[0]), Math.max(left[1], right[1]), Math.max(left[2], right[2])
      };
      Doubles expected = Doubles.zeros(common);
      for (int i = 0; i < common[0]; i++) {
        for (int j = 0; j < common[1]; j++) {
          for (int k = 0; k < common[2]; k++) {
            double x = a.at(i % left[0], j % left[1], k % left[2]);
            double y = b.at(i % right[0], j % right[1], k % right[2]);
            expected.set(reference.applyAsDouble(x, y), i, j, k);
          }
        }
      }
      expected.assertMatches(operation.of(a.tensor(), b.tensor()), 1e-6, "seed " + seed);
    }
  }

  private static int[] shrunk(int[] full, Rng rng) {
    return Arrays.stream(full).map(size -> rng.nextInt(3) == 0 ? 1 : size).toArray();
  }

  @Test
  void elementwiseFunctionsAndTheirSlopesAreJavas() {
    compareElementwise(x -> x.add(2), x -> x + 2);
    compareElementwise(x -> x.sub(2), x -> x - 2);
    compareElementwise(x -> x.mul(-3), x -> -3 * x);
    compareElementwise(x -> x.div(4), x -> x / 4);
    compareElementwise(Tensor::neg, x -> -x);
    compareElementwise(Tensor::exp, Math::exp);
    compareElementwise(x -> x.pow(2).add(1).log(), x -> Math.log(x * x + 1));
    compareElementwise(x -> x.pow(2).add(1).sqrt(), x -> Math.sqrt(x * x + 1));
    compareElementwise(x -> x.pow(3), x -> x * x * x);
    compareElementwise(x -> x.clamp(-0.5, 0.7), x -> Math.max(-0.5, Math.min(0.7, x)));
    compareElementwise(x -> x.mul(x.sign()), Math::abs);
    compareElementwise(x -> x.where(x.eq(x.clamp(0, 9)), x.mul(0.1)), x -> x >= 0 ? x : 0.1 * x);
  }

  private static void compareElementwise(
      UnaryOperator<Tensor> operation, DoubleUnaryOperator reference) {
    Doubles x = Doubles.normal(Rng.seeded(1), 3, 4);
    Tensor input = x.tensor().requireGradient(true);
    Tensor output = operation.apply(input);
    for (int i = 0; i < 12; i++) {
      double expected = reference.applyAsDouble(x.values()[i]);
      assertThat((double) output.toFloats()[i]).isCloseTo(expected, near(1e-5, expected));
    }
    output.sum().backward();
    x.slope(at -> Arrays.stream(at.values()).map(reference).sum())
        .assertMatches(input.gradient(), 1e-5, "slope");
  }

  private static Offset<Double> near(double relative, double value) {
    return offset(relative * (1 + Math.abs(value)));
  }

  @Test
  void reductionsCoverTheDimensionsAskedFor() {
    for (int seed = 0; seed < 20; seed++) {
      Rng rng = Rng.seeded(seed);
      Doubles x = Doubles.normal(rng, 1 + rng.nextInt(3), 1 + rng.nextInt(4), 1 + rng.nextInt(3));
      Doubles sums = Doubles.zeros(x.size(1));
      Doubles largest = Doubles.zeros(x.size(0), x.size(2));
      long[] where = new long[x.size(0) * x.size(2)];
      Arrays.fill(largest.values(), Double.NEGATIVE_INFINITY);
      for (int i = 0; i < x.size(0); i++) {
        for (int j = 0; j < x.size(1); j++) {
          for (int k = 0; k < x.size(2); k++) {
            sums.add(x.at(i, j, k), j);
            if (x.at(i, j, k) > largest.at(i, k)) {
              largest.set(x.at(i, j, k), i, k);
              where[i * x.size(2) + k] = j;
            }
          }
        }
      }
      Tensor tensor = x.tensor();
      String what = "seed " + seed;
      sums.assertMatches(tensor.sum(0, 2), 1e-6, what);
      sums.assertMatches(tensor.mean(0, -1).mul(x.size(0) * x.size(2)), 1e-6, what);
      largest.assertMatches(tensor.max(1), 0, what);
      assertThat(tensor.argmax(1).toLongs()).as(what).isEqualTo(where);
      double total = Arrays.stream(x.values()).sum();
      assertThat(tensor.sum().item()).as(what).isCloseTo(total, near(1e-5, total));
      assertThat(tensor.mean().item()).isCloseTo(total / x.values().length, near(1e-5, total));
      assertThat(tensor.max().item()).isEqualTo(Arrays.stream(x.values()).max().orElseThrow());
    }
  }

  @Test
  void softmaxSumsToOneAndItsLogarithmAgrees() {
    Doubles x = Doubles.normal(Rng.seeded(1), 4, 5);
    Tensor softmax = x.tensor().softmax(1);
    Tensor logarithm = x.tensor().logSoftmax(1);
    for (int i = 0; i < 4; i++) {
      double total = 0;
      for (int j = 0; j < 5; j++) {
        total += Math.exp(x.at(i, j));
      }
      for (int j = 0; j < 5; j++) {
        double expected = Math.exp(x.at(i, j)) / total;
        assertThat((double) softmax.toFloats()[i * 5 + j]).isCloseTo(expected, near(1e-6, 0));
        assertThat((double) logarithm.toFloats()[i * 5 + j])
            .isCloseTo(Math.log(expected), near(1e-6, 1));
      }
    }
  }

  @Test
  void matrixProductsAndTheirGradientsMatchTheirDefinition() {
    for (int seed = 0; seed < 10; seed++) {
      Rng rng = Rng.seeded(seed);
      Doubles a = Doubles.normal(rng, 1 + rng.nextInt(4), 1 + rng.nextInt(4));
      Doubles transposed = Doubles.normal(rng, 1 + rng.nextInt(4), a.size(1));
      Tensor left = a.tensor().requireGradient(true);
      Tensor product = left.matmul(transposed.tensor().transpose(0, 1));
      Reference.linear(a, transposed, null).assertMatches(product, 1e-6, "seed " + seed);
      Doubles towards = Doubles.normal(rng, a.size(0), transposed.size(0));
      product.mul(towards.tensor()).sum().backward();
      a.slope(at -> Reference.linear(at, transposed, null).dot(towards))
          .assertMatches(left.gradient(), 1e-5, "seed " + seed);
    }
  }

  @Test
  void viewsAndCopiesPutValuesWhereTheySay() {
    Tensor x = Tensor.of(new float[] {0, 1, 2, 3, 4, 5}, 2, 3);
    assertThat(x.permute(1, 0).toFloats()).containsExactly(0, 3, 1, 4, 2, 5);
    assertThat(x.transpose(0, 1).shape()).isEqualTo(Shape.of(3, 2));
    assertThat(x.flip(1).toFloats()).containsExactly(2, 1, 0, 5, 4, 3);
    assertThat(x.flatten(0).shape()).isEqualTo(Shape.of(6));
    assertThat(x.reshape(3, -1).shape()).isEqualTo(Shape.of(3, 2));
    assertThat(x.unsqueeze(1).shape()).isEqualTo(Shape.of(2, 1, 3));
    assertThat(x.unsqueeze(1).squeeze(1).shape()).isEqualTo(Shape.of(2, 3));
    assertThat(x.narrow(1, 1, 1).expand(2, 2).toFloats()).containsExactly(1, 1, 4, 4);
    assertThat(x.narrow(-1, 1, 2).toFloats()).containsExactly(1, 2, 4, 5);
    assertThat(x.indexSelect(1, Tensor.ofLongs(new long[] {2, 0}, 2)).toFloats())
        .containsExactly(2, 0, 5, 3);
    assertThat(x.gather(0, Tensor.ofLongs(new long[] {1, 0, 1}, 1, 3)).toFloats())
        .containsExactly(3, 1, 5);
    assertThat(Tensor.cat(List.of(x, x), 1).toFloats())
        .containsExactly(0, 1, 2, 0, 1, 2, 3, 4, 5, 3, 4, 5);
    assertThat(Tensor.stack(List.of(x, x), 2).toFloats())
        .containsExactly(0, 0, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5);
    Tensor view = x.narrow(0, 0, 1);
    Tensor copy = x.copy();
    view.addInPlace(10);
    assertThat(x.toFloats()).containsExactly(10, 11, 12, 3, 4, 5);
    assertThat(copy.toFloats()).containsExactly(0, 1, 2, 3, 4, 5);
    copy.lerpInPlace(x, 0.5);
    assertThat(copy.toFloats()).containsExactly(5, 6, 7, 3, 4, 5);
  }

  @Test
  void comparisonsAreNumbersThatCount() {
    Tensor equal = Tensor.of(new float[] {1, 2, 3}, 3).eq(Tensor.of(new float[] {1, 0, 3}, 3));
    assertThat(equal.dtype()).isEqualTo(DType.UINT8);
    assertThat(equal.toBytes()).containsExactly(1, 0, 1);
    assertThat(equal.add(equal).toBytes()).containsExactly(2, 0, 2);
    assertThat(equal.sum().item()).isEqualTo(2);
    assertThat(equal.neg().toBytes()).containsExactly(-1, 0, -1);
  }

  @Test
  void wholeNumbersCanBeAddedToIntegersInPlace() {
    Tensor count = Tensor.ofLongs(new long[] {1L << 40, -1}, 2);
    count.addInPlace(1);
    assertThat(count.toLongs()).containsExactly((1L << 40) + 1, 0);
    assertThatThrownBy(() -> count.addInPlace(0.5))
        .isInstanceOf(FoveaException.class)
        .message()
        .startsWith("addInPlace: ")
        .hasLineCount(1);
    assertThat(count.add(1).dtype()).isEqualTo(DType.FLOAT32);
  }

  @Test
  void shapeErrorsNameTheRule() {
    Tensor x = Tensor.zeros(2, 3);
    refused(
        () -> x.add(Tensor.zeros(4, 2)),
        "add: [2, 3] and [4, 2] don't broadcast: 3 against 2 in dimension -1");
    refused(
        () -> x.mul(Tensor.zeros(4, 1)),
        "mul: [2, 3] and [4, 1] don't broadcast: 2 against 4 in dimension -2");
    refused(
        () -> x.matmul(Tensor.zeros(4, 3)),
        "matmul: [2, 3] times [4, 3]: the last dimension of the first must equal the last but one"
            + " of the second");
    refused(
        () -> x.matmul(Tensor.zeros()),
        "matmul: [2, 3] times []: the last dimension of the first must equal the last but one"
            + " of the second");
    refused(() -> x.reshape(4, -1), "reshape: [2, 3] holds 6 values and doesn't fit [4, -1]");
    refused(() -> x.reshape(-1, -1), "reshape: [2, 3] holds 6 values and doesn't fit [-1, -1]");
    refused(() -> x.reshape(7), "reshape: [2, 3] holds 6 values and doesn't fit [7]");
    refused(() -> x.narrow(2, 0, 1), "narrow: [2, 3] has no dimension 2");
    refused(
        () -> x.narrow(1, -1, 1), "narrow: 1 values from -1 on don't lie in dimension 1 of [2, 3]");
    refused(
        () -> x.item(), "item: tensor [2, 3] float32 from full has more or less than one value");
    refused(() -> x.toLongs(), "toLongs: tensor [2, 3] float32 from full is not int64");
    refused(() -> x.toBytes(), "toBytes: tensor [2, 3] float32 from full is not uint8");
    refused(() -> x.copyFrom(Tensor.zeros(3)), "copyFrom: shape [3], expected [2, 3]");
    refused(() -> Shape.of(2, -3), "shape [2, -3] has a negative size");
    refused(() -> Tensor.ofLongs(new long[2], 3), "of: 2 values, and shape [3] takes 3");
  }

  @Test
  void whatOnlyLibtorchChecksBecomesOneLineWithTheOperationsName() {
    Tensor x = Tensor.zeros(2, 3);
    assertThat(
            List.<ThrowingCallable>of(
                () -> x.indexSelect(0, Tensor.ofLongs(new long[] {9}, 1)).sum().item(),
                () -> x.gather(0, Tensor.ofLongs(new long[] {9}, 1, 1)).sum().item(),
                () -> Tensor.ofLongs(new long[2], 2).mean().item()))
        .allSatisfy(
            call ->
                assertThatThrownBy(call)
                    .isInstanceOf(FoveaException.class)
                    .message()
                    .matches("[a-zA-Z]+: .+")
                    .hasLineCount(1)
                    .doesNotContain("frame #"));
  }

  private static void refused(ThrowingCallable call, String message) {
    assertThatThrownBy(call).isInstanceOf(IllegalArgumentException.class).hasMessage(message);
  }
}
