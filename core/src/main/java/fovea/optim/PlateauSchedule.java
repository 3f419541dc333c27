package fovea.optim;

import fovea.settings.Declared;
import fovea.settings.Named;
import fovea.settings.Setting;
import java.util.List;

/**
 * The peak, multiplied by a factor whenever the validation images' figures haven't become better
 * for some epochs. What it comes to follows from the epochs so far and from nothing else, so that a
 * resumed run falls where the one would have fallen that was interrupted.
 *
 * @see <a href="https://arxiv.org/abs/1512.03385">He et al. 2015, section 3.4, where the error
 *     plateaus</a>
 */
@Named("plateau")
public record PlateauSchedule(
    @Setting(
            about = "share of all steps in which the rate rises to its peak",
            standard = "0",
            range = "[0, 1)")
        double warmup,
    @Setting(about = "which figure of the validation images is watched", standard = "loss")
        Measure measure,
    @Setting(about = "by which it is multiplied then", standard = "0.1", range = "(0, 1)")
        double factor,
    @Setting(
            about = "epochs without anything better that are let pass before the rate falls",
            standard = "3",
            range = "[0, 100000]",
            unit = "epochs")
        int patience,
    @Setting(
            about = "by what share a figure has to be better than the best one to count as better",
            standard = "0.0001",
            range = "[0, 1)")
        double threshold,
    @Setting(
            about = "epochs after a fall in which none is counted",
            standard = "0",
            range = "[0, 100000]",
            unit = "epochs")
        int cooldown,
    @Setting(about = "the least rate as a share of the peak", standard = "0", range = "[0, 1]")
        double finalFactor)
    implements ScheduleSettings {
  /** A figure of the validation split. */
  public enum Measure {
    /** Lower is better. */
    LOSS,
    /** Higher is better. */
    ACCURACY
  }

  public PlateauSchedule {
    Declared.check(
        PlateauSchedule.class, warmup, measure, factor, patience, threshold, cooldown, finalFactor);
  }

  @Override
  public Schedule over(double peak, long stepsPerEpoch, long epochs) {
    return ConstantSchedule.of(peak, Math.round(warmup * stepsPerEpoch * epochs));
  }

  @Override
  public boolean watches() {
    return true;
  }

  @Override
  public double factor(List<EpochFigures> epochs) {
    double best = Double.NaN;
    double share = 1;
    int bad = 0;
    int resting = 0;
    for (EpochFigures epoch : epochs) {
      double figure = measure == Measure.LOSS ? epoch.loss() : epoch.accuracy();
      if (isBetter(figure, best)) {
        best = figure;
        bad = 0;
      } else {
        bad++;
      }
      if (resting > 0) {
        resting--;
        bad = 0;
      }
      if (bad > patience) {
        share = Math.max(share * factor, finalFactor);
        resting = cooldown;
        bad = 0;
      }
    }
    return share;
  }

  private boolean isBetter(double figure, double best) {
    if (Double.isNaN(best)) {
      return !Double.isNaN(figure);
    }
    return measure == Measure.LOSS
        ? figure < best * (1 - threshold)
        : figure > best * (1 + threshold);
  }
}
