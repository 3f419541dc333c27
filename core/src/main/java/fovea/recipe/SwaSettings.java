package fovea.recipe;

import fovea.optim.AnnealedSchedule;
import fovea.optim.Schedule;
import fovea.settings.Declared;
import fovea.settings.Setting;

/**
 * Stochastic weight averaging: the mean of the weights after each of the last epochs, which a rate
 * that stays high keeps apart from one another, with batch norm's statistics computed anew.
 *
 * @see <a href="https://arxiv.org/abs/1803.05407">Izmailov et al. 2018, algorithm 1</a>
 */
public record SwaSettings(
    @Setting(
            about =
                "share of the epochs, the last ones, after each of which the weights join an equal"
                    + " average; 0 is no such average",
            standard = "0",
            range = "[0, 1]")
        double share,
    @Setting(
            about = "the learning rate in these epochs as a share of the peak",
            standard = "0.5",
            range = "(0, 1]")
        double factor,
    @Setting(
            about = "epochs in which the rate goes there from the schedule's, along a cosine",
            standard = "1",
            range = "[0, 100000]",
            unit = "epochs")
        int annealing,
    @Setting(
            about =
                "training images that batch norm's statistics of the average are computed from anew",
            standard = "10000",
            range = "[1, 10000000]",
            unit = "images")
        int images) {

  public SwaSettings {
    Declared.check(SwaSettings.class, share, factor, annealing, images);
  }

  /** Whether weights are averaged so. */
  public boolean isOn() {
    return share > 0;
  }

  /** Of a run, how many of the last epochs count. */
  public int epochs(int all) {
    return isOn() ? (int) Math.max(1, Math.min(all, Math.round(share * all))) : 0;
  }

  /**
   * Whether the weights join the average after an epoch.
   *
   * @param epoch counted from 1
   */
  public boolean joins(int epoch, int all) {
    return epoch > all - epochs(all);
  }

  /** A schedule up to the first of these epochs, and the rate of these from there. */
  Schedule after(Schedule planned, double peak, long stepsPerEpoch, int all) {
    return isOn()
        ? AnnealedSchedule.of(
            planned, (all - epochs(all)) * stepsPerEpoch, annealing * stepsPerEpoch, peak * factor)
        : planned;
  }
}
