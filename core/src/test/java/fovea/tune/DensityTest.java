package fovea.tune;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import fovea.tensor.Rng;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class DensityTest {
  private static final Dimension NUMBERS = new Dimension.Numbers("x", 0, 1, false, 0);
  private static final Dimension CHOICE = new Dimension.Choice("c", List.of("a", "b", "c", "d"));

  private static List<Trial> random(long seed, int count) {
    SplittableRandom random = new SplittableRandom(seed);
    List<Trial> trials = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      String x = Double.toString(Math.pow(random.nextDouble(), 3));
      trials.add(Trials.over(i, 0, "x", x, "c", random.nextInt(3) == 0 ? "b" : "d"));
    }
    return trials;
  }

  @Test
  void densitiesAddUpToOne() {
    for (int count : new int[] {0, 1, 5, 60}) {
      for (Dimension dimension : List.of(NUMBERS, CHOICE)) {
        Density density = Density.of(dimension, random(count, count));
        double integral =
            IntStream.range(0, 20_000)
                .mapToDouble(i -> density.at((i + 0.5) / 20_000))
                .average()
                .orElseThrow();
        assertThat(integral).as("%s of %d", dimension, count).isCloseTo(1, within(1e-4));
      }
    }
  }

  @Test
  void valuesAreDrawnAsOftenAsTheDensitySays() {
    for (Dimension dimension : List.of(NUMBERS, CHOICE)) {
      Density density = Density.of(dimension, random(9, 12));
      Rng rng = Rng.seeded(4);
      int[] drawn = new int[4];
      int all = 40_000;
      for (int i = 0; i < all; i++) {
        drawn[(int) (4 * density.draw(rng))]++;
      }
      for (int quarter = 0; quarter < 4; quarter++) {
        double from = quarter / 4.0;
        double expected =
            IntStream.range(0, 1000)
                    .mapToDouble(i -> density.at(from + (i + 0.5) / 4000))
                    .average()
                    .orElseThrow()
                / 4;
        assertThat((double) drawn[quarter] / all).isCloseTo(expected, within(0.01));
      }
    }
  }

  @Test
  void theNormalDistributionIsAsInTables() {
    assertThat(Density.Bells.normal(0)).isCloseTo(0.5, within(1e-6));
    assertThat(Density.Bells.normal(1.96)).isCloseTo(0.9750021, within(1e-6));
    assertThat(Density.Bells.normal(-1)).isCloseTo(0.1586553, within(1e-6));
  }
}
