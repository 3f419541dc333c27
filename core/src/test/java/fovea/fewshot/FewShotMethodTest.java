package fovea.fewshot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import fovea.tensor.Rng;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Each method beside what its paper says, computed over all weights rather than over images. */
class FewShotMethodTest {
  private static final int WAYS = 3;
  private static final int SHOTS = 4;
  private static final int SIZE = 6;
  private static final int IMAGES = WAYS * SHOTS;

  private final Support support = Clouds.support(WAYS, SHOTS, SIZE, 1);
  private final double[] asked = Clouds.vector(SIZE, 1, Rng.seeded(2));

  private static double[] unit(double[] vector) {
    double square = 0;
    for (double value : vector) {
      square += value * value;
    }
    double[] unit = new double[vector.length];
    for (int d = 0; d < unit.length; d++) {
      unit[d] = vector[d] / Math.sqrt(square);
    }
    return unit;
  }

  private double[] mean(int way, boolean scaled, double[] centre) {
    double[] mean = new double[SIZE];
    for (int i = way * SHOTS; i < (way + 1) * SHOTS; i++) {
      double[] moved = minus(support.features()[i], centre);
      double[] one = scaled ? unit(moved) : moved;
      for (int d = 0; d < SIZE; d++) {
        mean[d] += one[d] / SHOTS;
      }
    }
    return mean;
  }

  private static double[] minus(double[] one, double[] other) {
    double[] difference = new double[one.length];
    for (int d = 0; d < one.length; d++) {
      difference[d] = one[d] - other[d];
    }
    return difference;
  }

  private static double distance(double[] one, double[] other) {
    double sum = 0;
    for (int d = 0; d < one.length; d++) {
      sum += Math.pow(one[d] - other[d], 2);
    }
    return sum;
  }

  @Test
  void prototypesScoreByTheSquaredDistanceToEachMean() {
    double[] scores = new Prototypes().learn(support, Rng.seeded(0)).scores(asked);
    for (int k = 0; k < WAYS; k++) {
      double expected = -distance(asked, mean(k, false, new double[SIZE]));
      assertThat(scores[k]).isCloseTo(expected, within(1e-12));
    }
  }

  @Test
  void simpleShotComparesDirectionsFromTheCentre() {
    double[] centre = Clouds.vector(SIZE, 0.5, Rng.seeded(3));
    for (double[] from : new double[][] {centre, new double[SIZE]}) {
      boolean centred = from == centre;
      SimpleShot method = new SimpleShot(centred ? Optional.of(centre) : Optional.empty());
      double[] scores = method.learn(support, Rng.seeded(0)).scores(asked);
      for (int k = 0; k < WAYS; k++) {
        double expected = -distance(unit(minus(asked, from)), mean(k, true, from));
        assertThat(scores[k]).isCloseTo(expected, within(1e-12));
      }
    }
  }

  /** Unit features with a 1 for the bias, [IMAGES][SIZE + 1]. */
  private double[][] rows(boolean scaled) {
    double[][] rows = new double[IMAGES][];
    for (int i = 0; i < IMAGES; i++) {
      rows[i] = row(support.features()[i], scaled);
    }
    return rows;
  }

  private static double[] row(double[] features, boolean scaled) {
    double[] row = Arrays.copyOf(scaled ? unit(features) : features, SIZE + 1);
    row[SIZE] = 1;
    return row;
  }

  @Test
  void ridgeSolvesTheNormalEquations() {
    double lambda = 0.7;
    double[][] x = rows(true);
    double[][] normal = new double[SIZE + 1][SIZE + 1 + WAYS]; // (X^T X + lambda I | X^T Y)
    for (int a = 0; a <= SIZE; a++) {
      for (int i = 0; i < IMAGES; i++) {
        for (int b = 0; b <= SIZE; b++) {
          normal[a][b] += x[i][a] * x[i][b];
        }
        normal[a][SIZE + 1 + support.labels()[i]] += x[i][a];
      }
      normal[a][a] += lambda;
    }
    double[][] weights = eliminated(normal);
    double[] scores = new Ridge(lambda).learn(support, Rng.seeded(0)).scores(asked);
    for (int k = 0; k < WAYS; k++) {
      double expected = 0;
      for (int a = 0; a <= SIZE; a++) {
        expected += weights[a][k] * row(asked, true)[a];
      }
      assertThat(scores[k]).isCloseTo(expected, within(1e-9));
    }
  }

  /** By Gauss and Jordan. */
  private static double[][] eliminated(double[][] system) {
    int n = system.length;
    for (int p = 0; p < n; p++) {
      double pivot = system[p][p];
      for (int c = 0; c < system[p].length; c++) {
        system[p][c] /= pivot;
      }
      for (int r = 0; r < n; r++) {
        double factor = r == p ? 0 : system[r][p];
        for (int c = 0; c < system[p].length; c++) {
          system[r][c] -= factor * system[p][c];
        }
      }
    }
    double[][] solution = new double[n][];
    for (int r = 0; r < n; r++) {
      solution[r] = Arrays.copyOfRange(system[r], n, system[r].length);
    }
    return solution;
  }

  private static double[] softmax(double[][] weights, double[] row) {
    double[] told = new double[WAYS];
    double sum = 0;
    for (int k = 0; k < WAYS; k++) {
      for (int a = 0; a <= SIZE; a++) {
        told[k] += weights[k][a] * row[a];
      }
      told[k] = Math.exp(told[k]);
      sum += told[k];
    }
    for (int k = 0; k < WAYS; k++) {
      told[k] /= sum;
    }
    return told;
  }

  /** The mean cross-entropy's gradient over some images, and a penalty's, [WAYS][SIZE + 1]. */
  private double[][] gradient(double[][] weights, double[][] x, int[] some, double perImage) {
    double[][] gradient = new double[WAYS][SIZE + 1];
    for (int i : some) {
      double[] told = softmax(weights, x[i]);
      told[support.labels()[i]] -= 1;
      for (int k = 0; k < WAYS; k++) {
        for (int a = 0; a <= SIZE; a++) {
          gradient[k][a] += perImage * told[k] * x[i][a];
        }
      }
    }
    return gradient;
  }

  @Test
  void logisticRegressionEndsWhereItsGradientIsZero() {
    for (double c : new double[] {0.1, 1, 10}) {
      double[][] x = rows(true);
      int[] all = IntStream.range(0, IMAGES).toArray();
      double[][] weights = new double[WAYS][SIZE + 1];
      for (int step = 0; step < 20_000; step++) { // plain descent, as slow as it is
        double[][] gradient = gradient(weights, x, all, c);
        for (int k = 0; k < WAYS; k++) {
          for (int a = 0; a <= SIZE; a++) {
            weights[k][a] -= (gradient[k][a] + weights[k][a]) / (1 + c * IMAGES);
          }
        }
      }
      FewShotMethod.Rule rule = new LogisticRegression(c).learn(support, Rng.seeded(0));
      double[] scores = rule.scores(asked);
      for (int k = 0; k < WAYS; k++) {
        double expected = 0;
        for (int a = 0; a <= SIZE; a++) {
          expected += weights[k][a] * row(asked, true)[a];
        }
        assertThat(scores[k]).as("c %s", c).isCloseTo(expected, within(1e-5));
      }
    }
  }

  @Test
  void fineTuningTakesTheStepsOfStochasticGradientDescent() {
    FineTuning method = new FineTuning(7, 5, 0.05, 0.9, 0.3, 0.01);
    double[][] x = rows(false);
    double[][] weights = new double[WAYS][SIZE + 1];
    double[][] velocity = new double[WAYS][SIZE + 1];
    Rng rng = Rng.seeded(4);
    boolean first = true;
    for (int epoch = 0; epoch < 7; epoch++) {
      int[] order = rng.permutation(IMAGES);
      for (int start = 0; start < IMAGES; start += 5) {
        int[] some = Arrays.copyOfRange(order, start, Math.min(IMAGES, start + 5));
        double[][] gradient = gradient(weights, x, some, 1.0 / some.length);
        for (int k = 0; k < WAYS; k++) {
          for (int a = 0; a <= SIZE; a++) {
            double slope = gradient[k][a] + 0.01 * weights[k][a];
            velocity[k][a] = first ? slope : 0.9 * velocity[k][a] + 0.7 * slope;
            weights[k][a] -= 0.05 * velocity[k][a];
          }
        }
        first = false;
      }
    }
    double[] scores = method.learn(support, Rng.seeded(4)).scores(asked);
    for (int k = 0; k < WAYS; k++) {
      double expected = 0;
      for (int a = 0; a <= SIZE; a++) {
        expected += weights[k][a] * row(asked, false)[a];
      }
      assertThat(scores[k]).isCloseTo(expected, within(1e-9));
    }
  }

  @Test
  void everyMethodTellsWhatIsFarApart() {
    Support far = Clouds.support(WAYS, SHOTS, SIZE, 5).with(v -> v.clone());
    for (int i = 0; i < IMAGES; i++) {
      far.features()[i][far.labels()[i]] += 20;
    }
    for (FewShotMethod method : FewShotMethod.all()) {
      FewShotMethod.Rule rule = method.learn(far, Rng.seeded(1));
      for (int k = 0; k < WAYS; k++) {
        double[] query = Clouds.vector(SIZE, 1, Rng.seeded(9 + k));
        query[k] += 20;
        assertThat(Vectors.largest(rule.scores(query))).as(method.name()).isEqualTo(k);
      }
    }
  }

  @Test
  void aClassWithoutImagesIsRefused() {
    assertThatThrownBy(() -> new Support(new double[][] {{1}, {2}}, new int[] {0, 2}, 3))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "2 images to learn 3 classes from, of each [1, 0, 1], expected at least one of each");
  }
}
