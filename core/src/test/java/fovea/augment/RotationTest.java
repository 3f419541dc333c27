package fovea.augment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import fovea.FoveaException;
import fovea.settings.YamlText;
import fovea.tensor.Doubles;
import fovea.tensor.Geometry.Padding;
import fovea.tensor.InScope;
import fovea.tensor.RandomTensor;
import fovea.tensor.Rng;
import fovea.tensor.Shape;
import fovea.tensor.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(InScope.class)
class RotationTest {
  /** Draws 0 first, so that the angle is the least one allowed. */
  private static Rng least() {
    Rng rng = Rng.seeded(0);
    // SplitMix64 adds this constant to its state and mixes; 0 stays 0 in the mixing
    rng.restore(-0x9E3779B97F4A7C15L);
    return rng;
  }

  private static Tensor turned(Doubles image, double degrees, Padding padding) {
    return Varied.images(new Rotation(degrees, padding), image.tensor(), least());
  }

  @Test
  void theLeastAngleCanBeForced() {
    assertThat(least().nextDouble()).isZero();
  }

  @Test
  void aQuarterTurnOfASquareMovesEveryPixelToItsPlace() {
    for (int size : new int[] {1, 2, 5, 8}) {
      Doubles image = Doubles.normal(Rng.seeded(size), 1, 2, size, size);
      Doubles turned = Doubles.zeros(1, 2, size, size);
      for (int c = 0; c < 2; c++) {
        for (int y = 0; y < size; y++) {
          for (int x = 0; x < size; x++) {
            turned.set(image.at(0, c, x, size - 1 - y), 0, c, y, x);
          }
        }
      }
      for (Padding padding : Padding.values()) {
        turned.assertMatches(turned(image, 90, padding), 1e-5, size + ", " + padding);
      }
    }
  }

  @Test
  void aHalfTurnMovesEveryPixelToItsPlaceAlsoInOtherThanSquareImages() {
    Doubles image = Doubles.normal(Rng.seeded(1), 1, 1, 4, 7);
    Doubles half = Doubles.zeros(1, 1, 4, 7);
    for (int y = 0; y < 4; y++) {
      for (int x = 0; x < 7; x++) {
        half.set(image.at(0, 0, 3 - y, 6 - x), 0, 0, y, x);
      }
    }
    half.assertMatches(turned(image, 180, Padding.ZERO), 1e-5, "half turn");
  }

  @Test
  void aQuarterTurnOfAWideImageKeepsDistances() {
    Doubles image = Doubles.normal(Rng.seeded(1), 1, 1, 3, 9);
    Doubles expected = Doubles.zeros(1, 1, 3, 9);
    for (int y = 0; y < 3; y++) {
      for (int x = 3; x < 6; x++) {
        // a column of the result is a row of the middle square
        expected.set(image.at(0, 0, x - 3, 5 - y), 0, 0, y, x);
      }
    }
    expected.assertMatches(turned(image, 90, Padding.ZERO), 1e-5, "quarter turn");
  }

  @Test
  void anyAngleReadsBilinearlyWhereTheTurnedPixelLies() {
    double[] angles = {0, 1, 15, 30, 45, 77.7, 133, 180};
    int[][] sizes = {{6, 6}, {4, 9}, {9, 4}, {1, 5}};
    for (int seed = 0; seed < 5; seed++) {
      for (int[] size : sizes) {
        Doubles image = Doubles.normal(Rng.seeded(seed), 1, 2, size[0], size[1]);
        for (double angle : angles) {
          for (Padding padding : Padding.values()) {
            String what =
                "seed %d, %d x %d, %s degrees, %s"
                    .formatted(seed, size[0], size[1], angle, padding);
            turnedInJava(image, angle, padding)
                .assertMatches(turned(image, angle, padding), 2e-5, what);
          }
        }
      }
    }
  }

  /** Counter-clockwise about the centre, in pixels. */
  private static Doubles turnedInJava(Doubles image, double degrees, Padding padding) {
    int height = image.size(2);
    int width = image.size(3);
    double sine = Math.sin(Math.toRadians(degrees));
    double cosine = Math.cos(Math.toRadians(degrees));
    Doubles turned = Doubles.zeros(image.sizes());
    for (int c = 0; c < image.size(1); c++) {
      for (int y = 0; y < height; y++) {
        for (int x = 0; x < width; x++) {
          double right = x - (width - 1) / 2.0;
          double down = y - (height - 1) / 2.0;
          double column = cosine * right - sine * down + (width - 1) / 2.0;
          double row = sine * right + cosine * down + (height - 1) / 2.0;
          turned.set(read(image, c, row, column, padding), 0, c, y, x);
        }
      }
    }
    return turned;
  }

  private static double read(
      Doubles image, int channel, double row, double column, Padding padding) {
    double y = padding == Padding.REFLECT ? reflected(row, image.size(2)) : row;
    double x = padding == Padding.REFLECT ? reflected(column, image.size(3)) : column;
    double sum = 0;
    for (int i = (int) Math.floor(y); i <= Math.floor(y) + 1; i++) {
      for (int j = (int) Math.floor(x); j <= Math.floor(x) + 1; j++) {
        if (i >= 0 && i < image.size(2) && j >= 0 && j < image.size(3)) {
          sum += (1 - Math.abs(y - i)) * (1 - Math.abs(x - j)) * image.at(0, channel, i, j);
        }
      }
    }
    return sum;
  }

  /** Reflected at the image's outer edges, half a pixel outside the outermost centres. */
  private static double reflected(double position, int size) {
    double from = Math.abs(position + 0.5) % (2 * size);
    double within = from < size ? from : 2 * size - from;
    return Math.min(size - 1, Math.max(0, within - 0.5));
  }

  @Test
  void everyImageTurnsByItsOwnAngleWithinTheLimits() {
    // a bright point four pixels right of the centre tells the angle by where it goes
    int n = 400;
    Tensor point = Tensor.zeros(n, 1, 11, 11);
    point.narrow(2, 5, 1).narrow(3, 9, 1).addInPlace(1);
    Doubles varied =
        Doubles.of(Varied.images(new Rotation(40, Padding.ZERO), point, Rng.seeded(5)));
    double least = 0;
    double most = 0;
    double mean = 0;
    double square = 0;
    for (int image = 0; image < n; image++) {
      double x = 0;
      double y = 0;
      for (int i = 0; i < 121; i++) {
        x += varied.at(image, 0, i / 11, i % 11) * (i % 11 - 5);
        y += varied.at(image, 0, i / 11, i % 11) * (i / 11 - 5);
      }
      double angle = Math.toDegrees(Math.atan2(y, x));
      least = Math.min(least, angle);
      most = Math.max(most, angle);
      mean += angle / n;
      square += angle * angle / n;
    }
    assertThat(least).isBetween(-42.0, -36.0);
    assertThat(most).isBetween(36.0, 42.0);
    double variance = 80.0 * 80 / 12;
    assertThat(mean).isCloseTo(0, within(4 * Math.sqrt(variance / n)));
    assertThat(square).isCloseTo(variance, within(0.15 * variance));
  }

  @Test
  void constantImagesStayConstantUnderReflectionAndValuesStayInTheirRange() {
    Tensor grey =
        Varied.images(new Rotation(180, Padding.REFLECT), Tensor.full(0.25, 50, 1, 6, 9), least());
    for (float value : grey.toFloats()) {
      assertThat((double) value).isCloseTo(0.25, within(1e-6));
    }
    Tensor images = RandomTensor.uniform(0, 1, Rng.seeded(3), Shape.of(50, 3, 9, 6));
    for (Padding padding : Padding.values()) {
      for (float value :
          Varied.images(new Rotation(180, padding), images, Rng.seeded(4)).toFloats()) {
        assertThat(value).isBetween(0f, 1.000001f);
      }
    }
  }

  @Test
  void anglesOutOfRangeAreRefused() {
    for (double degrees : new double[] {-1, 400, Double.NaN}) {
      assertThatThrownBy(() -> new Rotation(degrees, Padding.ZERO))
          .isInstanceOf(FoveaException.class)
          .hasMessage("`degrees` is " + YamlText.number(degrees) + ", allowed is 0 to 180 degrees");
    }
  }
}
