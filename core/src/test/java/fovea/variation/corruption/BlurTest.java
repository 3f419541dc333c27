package fovea.variation.corruption;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import fovea.image.Pixels;
import fovea.tensor.Rng;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Blurs against sums over all pairs of pixels. */
class BlurTest {
  @ParameterizedTest
  @EnumSource(
      names = {
        "DEFOCUS_BLUR",
        "GLASS_BLUR",
        "MOTION_BLUR",
        "ZOOM_BLUR",
        "GAUSSIAN_BLUR",
        "PIXELATE",
        "ELASTIC_TRANSFORM",
        "CONTRAST"
      })
  void anImageOfOneColourStaysAsItIs(Corruption corruption) {
    for (int size : new int[] {32, 80}) {
      Pixels image = Pictures.plain(size, size, 255, 40, 0);
      for (int severity = 1; severity <= Corruption.SEVERITIES; severity++) {
        assertThat(corruption.at(severity, size, size).of(image, Rng.seeded(severity)).rgb())
            .as("%s %d", corruption, severity)
            .isEqualTo(image.rgb());
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "0.05, 4, NEAREST",
    "0.7, 4, NEAREST",
    "2, 4, NEAREST",
    "1.6, 3, REFLECT",
    "9, 3, REFLECT",
    "1.1, 2, MIRROR"
  })
  void gaussianSmoothingIsTheWeightedSumOverAllNeighbours(double sigma, double sigmas, Edge edge) {
    for (int seed = 0; seed < 5; seed++) {
      Picture before = Pictures.layer(5 + seed, 9 - seed, 1 + seed % 3, seed);
      Picture after = before.copy();
      Smoothing.gaussian(after, sigma, sigmas, edge);
      assertClose(after, bruteForce(before, sigma, (int) (sigmas * sigma + 0.5), edge));
    }
  }

  private static double[] bruteForce(Picture picture, double sigma, int reach, Edge edge) {
    double[] sums = new double[picture.values().length];
    for (int y = 0; y < picture.height(); y++) {
      for (int x = 0; x < picture.width(); x++) {
        double all = 0;
        for (int dy = -reach; dy <= reach; dy++) {
          for (int dx = -reach; dx <= reach; dx++) {
            double weight = Math.exp(-(dx * dx + dy * dy) / (2 * sigma * sigma));
            all += weight;
            for (int c = 0; c < picture.channels(); c++) {
              sums[at(picture, y, x, c)] +=
                  weight
                      * picture
                          .values()[
                          at(
                              picture,
                              beyond(y + dy, picture.height(), edge),
                              beyond(x + dx, picture.width(), edge),
                              c)];
            }
          }
        }
        for (int c = 0; c < picture.channels(); c++) {
          sums[at(picture, y, x, c)] /= all;
        }
      }
    }
    return sums;
  }

  /** Step by step, turning round at the edges. */
  private static int beyond(int position, int size, Edge edge) {
    int at = position;
    while (at < 0 || at >= size) {
      at =
          switch (edge) {
            case NEAREST -> at < 0 ? 0 : size - 1;
            case MIRROR -> at < 0 ? -at : 2 * size - 2 - at;
            case REFLECT -> at < 0 ? -at - 1 : 2 * size - 1 - at;
          };
    }
    return at;
  }

  private static int at(Picture picture, int y, int x, int channel) {
    return (y * picture.width() + x) * picture.channels() + channel;
  }

  private static void assertClose(Picture found, double[] expected) {
    for (int i = 0; i < expected.length; i++) {
      assertThat(found.values()[i]).isCloseTo(expected[i], within(1e-12));
    }
  }

  @Test
  void aDiskIsRoundAndWeighsOne() {
    Kernel sharp = Kernel.disk(3, 0.01);
    // Points of whole coordinates within a circle of radius 3.
    assertThat(sharp.taps().stream().filter(tap -> tap.weight() > 1e-12)).hasSize(29);
    for (double radius : new double[] {0.3, 1.5, 3, 8, 10}) {
      Kernel disk = Kernel.disk(radius, 0.5);
      double sum = disk.taps().stream().mapToDouble(Kernel.Tap::weight).sum();
      // A disk that fills its weights up to their edge gets what would be smoothed out of it back.
      assertThat(sum).isCloseTo(1, within(radius >= 8 ? 0.02 : 1e-9));
      for (Kernel.Tap tap : disk.taps()) {
        assertThat(weight(disk, -tap.down(), tap.right())).isCloseTo(tap.weight(), within(1e-12));
        assertThat(weight(disk, tap.right(), tap.down())).isCloseTo(tap.weight(), within(1e-12));
      }
    }
  }

  private static double weight(Kernel kernel, int down, int right) {
    return kernel.taps().stream()
        .filter(tap -> tap.down() == down && tap.right() == right)
        .mapToDouble(Kernel.Tap::weight)
        .sum();
  }

  @Test
  void aTrailBeginsAtThePixelAndFallsOffAlongItsLine() {
    Kernel level = Kernel.trail(2, 1, 0);
    assertThat(level.taps()).hasSize(5).allMatch(tap -> tap.down() == 0);
    double sum = 0;
    for (int i = 0; i < 5; i++) {
      sum += Math.exp(-i * i / 2.0);
    }
    for (int i = 0; i < 5; i++) {
      assertThat(weight(level, 0, i)).isCloseTo(Math.exp(-i * i / 2.0) / sum, within(1e-12));
    }
    assertThat(Kernel.trail(2, 1, 90).taps()).allMatch(tap -> tap.right() == 0);
    assertThat(Kernel.trail(2, 1, 45).taps())
        .extracting(Kernel.Tap::down)
        .containsExactly(0, 1, 1, 2, 3);
  }

  @Test
  void aKernelIsAppliedToEveryPixelWithWhatLiesBeyondTheEdge() {
    for (Edge edge : Edge.values()) {
      Picture before = Pictures.layer(4, 6, 3, 8);
      Picture after = before.copy();
      List<Kernel.Tap> taps = new ArrayList<>();
      Rng rng = Rng.seeded(2);
      for (int i = 0; i < 6; i++) {
        taps.add(new Kernel.Tap(rng.nextInt(7) - 3, rng.nextInt(7) - 3, rng.nextGaussian()));
      }
      new Kernel(taps).apply(after, edge);
      double[] expected = new double[before.values().length];
      Arrays.setAll(
          expected,
          i -> {
            int y = i / 3 / 6;
            int x = i / 3 % 6;
            double sum = 0;
            for (Kernel.Tap tap : taps) {
              int row = beyond(y + tap.down(), 4, edge);
              int column = beyond(x + tap.right(), 6, edge);
              sum += tap.weight() * before.values()[at(before, row, column, i % 3)];
            }
            return sum;
          });
      assertClose(after, expected);
    }
  }

  @Test
  void zoomingByTwoSpreadsTheMiddleOverThePicture() {
    Picture picture = Pictures.layer(4, 4, 1, 1);
    Picture zoomed = Zoom.into(picture, 2);
    // Two rows and columns in the middle; the outermost of them lie at the corners.
    for (int y = 0; y < 4; y++) {
      for (int x = 0; x < 4; x++) {
        double lower = y / 3.0;
        double right = x / 3.0;
        double expected =
            (1 - lower) * (1 - right) * picture.values()[5]
                + (1 - lower) * right * picture.values()[6]
                + lower * (1 - right) * picture.values()[9]
                + lower * right * picture.values()[10];
        assertThat(zoomed.values()[4 * y + x]).isCloseTo(expected, within(1e-12));
      }
    }
    assertThat(Zoom.into(picture, 1).values()).isEqualTo(picture.values());
  }

  /** 32 pixels enlarged by 1.01 are still 32, so the first two of the factors change nothing. */
  @Test
  void aZoomBlurIsTheMeanOfThePictureAndItsEnlargements() {
    Picture before = Pictures.layer(32, 32, 3, 4);
    Picture after = before.copy();
    new ZoomBlur(2, 0.01).on(after, Rng.seeded(1));
    assertClose(after, before.values());
    Picture more = before.copy();
    new ZoomBlur(3, 0.05).on(more, Rng.seeded(1));
    double[] expected = new double[before.values().length];
    for (double factor : new double[] {1, 1, 1.05, 1.1}) {
      double[] zoomed = Zoom.into(before, factor).values();
      Arrays.setAll(expected, i -> expected[i] + zoomed[i] / 4);
    }
    assertClose(more, expected);
  }

  /** From the lower right on, so that what is above and to the left was not replaced yet. */
  @Test
  void glassTakesPixelsFromAboveAndToTheLeftInAllFourWaysAlike() {
    int size = 40;
    byte[] rgb = new byte[3 * size * size];
    for (int i = 0; i < size * size; i++) {
      rgb[3 * i] = (byte) (i / size);
      rgb[3 * i + 1] = (byte) (i % size);
    }
    GlassBlur glass = new GlassBlur(0.01, 1, 1);
    byte[] varied = glass.of(new Pixels(size, size, rgb), Rng.seeded(3)).rgb();
    int[] ways = new int[4];
    for (int y = 2; y < size; y++) {
      for (int x = 2; x < size; x++) {
        int up = y - varied[3 * (y * size + x)];
        int left = x - varied[3 * (y * size + x) + 1];
        assertThat(up).isBetween(0, 1);
        assertThat(left).isBetween(0, 1);
        ways[2 * up + left]++;
      }
    }
    // Of 1,444 pixels a quarter each, and five standard errors.
    assertThat(Arrays.stream(ways).boxed())
        .allSatisfy(count -> assertThat(count).isBetween(361 - 83, 361 + 83));
  }
}
