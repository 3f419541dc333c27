package fovea.variation.corruption;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import fovea.tensor.Rng;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class SpatterTest {
  @Test
  void aStepIsAnEdgeOneTwoPixelsWideAtMostAndFlatPartsAreNone() {
    int[] grey = new int[20 * 20];
    for (int i = 0; i < grey.length; i++) {
      grey[i] = i % 20 < 10 ? 0 : 200;
    }
    boolean[] edges = Canny.edges(grey, 20, 20, 50, 150);
    for (int y = 0; y < 20; y++) {
      int count = 0;
      for (int x = 0; x < 20; x++) {
        boolean edge = edges[20 * y + x];
        count += edge ? 1 : 0;
        assertThat(edge && (x < 9 || x > 10)).isFalse();
      }
      assertThat(count).isEqualTo(1);
    }
    assertThat(Canny.edges(new int[20 * 20], 20, 20, 50, 150)).containsOnly(false);
  }

  /** The gradient of a step of 30 is 120: above weak, below strong. */
  @Test
  void aWeakRidgeCountsOnlyWhereItHangsTogetherWithAStrongOne() {
    int[] weak = new int[12 * 12];
    int[] both = new int[12 * 12];
    for (int i = 0; i < weak.length; i++) {
      weak[i] = i % 12 < 6 ? 0 : 30;
      both[i] = i % 12 < 6 ? 0 : i / 12 < 4 ? 90 : 30;
    }
    assertThat(Canny.edges(weak, 12, 12, 50, 150)).containsOnly(false);
    boolean[] edges = Canny.edges(both, 12, 12, 50, 150);
    for (int y = 6; y < 12; y++) {
      assertThat(edges[12 * y + 5] || edges[12 * y + 6]).as("row %d", y).isTrue();
    }
  }

  @Test
  void distancesAreThoseToTheNextEdgeWithinAFewPercent() {
    for (int seed = 0; seed < 10; seed++) {
      Rng rng = Rng.seeded(seed);
      boolean[] edges = new boolean[15 * 18];
      for (int i = 0; i < 4; i++) {
        edges[rng.nextInt(edges.length)] = true;
      }
      double[] found = Distances.to(edges, 15, 18);
      for (int at = 0; at < edges.length; at++) {
        double least = Double.POSITIVE_INFINITY;
        for (int edge = 0; edge < edges.length; edge++) {
          if (edges[edge]) {
            least = Math.min(least, Math.hypot(at / 18 - edge / 18, at % 18 - edge % 18));
          }
        }
        assertThat(found[at]).isCloseTo(least, within(0.03 * least + 1e-9));
      }
    }
    assertThat(Distances.to(new boolean[4], 2, 2)).containsOnly(Double.POSITIVE_INFINITY);
  }

  @Test
  void equalisedValuesAreTheSharesOfSmallerOnes() {
    double[] values = {3, 3, 7, 7, 7, 20, 9, 3};
    // Three of the least: of the five others three are 7, four are at most 9, five at most 20.
    assertThat(Spatter.equalised(values)).containsExactly(0, 0, 153, 153, 153, 255, 204, 0);
    assertThat(Spatter.equalised(new double[] {5, 5})).containsExactly(5, 5);
  }

  @Test
  void waterOnlyBrightensAndMudPullsTowardsItsColour() {
    Picture grey = Picture.blank(32, 32, 3);
    grey.each(value -> 0.5);
    Picture water = grey.copy();
    new Spatter(0.65, 0.3, 1, 0.69, 0.5, false).on(water, Rng.seeded(1));
    double[] wet = water.values();
    assertThat(Arrays.stream(wet).min().orElseThrow()).isGreaterThanOrEqualTo(0.5);
    double most = Arrays.stream(wet).max().orElseThrow() - 0.5;
    assertThat(most).isCloseTo(0.5 * 238 / 255, within(1e-9));
    Picture mud = grey.copy();
    new Spatter(0.65, 0.1, 0.7, 0.69, 0.6, true).on(mud, Rng.seeded(1));
    double[] values = mud.values();
    int covered = 0;
    for (int i = 0; i < values.length; i += 3) {
      double share = (0.5 - values[i]) / (0.5 - 63 / 255.0);
      covered += share > 0 ? 1 : 0;
      assertThat(share == 0 || (share >= 0.8 - 1e-9 && share <= 1 + 1e-9)).isTrue();
      assertThat(values[i + 2]).isCloseTo(0.5 + share * (20 / 255.0 - 0.5), within(1e-9));
    }
    assertThat(covered).isBetween(1, 900);
  }
}
