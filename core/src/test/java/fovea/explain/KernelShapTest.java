package fovea.explain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import fovea.nn.Module;
import fovea.tensor.InScope;
import fovea.tensor.OneThread;
import fovea.tensor.Rng;
import fovea.tensor.Shape;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith({OneThread.class, InScope.class})
class KernelShapTest {
  private final Rng rng = Rng.seeded(13);

  /** What each player adds on coming, the mean over all orders. */
  private static double[] shapley(double[] game, int players) {
    double[] values = new double[players];
    int orders = walk(game, new int[players], 0, 0, players, values);
    for (int p = 0; p < players; p++) {
      values[p] /= orders;
    }
    return values;
  }

  private static int walk(
      double[] game, int[] order, int depth, int set, int players, double[] values) {
    if (depth == players) {
      int before = 0;
      for (int player : order) {
        int after = before | 1 << player;
        values[player] += game[after] - game[before];
        before = after;
      }
      return 1;
    }
    int orders = 0;
    for (int p = 0; p < players; p++) {
      if ((set >> p & 1) == 0) {
        order[depth] = p;
        orders += walk(game, order, depth + 1, set | 1 << p, players, values);
      }
    }
    return orders;
  }

  private double[] randomGame(int players) {
    double[] game = new double[1 << players];
    for (int set = 1; set < game.length; set++) {
      game[set] = rng.nextGaussian();
    }
    return game;
  }

  private static double[] gains(Coalitions cases, double[] game) {
    double[] gains = new double[cases.in().length];
    for (int i = 0; i < gains.length; i++) {
      int set = 0;
      for (int p = 0; p < cases.in()[i].length; p++) {
        set |= cases.in()[i][p] ? 1 << p : 0;
      }
      gains[i] = game[set];
    }
    return gains;
  }

  @Test
  void ofAllCasesTheFitIsTheShapleyValuesOfAnyGame() {
    for (int players = 2; players <= 6; players++) {
      double[] game = randomGame(players);
      Coalitions cases = Coalitions.of(players, 1 << players, rng);
      double[] found = cases.values(gains(cases, game), game[game.length - 1]);
      assertThat(found).containsExactly(shapley(game, players), within(1e-9));
    }
  }

  @Test
  void ofSomeCasesTheFitComesNearToTheShapleyValues() {
    double[] game = randomGame(7);
    Coalitions cases = Coalitions.of(7, 120, rng);
    assertThat(cases.in()).hasDimensions(120, 7);
    double sum = 0;
    for (double value : cases.values(gains(cases, game), game[127])) {
      sum += value;
    }
    assertThat(sum).isCloseTo(game[127], within(1e-9));
    double[] expected = shapley(game, 7);
    double[] mean = new double[7];
    for (int draw = 0; draw < 1000; draw++) {
      Coalitions some = Coalitions.of(7, 120, rng.split("draw", draw));
      double[] values = some.values(gains(some, game), game[127]);
      for (int p = 0; p < mean.length; p++) {
        mean[p] += values[p] / 1000;
      }
    }
    assertThat(mean).containsExactly(expected, within(0.05));
  }

  /** Pairs of opposites that tell too little are fitted, and what they leave open isn't huge. */
  @Test
  void ofTooFewCasesALinearGameIsFittedAndNoValueIsHuge() {
    for (int count : new int[] {6, 12, 20}) {
      for (int seed = 0; seed < 200; seed++) {
        Rng own = Rng.seeded(seed);
        double[] players = new double[12];
        Arrays.setAll(players, p -> 2 * own.nextDouble() - 1);
        Coalitions cases = Coalitions.of(12, count, own);
        double[] gains = new double[cases.in().length];
        for (int i = 0; i < gains.length; i++) {
          for (int p = 0; p < 12; p++) {
            gains[i] += cases.in()[i][p] ? players[p] : 0;
          }
        }
        double whole = Arrays.stream(players).sum();
        double[] values = cases.values(gains, whole);
        for (double value : values) {
          assertThat(value).as("%d cases, seed %d", count, seed).isBetween(-100.0, 100.0);
        }
        assertThat(Arrays.stream(values).sum()).isCloseTo(whole, within(1e-9));
        assertThat(cases.unexplained(gains, values)).isLessThan(1e-9);
      }
    }
  }

  /** Groups, cases and the network's own scores, put together another way. */
  @Test
  void relevanceIsEachSuperpixelsShareOfTheRise() {
    try (Module network = Kinked.network(rng)) {
      float[] image = Networks.image(rng);
      Question question = Question.why(2);
      Superpixels groups = Superpixels.of(image, Networks.INPUT, 6);
      int players = groups.count();
      assertThat(players).isBetween(4, 8);
      double[] game = new double[1 << players];
      double nothing = Networks.score(network, new float[Networks.SIZE], question);
      for (int set = 0; set < game.length; set++) {
        float[] some = image.clone();
        for (int i = 0; i < some.length; i++) {
          some[i] = (set >> groups.of()[i % 64] & 1) == 1 ? some[i] : 0;
        }
        game[set] = Networks.score(network, some, question) - nothing;
      }
      double[] values = shapley(game, players);
      Relevance found =
          Networks.explained(
              network, new KernelShap(6, 1 << players, Baseline.BLACK), image, question);
      int[] sizes = groups.sizes();
      double[] expected = new double[64];
      for (int p = 0; p < 64; p++) {
        expected[p] = values[groups.of()[p]] / sizes[groups.of()[p]];
      }
      assertThat(Networks.off(found.values(), expected)).isLessThan(1e-3);
      assertThat(found.total()).isCloseTo(game[game.length - 1], within(1e-4));
    }
  }

  @Test
  void superpixelsFollowTheEdgesOfWhatIsInTheImage() {
    Shape shape = Shape.of(3, 12, 12);
    float[] image = new float[3 * 144];
    for (int i = 0; i < image.length; i++) {
      image[i] = i % 12 < 5 ? 0.9f : 0.1f;
    }
    Superpixels groups = Superpixels.of(image, shape, 4);
    assertThat(groups.count()).isBetween(2, 6);
    for (int y = 0; y < 12; y++) {
      for (int other = 0; other < 12; other++) {
        assertThat(groups.of()[y * 12 + 4]).isNotEqualTo(groups.of()[other * 12 + 5]);
      }
    }
    int all = 0;
    for (int size : groups.sizes()) {
      assertThat(size).isPositive();
      all += size;
    }
    assertThat(all).isEqualTo(144);
  }

  @Test
  void anUnknownThatTheEquationsLeaveOpenIsZero() {
    double[][] without = {{0, 1, 2}, {0, 2, 3}, {0, 0, 0}};
    assertThat(LinearSystem.solve(without, new double[] {5, 8, 0}))
        .containsExactly(new double[] {0, 1, 2}, within(1e-12));
    double third = 1 / 3.0; // one equation three times, as rounded
    double[][] rounded = {{third, third, 1}, {0.1, 0.1, 0.3}, {0.7, 0.7, 2.1}};
    assertThat(LinearSystem.solve(rounded, new double[] {1, 0.3, 2.1}))
        .containsExactly(new double[] {3, 0, 0}, within(1e-9));
    assertThat(LinearSystem.solve(new double[2][2], new double[2])).containsExactly(0, 0);
  }

  @Test
  void equationsAreSolvedWhateverTheOrderOfTheirPivots() {
    for (int n = 1; n < 8; n++) {
      double[][] matrix = new double[n][n];
      double[] x = new double[n];
      for (int i = 0; i < n; i++) {
        x[i] = rng.nextGaussian();
        for (int j = 0; j < n; j++) {
          matrix[i][j] = (i + j) % 3 == 0 ? 0 : rng.nextGaussian();
        }
        matrix[i][(i + 1) % n] += 3;
      }
      double[] right = new double[n];
      for (int i = 0; i < n; i++) {
        for (int j = 0; j < n; j++) {
          right[i] += matrix[i][j] * x[j];
        }
      }
      assertThat(LinearSystem.solve(matrix, right)).containsExactly(x, within(1e-8));
    }
  }
}
