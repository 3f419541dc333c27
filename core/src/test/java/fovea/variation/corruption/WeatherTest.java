package fovea.variation.corruption;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import fovea.tensor.Rng;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class WeatherTest {
  @Test
  void cloudsFillTheRangeAndGetRougherAsTheyDecayLess() {
    double before = 0;
    for (double decay : new double[] {3, 2, 1.4}) {
      double roughness = 0;
      for (int seed = 0; seed < 10; seed++) {
        double[] clouds = Plasma.of(32, 32, decay, Rng.seeded(seed)).values();
        assertThat(Arrays.stream(clouds).min().orElseThrow()).isZero();
        assertThat(Arrays.stream(clouds).max().orElseThrow()).isEqualTo(1);
        for (int i = 1; i < clouds.length; i++) {
          roughness += i % 32 == 0 ? 0 : Math.abs(clouds[i] - clouds[i - 1]);
        }
      }
      assertThat(roughness).isGreaterThan(before);
      before = roughness;
    }
    assertThat(Plasma.of(1, 1, 2, Rng.seeded(1)).values()).containsExactly(0);
  }

  /**
   * What a decay above 1 takes from the steps: with none left, each point is its neighbours' mean.
   */
  @Test
  void closePointsOfCloudsAreTheMeanOfTheirNeighbours() {
    double[] clouds = Plasma.of(32, 32, 50, Rng.seeded(4)).values();
    for (int y = 1; y < 31; y += 2) {
      for (int x = 1; x < 31; x += 2) {
        double mean =
            (clouds[32 * (y - 1) + x - 1]
                    + clouds[32 * (y - 1) + x + 1]
                    + clouds[32 * (y + 1) + x - 1]
                    + clouds[32 * (y + 1) + x + 1])
                / 4;
        assertThat(clouds[32 * y + x]).isCloseTo(mean, within(1e-6));
      }
    }
  }

  @Test
  void fogBrightensWhatIsDarkAndKeepsTheBrightestValue() {
    Picture picture = Pictures.layer(32, 32, 3, 1);
    double brightest = Arrays.stream(picture.values()).max().orElseThrow();
    double darkest = Arrays.stream(picture.values()).min().orElseThrow();
    new Fog(1.5, 1.75).on(picture, Rng.seeded(2));
    assertThat(Arrays.stream(picture.values()).max().orElseThrow())
        .isLessThanOrEqualTo(brightest + 1e-12);
    assertThat(Arrays.stream(picture.values()).min().orElseThrow()).isGreaterThan(darkest);
    Picture black = Picture.blank(8, 8, 3);
    new Fog(1, 2).on(black, Rng.seeded(2));
    assertThat(black.values()).containsOnly(0);
  }

  /** Within the range of the five pictures of CIFAR-10-C: 0.45 to 0.79, all bluish. */
  @Test
  void iceIsAsBrightAsTheOfficialPicturesAndBluish() {
    for (int size : new int[] {32, 100}) {
      double sum = 0;
      for (int seed = 0; seed < 20; seed++) {
        Picture ice = Ice.over(size, size, Rng.seeded(seed));
        double[] means = new double[3];
        for (int i = 0; i < ice.values().length; i++) {
          assertThat(ice.values()[i]).isBetween(0.0, 1.0);
          means[i % 3] += 3 * ice.values()[i] / ice.values().length;
        }
        assertThat(means[0]).isLessThan(means[1]);
        assertThat(means[1]).isLessThan(means[2]).isBetween(0.4, 0.82);
        double deviation = 0;
        for (int i = 1; i < ice.values().length; i += 3) {
          deviation += 3 * Math.pow(ice.values()[i] - means[1], 2) / ice.values().length;
        }
        assertThat(Math.sqrt(deviation)).isBetween(0.03, 0.12);
        sum += means[1];
      }
      assertThat(sum / 20).isBetween(0.55, 0.7);
    }
  }

  @Test
  void frostIsTheWeightedSumOfPictureAndIce() {
    Picture picture = Pictures.layer(16, 16, 3, 3);
    double[] before = picture.values().clone();
    new Frost(0.75, 0.45).on(picture, Rng.seeded(9));
    double[] ice = Ice.over(16, 16, Rng.seeded(9)).values();
    for (int i = 0; i < before.length; i++) {
      assertThat(picture.values()[i]).isCloseTo(0.75 * before[i] + 0.45 * ice[i], within(1e-12));
    }
  }

  @Test
  void snowOnlyBrightensAndFallsTheSameUpsideDown() {
    Picture picture = Picture.blank(32, 32, 3);
    new Snow(0.25, 0.3, 2.25, 0.6, 12, 6, 0.85).on(picture, Rng.seeded(5));
    double[] values = picture.values();
    // On black all is flakes, each with its mirror image, over what whitens: 0.15 * 0.5.
    for (int i = 0; i < values.length / 2; i++) {
      assertThat(values[i]).isGreaterThanOrEqualTo(0.075 - 1e-12);
      assertThat(values[i]).isCloseTo(values[3 * (1023 - i / 3)], within(1e-12));
    }
    assertThat(Arrays.stream(values).max().orElseThrow()).isGreaterThan(0.2);
  }
}
