package fovea.evaluate;

import fovea.FoveaException;
import fovea.data.Split;
import java.util.Locale;

/**
 * From which confidence on answers are good enough: the lowest one whose answers had the wanted
 * error rate on validation images.
 *
 * @param wantedErrorRate of the answers, in [0, 1)
 * @param confidence that an answer needs, the probability of the predicted class
 * @param validationImages it was chosen by
 * @param validationCoverage share of them that is answered
 * @param validationErrorRate share of those answers that is wrong
 * @see <a href="https://arxiv.org/abs/1705.08500">Geifman and El-Yaniv 2017</a>, without their
 *     bound
 */
public record Abstention(
    double wantedErrorRate,
    double confidence,
    int validationImages,
    double validationCoverage,
    double validationErrorRate) {

  /**
   * What the threshold comes to on other images.
   *
   * @param coverage share of the images that is answered
   * @param errorRate share of the answers that is wrong; NaN without any
   */
  public record Outcome(double coverage, double errorRate) {}

  /**
   * Chooses the threshold.
   *
   * @throws FoveaException if even the surest answers are wrong more often
   */
  public static Abstention choose(Outputs<Split.Validation> outputs, double wantedErrorRate) {
    double[] confidences = confidences(outputs);
    Ranking ranking = Ranking.of(confidences);
    int answered = 0;
    int wrong = 0;
    Abstention best = null;
    for (int place = ranking.size() - 1; place >= 0; place--) {
      int image = ranking.image(place);
      answered++;
      wrong += outputs.predicted(image) == outputs.label(image) ? 0 : 1;
      if (ranking.beginsTie(place) && (double) wrong / answered <= wantedErrorRate) {
        best =
            new Abstention(
                wantedErrorRate,
                confidences[image],
                outputs.size(),
                (double) answered / outputs.size(),
                (double) wrong / answered);
      }
    }
    if (best == null) {
      throw new FoveaException(
          String.format(
              Locale.ROOT,
              "an error rate of %s %% can't be had on the %d validation images: even the answers that the model is surest of are wrong more often; ask for a larger one",
              100 * wantedErrorRate,
              outputs.size()));
    }
    return best;
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
    return new Outcome((double) answered / confidences.length, (double) wrong / answered);
  }

  private static double[] confidences(Outputs<?> outputs) {
    double[] confidences = new double[outputs.size()];
    for (int i = 0; i < confidences.length; i++) {
      confidences[i] = outputs.confidence(i);
    }
    return confidences;
  }
}
