package fovea.evaluate;

import fovea.FoveaException;
import fovea.data.Split;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * From which confidence on answers are good enough: the lowest one found whose answers have, by
 * validation images, at most the wanted error rate with 95 % confidence. The rate of the validation
 * images themselves is missed on others more often than met, as of many thresholds the one is taken
 * that chance helped most; where there are too few images for more, it is by that all the same.
 *
 * @param wantedErrorRate of the answers, in [0, 1)
 * @param confidence that an answer needs, the probability of the predicted class
 * @param validationImages it was chosen by
 * @param validationCoverage share of them that is answered
 * @param validationErrorRate share of those answers that is wrong
 * @param errorRateAtMost bound of the error rate on other images of the same kind; above the wanted
 *     one where the validation images can't promise that
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
   * ends at coverages of so few answers that their bound is wide. Where so few images, or such
   * answers, can promise nothing, the threshold is the lowest by which the images' own rate is the
   * wanted one, and {@code errorRateAtMost} is above it.
   *
   * @throws FoveaException if even the surest answers are wrong more often
   */
  public static Abstention choose(Outputs<Split.Validation> outputs, double wantedErrorRate) {
    double[] confidences = confidences(outputs);
    Ranking ranking = Ranking.of(confidences);
    int[] wrongFrom = wrongFrom(outputs, ranking);
    int place = promising(ranking, wrongFrom, wantedErrorRate);
    if (place < 0) {
      place = byTheirOwnRate(ranking, wrongFrom, wantedErrorRate);
    }
    int images = outputs.size();
    if (place < 0) {
      throw new FoveaException(
          String.format(
              Locale.ROOT,
              "an error rate of %s %% can't be had on the %,d validation images: even the answers that the model is surest of are wrong more often; ask for a larger one",
              100 * wantedErrorRate,
              images));
    }
    int answered = images - place;
    return new Abstention(
        wantedErrorRate,
        confidences[ranking.image(place)],
        images,
        (double) answered / images,
        (double) wrongFrom[place] / answered,
        BinomialBound.above(wrongFrom[place], answered, DELTA / TRIALS));
  }

  /** Whether the rate is promised, rather than that of the validation images alone. */
  public boolean keepsWanted() {
    return errorRateAtMost <= wantedErrorRate;
  }

  /** The first place from which on answers have the wanted bound; -1 where there is none. */
  private static int promising(Ranking ranking, int[] wrongFrom, double wanted) {
    int images = ranking.size();
    double fewest = Math.ceil(Math.log(DELTA / TRIALS) / Math.log1p(-wanted));
    if (wanted == 0 || fewest > images) {
      return -1;
    }
    for (int trial = 0; trial < TRIALS; trial++) {
      int place = (int) ((images - fewest) * trial / (TRIALS - 1));
      while (!ranking.beginsTie(place)) {
        place--;
      }
      if (BinomialBound.above(wrongFrom[place], images - place, DELTA / TRIALS) <= wanted) {
        return place;
      }
    }
    return -1;
  }

  private static int byTheirOwnRate(Ranking ranking, int[] wrongFrom, double wanted) {
    for (int place = 0; place < ranking.size(); place++) {
      if (ranking.beginsTie(place) && wrongFrom[place] <= wanted * (ranking.size() - place)) {
        return place;
      }
    }
    return -1;
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
