package fovea.evaluate;

import fovea.FoveaException;
import fovea.data.Split;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * From which confidence on answers are good enough: the lowest one found whose answers have, by
 * validation images, at most the wanted error rate with 95 % confidence. The rate of the validation
 * images themselves would be missed on others more often than met: of many thresholds the one is
 * taken that chance helped most.
 *
 * @param wantedErrorRate of the answers, in [0, 1)
 * @param confidence that an answer needs, the probability of the predicted class
 * @param validationImages it was chosen by
 * @param validationCoverage share of them that is answered
 * @param validationErrorRate share of those answers that is wrong
 * @param errorRateAtMost bound of the error rate on other images of the same kind, at most the
 *     wanted one
 * @see <a href="https://arxiv.org/abs/1705.08500">Geifman and El-Yaniv 2017, section 3</a>
 */
public record Abstention(
    double wantedErrorRate,
    double confidence,
    int validationImages,
    double validationCoverage,
    double validationErrorRate,
    double errorRateAtMost) {

  /** How often the wanted rate may be missed. */
  private static final double DELTA = 0.05;

  private static final int TRIALS = 20;

  /**
   * What the threshold comes to on other images.
   *
   * @param coverage share of the images that is answered
   * @param errorRate share of the answers that is wrong; NaN without any
   * @param errorRateInterval where that lies; null without any
   */
  public record Outcome(double coverage, double errorRate, @Nullable Interval errorRateInterval) {}

  /**
   * Chooses the threshold by trying coverages from 1 down to the smallest that can promise the
   * rate, in even steps, each with its share of the 5 %. The paper halves the range instead, which
   * ends at coverages of so few answers that their bound is wide.
   *
   * @throws FoveaException if so few validation images can't promise the rate, or the surest
   *     answers are wrong more often
   */
  public static Abstention choose(Outputs<Split.Validation> outputs, double wantedErrorRate) {
    int images = outputs.size();
    double delta = DELTA / TRIALS;
    double fewest = Math.ceil(Math.log(delta) / Math.log1p(-wantedErrorRate));
    if (wantedErrorRate == 0 || fewest > images) {
      throw refused(wantedErrorRate, images, needed(fewest));
    }
    double[] confidences = confidences(outputs);
    Ranking ranking = Ranking.of(confidences);
    int[] wrongFrom = wrongFrom(outputs, ranking);
    for (int trial = 0; trial < TRIALS; trial++) {
      int place = (int) ((images - fewest) * trial / (TRIALS - 1));
      while (!ranking.beginsTie(place)) {
        place--;
      }
      int answered = images - place;
      if (wrongFrom[place] < wantedErrorRate * answered
          && BinomialBound.atMost(wrongFrom[place], answered, wantedErrorRate) <= delta) {
        return new Abstention(
            wantedErrorRate,
            confidences[ranking.image(place)],
            images,
            (double) answered / images,
            (double) wrongFrom[place] / answered,
            Math.min(wantedErrorRate, BinomialBound.above(wrongFrom[place], answered, delta)));
      }
    }
    throw refused(wantedErrorRate, images, "even the surest answers are wrong too often");
  }

  private static String needed(double fewest) {
    return Double.isFinite(fewest) && fewest > 0
        ? String.format(Locale.ROOT, "that takes %,.0f or more, all of them right", fewest)
        : "no number of images can";
  }

  private static FoveaException refused(double wanted, int images, String why) {
    return new FoveaException(
        String.format(
            Locale.ROOT,
            "an error rate of %s %% can't be promised by %,d validation images: %s; ask for a larger one",
            100 * wanted,
            images,
            why));
  }

  /** How many of the images from each place on are wrong. */
  private static int[] wrongFrom(Outputs<?> outputs, Ranking ranking) {
    int[] wrong = new int[ranking.size() + 1];
    for (int place = ranking.size() - 1; place >= 0; place--) {
      int image = ranking.image(place);
      wrong[place] = wrong[place + 1] + (outputs.predicted(image) == outputs.label(image) ? 0 : 1);
    }
    return wrong;
  }

  /** Coverage and error rate on images that it wasn't chosen by. */
  public Outcome on(Outputs<?> outputs) {
    double[] confidences = confidences(outputs);
    int answered = 0;
    int wrong = 0;
    for (int i = 0; i < confidences.length; i++) {
      if (confidences[i] >= confidence) {
        answered++;
        wrong += outputs.predicted(i) == outputs.label(i) ? 0 : 1;
      }
    }
    return new Outcome(
        (double) answered / confidences.length,
        (double) wrong / answered,
        answered == 0 ? null : Interval.ofShare(wrong, answered));
  }

  private static double[] confidences(Outputs<?> outputs) {
    double[] confidences = new double[outputs.size()];
    for (int i = 0; i < confidences.length; i++) {
      confidences[i] = outputs.confidence(i);
    }
    return confidences;
  }
}
