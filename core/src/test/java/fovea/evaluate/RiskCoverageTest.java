package fovea.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import fovea.data.Split;
import fovea.tensor.Rng;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RiskCoverageTest {
  /** All 720 orders of six images, each sorted stably and walked through image by image. */
  @Test
  void theAreaIsTheMeanOverOrdersOfTies() {
    for (int seed = 0; seed < 30; seed++) {
      Outputs<Split.Test> outputs = RandomOutputs.of(seed, 6, 2);
      double[] odds = LogOdds.ofPredicted(outputs);
      double sum = 0;
      List<int[]> orders = orders(6);
      for (int[] order : orders) {
        sum += area(outputs, odds, order);
      }
      assertThat(orders).hasSize(720);
      assertThat(RiskCoverage.of(outputs, Bootstrap.none()).area())
          .as("seed %d", seed)
          .isCloseTo(sum / 720, within(1e-12));
    }
  }

  private static List<int[]> orders(int images) {
    List<int[]> orders = List.of(new int[0]);
    for (int next = 0; next < images; next++) {
      List<int[]> longer = new ArrayList<>();
      for (int[] order : orders) {
        for (int at = 0; at <= order.length; at++) {
          int[] with = new int[order.length + 1];
          System.arraycopy(order, 0, with, 0, at);
          with[at] = next;
          System.arraycopy(order, at, with, at + 1, order.length - at);
          longer.add(with);
        }
      }
      orders = longer;
    }
    return orders;
  }

  private static double area(Outputs<?> outputs, double[] odds, int[] shuffled) {
    List<Integer> sorted =
        IntStream.of(shuffled).boxed().sorted(Comparator.comparingDouble(i -> -odds[i])).toList();
    double area = 0;
    double wrong = 0;
    for (int i = 0; i < sorted.size(); i++) {
      int image = sorted.get(i);
      wrong += outputs.predicted(image) == outputs.label(image) ? 0 : 1;
      area += wrong / (i + 1) / sorted.size();
    }
    return area;
  }

  @Test
  void withoutTiesItEqualsTheDefinition() {
    for (int seed = 0; seed < 100; seed++) {
      Rng rng = Rng.seeded(seed);
      int n = 1 + rng.nextInt(300);
      float[] logits = new float[3 * n];
      for (int i = 0; i < logits.length; i++) {
        logits[i] = (float) rng.nextGaussian();
      }
      int[] labels = IntStream.range(0, n).map(i -> rng.nextInt(3)).toArray();
      Outputs<Split.Test> outputs = RandomOutputs.of(labels, logits, 3);
      RiskCoverage found = RiskCoverage.of(outputs, Bootstrap.none());
      int[] order = IntStream.range(0, n).toArray();
      assertThat(found.area())
          .as("seed %d", seed)
          .isCloseTo(area(outputs, LogOdds.ofPredicted(outputs), order), within(1e-12));
      List<RiskCoverage.Point> points = found.points();
      assertThat(points).hasSize(Math.min(n, 100));
      RiskCoverage.Point last = points.get(points.size() - 1);
      assertThat(last.coverage()).isEqualTo(1);
      assertThat(last.risk()).isCloseTo(1 - Evaluation.of(outputs).accuracy(), within(1e-12));
      for (RiskCoverage.Point point : points) {
        Abstention asked = new Abstention(0, point.confidence(), 1, 0, 0, 0);
        assertThat(asked.on(outputs).coverage()).isCloseTo(point.coverage(), within(1e-12));
        assertThat(asked.on(outputs).errorRate()).isCloseTo(point.risk(), within(1e-12));
      }
    }
  }

  @Test
  void theIntervalHoldsTheArea() {
    RiskCoverage found =
        RiskCoverage.of(RandomOutputs.of(1, 500, 4), new Bootstrap(300, Rng.seeded(1), 2));
    assertThat(found.area()).isBetween(found.interval().low(), found.interval().high());
  }
}
