package fovea.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import fovea.tensor.Rng;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ConfidentLearningTest {
  @Test
  void theJointIsThatOfTheDefinition() {
    int[] labels = {0, 0, 0, 1, 1, 1};
    double[] probabilities = {
      0.9, 0.1, // threshold of class 0: (0.9 + 0.8 + 0.1) / 3 = 0.6
      0.8, 0.2,
      0.1, 0.9, // at least 0.5333, so confidently of class 1
      0.3, 0.7, // threshold of class 1: (0.7 + 0.6 + 0.3) / 3 = 0.5333
      0.4, 0.6,
      0.7, 0.3, // at least 0.6, so confidently of class 0
    };
    ConfidentLearning found = new ConfidentLearning(2, labels, probabilities);
    assertThat(found.joint()).isDeepEqualTo(new long[][] {{2, 1}, {1, 2}});
    assertThat(found.suspects()).containsExactly(2, 5);
    assertThat(found.confident(2)).isEqualTo(1);
    assertThat(found.estimatedWrong()).isCloseTo(2, within(1e-12));
  }

  @Test
  void whoIsSureOfNothingIsNoSuspect() {
    int[] labels = {0, 0, 1, 1, 2, 2};
    double[] probabilities = {
      0.9, 0.05, 0.05, 0.4, 0.3, 0.3, 0.1, 0.8, 0.1, 0.1, 0.8, 0.1, 0.05, 0.05, 0.9, 0.35, 0.36,
      0.29
    };
    ConfidentLearning found = new ConfidentLearning(3, labels, probabilities);
    assertThat(found.confident(5)).isEqualTo(-1);
    assertThat(found.suspects()).isEmpty();
  }

  @Test
  void anImageWhoseOwnClassIsTheMostProbableIsNoSuspect() {
    int[] labels = {0, 0, 0, 1, 1};
    double[] probabilities = {
      0.98, 0.02, //
      0.95, 0.05, //
      0.6, 0.4, // below class 0's threshold of 0.843, and at least class 1's of 0.3
      0.7, 0.3, //
      0.7, 0.3,
    };
    ConfidentLearning found = new ConfidentLearning(2, labels, probabilities);
    assertThat(found.confident(2)).isEqualTo(1);
    assertThat(found.suspects()).isEmpty();
  }

  @Test
  void plantedWrongLabelsComeFirst() {
    Rng rng = Rng.seeded(3);
    int n = 3000;
    int k = 5;
    int[] labels = new int[n];
    double[] probabilities = new double[n * k];
    Set<Integer> planted = new HashSet<>();
    for (int i = 0; i < n; i++) {
      int truth = rng.nextInt(k);
      labels[i] = truth;
      if (rng.nextDouble() < 0.04) {
        labels[i] = (truth + 1 + rng.nextInt(k - 1)) % k;
        planted.add(i);
      }
      double[] logits = new double[k];
      Arrays.setAll(logits, c -> (c == truth ? 6 : 0) + 1.5 * rng.nextGaussian());
      double sum = Arrays.stream(logits).map(Math::exp).sum();
      for (int c = 0; c < k; c++) {
        probabilities[i * k + c] = Math.exp(logits[c]) / sum;
      }
    }
    ConfidentLearning found = new ConfidentLearning(k, labels, probabilities);
    int[] first = Arrays.copyOf(found.suspects(), planted.size());
    long right = Arrays.stream(first).filter(planted::contains).count();
    assertThat(right / (double) planted.size()).isGreaterThan(0.8);
    assertThat(found.estimatedWrong()).isBetween(0.7 * planted.size(), 2.0 * planted.size());
  }
}
