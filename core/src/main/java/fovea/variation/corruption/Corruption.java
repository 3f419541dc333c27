package fovea.variation.corruption;

import fovea.FoveaException;
import fovea.Spelling;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * The corruptions of CIFAR-10-C and ImageNet-C at five severities: fifteen to judge by and four
 * extras, under their official names and with their constants. Images are generated, and not those
 * of the official files, whose random numbers nobody has; frost lies in textures of its own.
 *
 * @see <a href="https://arxiv.org/abs/1903.12261">Hendrycks and Dietterich 2019</a>
 */
@SuppressWarnings("ImmutableEnumChecker") // distortions are records of numbers
public enum Corruption {
  GAUSSIAN_NOISE(Family.NOISE, GaussianNoise.SEVERITIES),
  SHOT_NOISE(Family.NOISE, ShotNoise.SEVERITIES),
  IMPULSE_NOISE(Family.NOISE, ImpulseNoise.SEVERITIES),
  DEFOCUS_BLUR(Family.BLUR, DefocusBlur.SEVERITIES),
  GLASS_BLUR(Family.BLUR, GlassBlur.SEVERITIES),
  MOTION_BLUR(Family.BLUR, MotionBlur.SEVERITIES),
  ZOOM_BLUR(Family.BLUR, ZoomBlur.SEVERITIES),
  SNOW(Family.WEATHER, Snow.SEVERITIES),
  FROST(Family.WEATHER, Frost.SEVERITIES),
  FOG(Family.WEATHER, Fog.SEVERITIES),
  BRIGHTNESS(Family.WEATHER, Brightness.SEVERITIES),
  CONTRAST(Family.DIGITAL, Contrast.SEVERITIES),
  ELASTIC_TRANSFORM(Family.DIGITAL, ElasticTransform.SEVERITIES),
  PIXELATE(Family.DIGITAL, Pixelate.SEVERITIES),
  JPEG_COMPRESSION(Family.DIGITAL, JpegCompression.SEVERITIES),
  SPECKLE_NOISE(Family.EXTRA, SpeckleNoise.SEVERITIES),
  GAUSSIAN_BLUR(Family.EXTRA, GaussianBlur.SEVERITIES),
  SPATTER(Family.EXTRA, Spatter.SEVERITIES),
  SATURATE(Family.EXTRA, Saturate.SEVERITIES);

  /** The strongest; severities are counted from 1. */
  public static final int SEVERITIES = Severities.COUNT;

  /** What kinds there are. */
  public enum Family {
    NOISE,
    BLUR,
    WEATHER,
    DIGITAL,

    /** Meant to choose by, so they don't count in the mean. */
    EXTRA;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  private final Family family;
  private final Severities severities;

  Corruption(Family family, Severities severities) {
    this.family = family;
    this.severities = severities;
  }

  /** The fifteen that the mean is over. */
  public static List<Corruption> standard() {
    return Arrays.stream(values()).filter(c -> !c.isExtra()).toList();
  }

  /**
   * By its official name.
   *
   * @throws FoveaException if there is none of that name
   */
  public static Corruption named(String name) {
    List<String> names = Arrays.stream(values()).map(Corruption::toString).toList();
    return Arrays.stream(values())
        .filter(corruption -> corruption.toString().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new FoveaException(
                    "there is no corruption `%s`.%s They are %s."
                        .formatted(
                            name, Spelling.didYouMean(name, names), String.join(", ", names))));
  }

  public Family family() {
    return family;
  }

  public boolean isExtra() {
    return family == Family.EXTRA;
  }

  /**
   * The corruption at a severity for images of a size: up to 64 pixels with the constants of
   * CIFAR-10-C, above with those of ImageNet-C.
   *
   * @param severity from 1 to 5
   */
  public Distortion at(int severity, int height, int width) {
    if (severity < 1 || severity > SEVERITIES) {
      throw new IllegalArgumentException(
          "severity %d, expected 1 to %d".formatted(severity, SEVERITIES));
    }
    return severities.at(severity, height, width);
  }

  /** Which constants images of this size are varied with: {@code cifar} or {@code imagenet}. */
  public static String constantsFor(int height, int width) {
    return Severities.isSmall(height, width) ? "cifar" : "imagenet";
  }

  /** As the official files are called, such as {@code gaussian_noise}. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
