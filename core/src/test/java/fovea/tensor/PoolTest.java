package fovea.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

class PoolTest {
  @Test
  void maxPoolingAndItsGradientMatchTheirDefinition() {
    compare(
        (x, p) -> Pool.maxPool2d(x, p.size, p.stride, p.padding, false),
        (x, p) -> Reference.maxPool2d(x, p.size, p.stride, p.padding));
  }

  @Test
  void averagePoolingAndItsGradientMatchTheirDefinition() {
    compare(
        (x, p) -> Pool.avgPool2d(x, p.size, p.stride, p.padding),
        (x, p) -> Reference.avgPool2d(x, p.size, p.stride, p.padding));
  }

  @Test
  void adaptivePoolingAndItsGradientMatchTheirDefinition() {
    compare(
        (x, p) -> Pool.adaptiveAvgPool2d(x, p.size),
        (x, p) -> Reference.adaptiveAvgPool2d(x, p.size));
  }

  @Test
  void adaptiveMaxPoolingAndItsGradientMatchTheirDefinition() {
    compare(
        (x, p) -> Pool.adaptiveMaxPool2d(x, p.size),
        (x, p) -> Reference.adaptiveMaxPool2d(x, p.size));
  }

  @Test
  void globalPoolingIsTheMeanOfTheImage() {
    try (Scope scope = Scope.open()) {
      Doubles x = Doubles.normal(Rng.seeded(1), 2, 3, 5, 4);
      Tensor pooled = Pool.adaptiveAvgPool2d(x.tensor(), 1);
      for (int n = 0; n < 2; n++) {
        for (int c = 0; c < 3; c++) {
          double sum = 0;
          for (int i = 0; i < 20; i++) {
            sum += x.at(n, c, i / 4, i % 4);
          }
          assertThat((double) pooled.toFloats()[n * 3 + c]).isCloseTo(sum / 20, within(1e-6));
        }
      }
    }
  }

  @Test
  void roundedUpTheLastWindowsLeaveTheImageButBeginInIt() {
    try (Scope scope = Scope.open()) {
      Tensor x = Tensor.of(new float[] {1, 2, 3, 4, 5, 6}, 1, 1, 1, 6).expand(1, 1, 3, 6);
      assertThat(Pool.maxPool2d(x, 3, 2, 0, true).toFloats()).containsExactly(3, 5, 6);
      assertThat(Pool.maxPool2d(x, 3, 3, 0, true).toFloats()).containsExactly(3, 6);
      Tensor two = x.narrow(2, 0, 2).narrow(3, 0, 2);
      assertThat(Pool.maxPool2d(two, 3, 2, 0, true).toFloats()).containsExactly(2);
      Tensor one = x.narrow(2, 0, 1).narrow(3, 0, 1);
      assertThatThrownBy(() -> Pool.maxPool2d(one, 3, 2, 0, true))
          .hasMessage("maxPool2d: input [1, 1, 1, 1] is smaller than the window of 3 x 3");
    }
  }

  @Test
  void aWindowLargerThanTheImageAndPaddingBeyondHalfAWindowAreRefused() {
    try (Scope scope = Scope.open()) {
      Tensor small = Tensor.zeros(1, 1, 1, 4);
      assertThatThrownBy(() -> Pool.maxPool2d(small, 2, 2))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("maxPool2d: input [1, 1, 1, 4] is smaller than the window of 2 x 2");
      assertThatThrownBy(() -> Pool.avgPool2d(small, 3, 1))
          .hasMessage("avgPool2d: input [1, 1, 1, 4] is smaller than the window of 3 x 3");
      assertThatThrownBy(() -> Pool.maxPool2d(small, 4, 2, 1, false))
          .hasMessage(
              "maxPool2d: input [1, 1, 1, 4] with padding 1 is smaller than the window of 4 x 4");
      assertThatThrownBy(() -> Pool.avgPool2d(small, 3, 1, 2))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("avgPool2d: padding is 2, expected 0 to half of the window of 3 x 3");
      assertThatThrownBy(() -> Pool.adaptiveAvgPool2d(Tensor.zeros(3, 8, 8), 1))
          .hasMessage(
              "adaptiveAvgPool2d: input [3, 8, 8] has 3 dimensions, expected 4: [N, C, H, W]");
    }
  }

  private interface Pooling<T> {
    T of(T input, Windows windows);
  }

  private record Windows(int size, int stride, int padding) {
    static Windows holdingOut(Rng rng) {
      int size = 1 + rng.nextInt(3);
      return new Windows(size, 1 + rng.nextInt(3), rng.nextInt(size / 2 + 1));
    }
  }

  private static void compare(Pooling<Tensor> pooling, Pooling<Doubles> reference) {
    for (int seed = 0; seed < 30; seed++) {
      Rng rng = Rng.seeded(seed);
      Windows windows = Windows.holdingOut(rng);
      Doubles x =
          Doubles.normal(
              rng,
              1 + rng.nextInt(2),
              1 + rng.nextInt(3),
              windows.size - windows.padding + rng.nextInt(5),
              windows.size - windows.padding + rng.nextInt(5));
      Doubles expected = reference.of(x, windows);
      Doubles towards = Doubles.normal(rng, expected.sizes());
      Doubles slope = x.slope(at -> reference.of(at, windows).dot(towards));
      for (Function<Tensor, Tensor> memory :
          List.<Function<Tensor, Tensor>>of(Tensor::contiguous, Tensor::channelsLast)) {
        try (Scope scope = Scope.open()) {
          Tensor input = x.tensor().requireGradient(true);
          Tensor output = pooling.of(memory.apply(input), windows);
          expected.assertMatches(output, 1e-5, "seed " + seed);
          output.mul(towards.tensor()).sum().backward();
          slope.assertMatches(input.gradient(), 1e-5, "gradient, seed " + seed);
        }
      }
    }
  }
}
