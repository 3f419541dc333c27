package fovea.evaluate;

import fovea.tensor.Lanes;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The calibration errors that a perfectly calibrated network of the same confidences would show.
 * They are sums of distances, so chance alone makes them larger than 0, the more the fewer images
 * there are: each image is right as often as its confidence says, many times over.
 *
 * @param ece mean of the error in bins of equal width
 * @param eceAtMost what it stays at or below in 95 of 100 draws
 * @param eceEqualMass mean of the error in bins of equally many images
 * @param eceEqualMassAtMost what that stays at or below in 95 of 100 draws
 * @see <a href="https://doi.org/10.1175/WAF993.1">Bröcker and Smith 2007, consistency
 *     resampling</a>
 * @see <a href="https://arxiv.org/abs/1902.06977">Vaicenavicius et al. 2019, section 5</a>
 */
public record CalibrationByChance(
    double ece, double eceAtMost, double eceEqualMass, double eceEqualMassAtMost) {

  /** Null without resamples; as many draws as there are of these. */
  static @Nullable CalibrationByChance of(Confidences confidences, Bootstrap bootstrap) {
    int draws = bootstrap.resamples();
    if (draws == 0) {
      return null;
    }
    double[] width = new double[draws];
    double[] mass = new double[draws];
    try (Lanes lanes = new Lanes(bootstrap.threads())) {
      lanes.eachUnlessInterrupted(
          draws,
          (number, lane) -> {
            boolean[] right = confidences.drawn(bootstrap.rng().split("calibrated", number));
            width[number] = confidences.errorOfEqualWidth(right);
            mass[number] = confidences.errorOfEqualMass(right);
          });
    }
    return new CalibrationByChance(
        mean(width), Bootstrap.mostly(width), mean(mass), Bootstrap.mostly(mass));
  }

  private static double mean(double[] values) {
    return Arrays.stream(values).average().orElse(Double.NaN);
  }
}
