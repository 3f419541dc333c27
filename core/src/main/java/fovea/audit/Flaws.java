package fovea.audit;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/** Finds images of an odd size, dark, blurred and empty ones: each unlike the rest of the data. */
final class Flaws {
  /** Mean brightness below which little can be seen, in [0, 1]. */
  private static final double DARK = 0.06;

  /** Contrast below which nothing can be seen, in [0, 0.5]. */
  private static final double EMPTY = 0.01;

  /** Variance of the Laplacian above which no image is called blurred. */
  private static final double SHARP = 100;

  /** So many robust standard deviations below the median, on a logarithmic scale. */
  private static final double FAR = 3;

  /** Makes the median deviation a standard deviation, where values are normal. */
  private static final double NORMAL = 1.4826;

  /** How many times a side may be shorter or longer than the median. */
  private static final double TIMES = 3;

  private final List<ImageFacts> facts;
  private final double medianSide;
  private final double medianShape;
  private final double blurredBelow;

  private Flaws(List<ImageFacts> facts) {
    this.facts = facts;
    medianSide = median(facts, image -> Math.min(image.width(), image.height()));
    medianShape = median(facts, Flaws::shape);
    double middle = median(facts, Flaws::logSharpness);
    double spread = NORMAL * median(facts, image -> Math.abs(logSharpness(image) - middle));
    blurredBelow = Math.min(SHARP, Math.expm1(middle - FAR * Math.max(spread, 0.1)));
  }

  /**
   * All of them, image by image.
   *
   * @param facts one for each image
   */
  static List<Flaw> of(AuditedImages images, List<ImageFacts> facts) {
    Flaws flaws = new Flaws(facts);
    List<Flaw> found = new ArrayList<>();
    for (int i = 0; i < facts.size(); i++) {
      AuditedImage image = images.image(i);
      flaws.oddSize(i).ifPresent(said -> found.add(new Flaw(AuditKind.ODD_SIZE, image, said)));
      flaws.dull(i).ifPresent(flaw -> found.add(new Flaw(flaw.kind, image, flaw.said)));
    }
    return found;
  }

  private record Dull(AuditKind kind, String said) {}

  private Optional<String> oddSize(int image) {
    ImageFacts its = facts.get(image);
    double side = Math.min(its.width(), its.height());
    double shape = shape(its);
    boolean odd =
        side * TIMES < medianSide
            || shape > TIMES * medianShape
            || shape * TIMES < medianShape
            || side > TIMES * TIMES * medianSide;
    return odd
        ? Optional.of(
            "%d x %d, where the median's shorter side is %.0f"
                .formatted(its.width(), its.height(), medianSide))
        : Optional.empty();
  }

  /** An empty image is dark or blurred, too, which need not be said. */
  private Optional<Dull> dull(int image) {
    ImageFacts its = facts.get(image);
    if (its.contrast() < EMPTY) {
      return Optional.of(
          new Dull(AuditKind.EMPTY, said("contrast %.3f, of 0 to 0.5", its.contrast())));
    }
    if (its.brightness() < DARK) {
      return Optional.of(
          new Dull(AuditKind.DARK, said("brightness %.3f, of 0 to 1", its.brightness())));
    }
    if (its.sharpness() < blurredBelow) {
      return Optional.of(
          new Dull(
              AuditKind.BLURRED,
              said("sharpness %.1f, ", its.sharpness())
                  + said("others have %.1f and more", blurredBelow)));
    }
    return Optional.empty();
  }

  private static String said(String format, double value) {
    return String.format(Locale.ROOT, format, value);
  }

  private static double shape(ImageFacts image) {
    return (double) image.width() / image.height();
  }

  private static double logSharpness(ImageFacts image) {
    return Math.log1p(image.sharpness());
  }

  private static double median(List<ImageFacts> facts, ToDoubleFunction<ImageFacts> value) {
    double[] sorted = facts.stream().mapToDouble(value).toArray();
    Arrays.sort(sorted);
    return sorted.length == 0 ? 0 : sorted[sorted.length / 2];
  }
}
