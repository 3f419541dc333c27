package fovea.explain;

import fovea.FoveaException;
import fovea.Spelling;
import fovea.tensor.Shape;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Explanations by name, as much work as is usual: a new one is a file, a line in {@link
 * Explanation} and one here.
 *
 * @param input [C, H, W], by which windows and masks are sized
 * @param layer of those that look at one, or null for the last one with height and width
 */
public record Explanations(Shape input, @Nullable String layer) {
  /** For whoever wants their names only. */
  public static final Shape ANY_SIZE = Shape.of(3, 1, 1);

  private static final int STEPS = 128;
  private static final int SAMPLES = 50;
  private static final double NOISE = 0.15;
  private static final int MASKS = 2000;
  private static final int MASK_SIDE = 7;
  private static final int SEGMENTS = 40;
  private static final int COALITIONS = 1000;

  /** All of them, the cheap ones first. */
  public List<Explanation> all() {
    return List.of(
        new Saliency(),
        new InputTimesGradient(),
        new IntegratedGradients(STEPS, Baseline.MEAN),
        new SmoothGrad(SAMPLES, NOISE),
        new GradCam(layer),
        new GradCamPlusPlus(layer),
        new GuidedBackpropagation(),
        occlusion(),
        new Rise(MASKS, MASK_SIDE, 0.5, Baseline.MEAN),
        new KernelShap(SEGMENTS, COALITIONS, Baseline.MEAN));
  }

  /** An eighth of the image is covered, half overlapping. */
  private Occlusion occlusion() {
    int window = Math.toIntExact(Math.max(2, Math.min(input.size(1), input.size(2)) / 8));
    return new Occlusion(window, window / 2, Baseline.MEAN);
  }

  /** Their names. */
  public static List<String> names() {
    return new Explanations(ANY_SIZE, null).all().stream().map(Explanation::name).toList();
  }

  /**
   * The one of that name.
   *
   * @throws FoveaException if there is none
   */
  public Explanation named(String name) {
    return all().stream()
        .filter(explanation -> explanation.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new FoveaException(
                    "there is no explanation `%s`.%s There are %s"
                        .formatted(
                            name, Spelling.didYouMean(name, names()), String.join(", ", names()))));
  }

  /** Whether it looks at a layer, so that one can be named. */
  public static boolean looksAtLayer(Explanation explanation) {
    return explanation instanceof GradCam || explanation instanceof GradCamPlusPlus;
  }

  /** Whether it looks at a network's parts, so that not every network will do. */
  public static boolean looksInside(Explanation explanation) {
    return looksAtLayer(explanation) || explanation instanceof GuidedBackpropagation;
  }

  static void requirePositive(String what, int value) {
    if (value < 1) {
      throw new IllegalArgumentException(what + ": " + value + ", expected at least 1");
    }
  }
}
