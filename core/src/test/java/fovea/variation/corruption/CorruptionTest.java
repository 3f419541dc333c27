package fovea.variation.corruption;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import fovea.FoveaException;
import fovea.image.Pixels;
import fovea.tensor.Rng;
import fovea.tensor.Size2d;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What holds for every corruption. */
class CorruptionTest {
  /** Sizes on which an off-by-one or an empty neighbourhood would show. */
  private static final List<Size2d> SIZES =
      List.of(
          new Size2d(32, 32),
          new Size2d(12, 19),
          new Size2d(3, 5),
          new Size2d(1, 1),
          new Size2d(70, 66));

  private static final Set<Corruption> WITHOUT_CHANCE =
      EnumSet.of(
          Corruption.DEFOCUS_BLUR,
          Corruption.ZOOM_BLUR,
          Corruption.BRIGHTNESS,
          Corruption.CONTRAST,
          Corruption.PIXELATE,
          Corruption.JPEG_COMPRESSION,
          Corruption.GAUSSIAN_BLUR,
          Corruption.SATURATE);

  /** Whose constants each lead further from the image than the one before. */
  private static final Set<Corruption> STEADY =
      EnumSet.of(
          Corruption.GAUSSIAN_NOISE,
          Corruption.SHOT_NOISE,
          Corruption.IMPULSE_NOISE,
          Corruption.SPECKLE_NOISE,
          Corruption.GAUSSIAN_BLUR,
          Corruption.DEFOCUS_BLUR,
          Corruption.ZOOM_BLUR,
          Corruption.BRIGHTNESS,
          Corruption.CONTRAST,
          Corruption.JPEG_COMPRESSION);

  /** Elastic ones are sheared the most at first; strong fog is rougher rather than brighter. */
  private static final Set<Corruption> OTHERWISE =
      EnumSet.of(Corruption.ELASTIC_TRANSFORM, Corruption.FOG);

  @ParameterizedTest
  @EnumSource
  void imagesKeepTheirSizeAndTheOriginalItsPixels(Corruption corruption) {
    for (Size2d size : SIZES) {
      Pixels image = Pictures.random((int) size.height(), (int) size.width(), 1);
      byte[] before = image.rgb().clone();
      for (int severity = 1; severity <= Corruption.SEVERITIES; severity++) {
        Distortion distortion = corruption.at(severity, image.height(), image.width());
        Pixels varied = distortion.of(image, Rng.seeded(severity));
        assertThat(varied.height()).as("%s of %s", corruption, size).isEqualTo(image.height());
        assertThat(varied.width()).isEqualTo(image.width());
        assertThat(image.rgb()).isEqualTo(before);
        Picture picture = Picture.of(image);
        distortion.on(picture, Rng.seeded(severity));
        for (double value : picture.values()) {
          assertThat(value).as("%s %d of %s", corruption, severity, size).isFinite();
        }
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void aSeedGivesTheSamePixelsAndAnotherOneOthers(Corruption corruption) {
    Pixels image = Pictures.drawn(32, 1).get(0);
    Distortion distortion = corruption.at(3, 32, 32);
    byte[] first = distortion.of(image, Rng.seeded(1)).rgb();
    assertThat(distortion.of(image, Rng.seeded(1)).rgb()).isEqualTo(first);
    assertThat(first).isNotEqualTo(image.rgb());
    boolean others =
        List.of(2, 3, 4, 5).stream()
            .map(seed -> distortion.of(image, Rng.seeded(seed)).rgb())
            .anyMatch(pixels -> !Arrays.equals(pixels, first));
    assertThat(others).isEqualTo(!WITHOUT_CHANCE.contains(corruption));
  }

  @ParameterizedTest
  @EnumSource
  void theStrongestDamagesMoreThanTheWeakestAndSteadyOnesMoreEachTime(Corruption corruption) {
    for (int size : new int[] {32, 72}) {
      List<Double> damage = new ArrayList<>();
      for (int severity = 1; severity <= Corruption.SEVERITIES; severity++) {
        damage.add(damage(corruption.at(severity, size, size), size));
      }
      if (STEADY.contains(corruption)) {
        assertThat(damage).as("%s at %d", corruption, size).isSorted();
      }
      if (!OTHERWISE.contains(corruption)) {
        assertThat(damage.get(4)).as("%s at %d", corruption, size).isGreaterThan(damage.get(0));
      }
      assertThat(damage).allSatisfy(each -> assertThat(each).isBetween(0.2, 128.0));
    }
  }

  private static double damage(Distortion distortion, int size) {
    List<Pixels> images = Pictures.drawn(size, size == 32 ? 12 : 2);
    double sum = 0;
    for (int i = 0; i < images.size(); i++) {
      Pixels varied = distortion.of(images.get(i), Rng.seeded(7).split("image", i));
      sum += Pictures.distance(images.get(i), varied);
    }
    return sum / images.size();
  }

  @Test
  void fifteenCountAndFourAreExtrasUnderTheirOfficialNames() {
    assertThat(Corruption.standard().stream().map(Corruption::toString))
        .containsExactly(
            "gaussian_noise",
            "shot_noise",
            "impulse_noise",
            "defocus_blur",
            "glass_blur",
            "motion_blur",
            "zoom_blur",
            "snow",
            "frost",
            "fog",
            "brightness",
            "contrast",
            "elastic_transform",
            "pixelate",
            "jpeg_compression");
    assertThat(List.of(Corruption.values())).hasSize(19).containsAll(Corruption.standard());
  }

  @Test
  void imagesUpTo64PixelsHaveTheConstantsOfCifar() {
    assertThat(Corruption.GAUSSIAN_NOISE.at(5, 64, 64)).isEqualTo(new GaussianNoise(0.1));
    assertThat(Corruption.GAUSSIAN_NOISE.at(5, 64, 65)).isEqualTo(new GaussianNoise(0.38));
    assertThat(Corruption.constantsFor(64, 64)).isEqualTo("cifar");
    assertThat(Corruption.constantsFor(65, 8)).isEqualTo("imagenet");
  }

  @Test
  void anUnknownNameIsRefusedWithTheNearest() {
    assertThat(Corruption.named("fog")).isSameAs(Corruption.FOG);
    assertThatThrownBy(() -> Corruption.named("gausian_noise"))
        .isInstanceOf(FoveaException.class)
        .hasMessageStartingWith(
            "there is no corruption `gausian_noise`. Did you mean `gaussian_noise`? They are ");
    assertThatThrownBy(() -> Corruption.FOG.at(6, 32, 32))
        .hasMessage("severity 6, expected 1 to 5");
  }
}
