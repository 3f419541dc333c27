package fovea.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import fovea.FoveaException;
import org.junit.jupiter.api.Test;

class LossTest {
  @Test
  void crossEntropyAndItsGradientMatchTheirDefinition() {
    for (int seed = 0; seed < 40; seed++) {
      try (Scope scope = Scope.open()) {
        Rng rng = Rng.seeded(seed);
        int classes = 2 + rng.nextInt(8);
        Doubles x = Doubles.normal(rng, 1 + rng.nextInt(6), classes);
        long[] labels = new long[x.size(0)];
        for (int n = 0; n < labels.length; n++) {
          labels[n] = rng.nextInt(classes);
        }
        double smoothing = rng.nextInt(2) * rng.nextDouble();
        Tensor logits = x.tensor().requireGradient(true);
        Tensor loss = Loss.crossEntropy(logits, Tensor.ofLongs(labels, labels.length), smoothing);
        assertThat(loss.item())
            .as("seed %d", seed)
            .isCloseTo(Reference.crossEntropy(x, labels, smoothing), within(1e-5));
        loss.backward();
        x.slope(at -> Reference.crossEntropy(at, labels, smoothing))
            .assertMatches(logits.gradient(), 1e-6, "seed " + seed);
      }
    }
  }

  @Test
  void theCrossEntropyOfEachRowIsThatOfTheRowAlone() {
    try (Scope scope = Scope.open()) {
      Rng rng = Rng.seeded(1);
      Doubles x = Doubles.normal(rng, 5, 3);
      long[] labels = {0, 2, 1, 1, 0};
      Tensor each = Loss.crossEntropyOfEach(x.tensor(), Tensor.ofLongs(labels, 5));
      assertThat(each.shape()).isEqualTo(Shape.of(5));
      for (int n = 0; n < 5; n++) {
        Doubles row = Doubles.of(x.tensor().narrow(0, n, 1));
        assertThat(each.toFloats()[n])
            .isCloseTo(
                (float) Reference.crossEntropy(row, new long[] {labels[n]}, 0), within(1e-5f));
      }
    }
  }

  @Test
  void crossEntropyWithSharesAndItsGradientMatchTheirDefinition() {
    for (int seed = 0; seed < 40; seed++) {
      try (Scope scope = Scope.open()) {
        Rng rng = Rng.seeded(seed);
        int classes = 2 + rng.nextInt(8);
        Doubles x = Doubles.normal(rng, 1 + rng.nextInt(6), classes);
        Doubles shares = shares(rng, x.size(0), classes);
        double smoothing = rng.nextInt(2) * rng.nextDouble();
        Tensor logits = x.tensor().requireGradient(true);
        Tensor loss = Loss.crossEntropy(logits, shares.tensor(), smoothing);
        assertThat(loss.item())
            .as("seed %d", seed)
            .isCloseTo(Reference.crossEntropy(x, shares, smoothing), within(1e-5));
        loss.backward();
        x.slope(at -> Reference.crossEntropy(at, shares, smoothing))
            .assertMatches(logits.gradient(), 1e-6, "seed " + seed);
      }
    }
  }

  private static Doubles shares(Rng rng, int rows, int classes) {
    Doubles shares = Doubles.zeros(rows, classes);
    for (int n = 0; n < rows; n++) {
      double lambda = rng.nextDouble();
      int first = rng.nextInt(classes);
      int second = rng.nextInt(classes);
      shares.set(lambda, n, first);
      shares.set(shares.at(n, second) + 1 - lambda, n, second);
    }
    return shares;
  }

  @Test
  void wholeSharesCostWhatTheirClassesDo() {
    try (Scope scope = Scope.open()) {
      Tensor logits = Doubles.normal(Rng.seeded(3), 2, 3).tensor();
      Tensor classes = Tensor.ofLongs(new long[] {2, 0}, 2);
      Tensor shares = Tensor.of(new float[] {0, 0, 1, 1, 0, 0}, 2, 3);
      for (double smoothing : new double[] {0, 0.3}) {
        assertThat(Loss.crossEntropy(logits, shares, smoothing).item())
            .isCloseTo(Loss.crossEntropy(logits, classes, smoothing).item(), within(1e-6));
      }
      float[] each = Loss.crossEntropyOfEach(logits, classes).toFloats();
      assertThat(Loss.crossEntropyOfEach(logits, shares).toFloats())
          .containsExactly(each, within(1e-6f));
    }
  }

  @Test
  void knowingNothingCostsTheLogarithmOfTheClasses() {
    try (Scope scope = Scope.open()) {
      Tensor labels = Tensor.ofLongs(new long[] {3, 7}, 2);
      for (double smoothing : new double[] {0, 0.1, 1}) {
        assertThat(Loss.crossEntropy(Tensor.full(5, 2, 10), labels, smoothing).item())
            .isCloseTo(Math.log(10), within(1e-6));
      }
    }
  }

  @Test
  void hugeLogitsStayFinite() {
    try (Scope scope = Scope.open()) {
      Tensor logits = Tensor.of(new float[] {1e4f, -1e4f, 0}, 1, 3);
      Tensor labels = Tensor.ofLongs(new long[] {2}, 1);
      assertThat(Loss.crossEntropy(logits, labels, 0).item()).isCloseTo(1e4, within(1e-2));
    }
  }

  @Test
  void labelsOfAnotherTypeShapeOrRangeAreRefused() {
    try (Scope scope = Scope.open()) {
      Tensor logits = Tensor.zeros(2, 3);
      Tensor labels = Tensor.ofLongs(new long[] {0, 3}, 2);
      assertThatThrownBy(() -> Loss.crossEntropy(logits, labels.narrow(0, 0, 1), 0))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage(
              "crossEntropy: target [1] of int64, logits [2, 3] want int64 classes [2] or float32"
                  + " shares [2, 3]");
      assertThatThrownBy(() -> Loss.crossEntropy(logits, Tensor.zeros(2), 0))
          .hasMessage(
              "crossEntropy: target [2] of float32, logits [2, 3] want int64 classes [2] or float32"
                  + " shares [2, 3]");
      assertThatThrownBy(() -> Loss.crossEntropy(logits, labels, 1.5))
          .hasMessage("crossEntropy: labelSmoothing 1.5, expected 0 to 1");
      assertThatThrownBy(() -> Loss.crossEntropy(Tensor.zeros(3), labels, 0))
          .hasMessage("crossEntropy: logits [3] has 1 dimension, expected 2: [N, classes]");
      for (double smoothing : new double[] {0, 0.1}) {
        assertThatThrownBy(() -> Loss.crossEntropy(logits, labels, smoothing))
            .isInstanceOf(FoveaException.class)
            .hasMessage("crossEntropy: Target 3 is out of bounds.");
      }
    }
  }
}
