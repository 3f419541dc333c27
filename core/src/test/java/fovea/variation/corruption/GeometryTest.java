package fovea.variation.corruption;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import fovea.image.Pixels;
import fovea.tensor.Rng;
import org.junit.jupiter.api.Test;

class GeometryTest {
  private final Pixels image = Pictures.random(6, 6, 1);
  private final Pixels oblong = Pictures.random(5, 8, 2);

  private static int at(Pixels pixels, int y, int x) {
    return pixels.rgb()[3 * (y * pixels.width() + x) + 1];
  }

  private static Pixels of(Distortion distortion, Pixels pixels) {
    return distortion.of(pixels, Rng.seeded(1));
  }

  @Test
  void aQuarterTurnClockwiseBringsTheUpperLeftToTheUpperRight() {
    Pixels turned = of(new Rotated(90), image);
    for (int y = 0; y < 6; y++) {
      for (int x = 0; x < 6; x++) {
        assertThat(Math.abs(at(turned, x, 5 - y) - at(image, y, x))).isLessThanOrEqualTo(1);
      }
    }
    assertThat(of(new Rotated(0), oblong).rgb()).isEqualTo(oblong.rgb());
    Pixels half = of(new Rotated(180), oblong);
    Pixels mirrored = of(new Mirrored(true, true), oblong);
    assertThat(Pictures.distance(half, mirrored)).isLessThan(1);
  }

  @Test
  void shiftsMoveByWholePixelsAndMirrorWhatComesIn() {
    Pixels right = of(new Shifted(0.25, 0), oblong);
    Pixels up = of(new Shifted(0, -0.2), oblong);
    for (int y = 0; y < 5; y++) {
      for (int x = 0; x < 8; x++) {
        assertThat(at(right, y, x)).isEqualTo(at(oblong, y, x >= 2 ? x - 2 : 1 - x));
        assertThat(at(up, y, x)).isEqualTo(at(oblong, y < 4 ? y + 1 : 4, x));
      }
    }
  }

  @Test
  void mirroringTwiceGivesTheImageBack() {
    for (boolean sideways : new boolean[] {true, false}) {
      Mirrored mirrored = new Mirrored(sideways, !sideways);
      assertThat(of(mirrored, of(mirrored, oblong)).rgb()).isEqualTo(oblong.rgb());
      assertThat(at(of(mirrored, oblong), 1, 2))
          .isEqualTo(sideways ? at(oblong, 1, 5) : at(oblong, 3, 2));
    }
  }

  @Test
  void threePointsComeWhereTheOthersAreAndTheMapIsLinear() {
    ThreePoints points = ThreePoints.of(30, 40);
    for (int seed = 0; seed < 20; seed++) {
      ThreePoints moved = points.moved(3, Rng.seeded(seed));
      Sampling.Source source = moved.backTo(points);
      for (int i = 0; i < 3; i++) {
        assertThat(moved.x()[i]).isCloseTo(points.x()[i], within(3.0));
        assertThat(source.x(moved.y()[i], moved.x()[i])).isCloseTo(points.x()[i], within(1e-9));
        assertThat(source.y(moved.y()[i], moved.x()[i])).isCloseTo(points.y()[i], within(1e-9));
      }
      double middle = (source.x(0, 0) + source.x(10, 4)) / 2;
      assertThat(source.x(5, 2)).isCloseTo(middle, within(1e-9));
    }
  }

  @Test
  void anElasticTransformOfNoStrengthChangesNothing() {
    assertThat(of(new ElasticTransform(0, 0.1, 0), oblong).rgb()).isEqualTo(oblong.rgb());
    Pixels drawn = Pictures.drawn(32, 1).get(0);
    double little = Pictures.distance(drawn, of(new ElasticTransform(0.02, 0.06, 0), drawn));
    double much = Pictures.distance(drawn, of(new ElasticTransform(0.3, 0.06, 0), drawn));
    assertThat(little).isPositive().isLessThan(much);
  }
}
