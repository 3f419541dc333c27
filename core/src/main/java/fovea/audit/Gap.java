package fovea.audit;

import fovea.evaluate.Interval;
import org.jspecify.annotations.Nullable;

/**
 * By how much groups differ in one respect. The intervals allow for having looked for the widest
 * gap among many: images grouped at random mostly have one whose lower bound is 0.
 *
 * @param difference between the highest and the lowest share, in [0, 1]; 0 is no gap
 * @param differenceInterval where the widest difference lies, in [0, 1]; null without resamples
 * @param ratio of the lowest share to the highest, in [0, 1]; 1 is no gap
 * @param ratioInterval where the smallest ratio lies, in [0, 1]; null without resamples
 * @param where what differs most, a phrase
 * @param highest the group with the highest share there
 * @param lowest the group with the lowest share there
 */
public record Gap(
    double difference,
    @Nullable Interval differenceInterval,
    double ratio,
    @Nullable Interval ratioInterval,
    String where,
    String highest,
    String lowest) {

  /** Without intervals. */
  static Gap of(double difference, double ratio, String where, String highest, String lowest) {
    return new Gap(difference, null, ratio, null, where, highest, lowest);
  }

  Gap within(Interval differences, Interval ratios) {
    return new Gap(difference, differences, ratio, ratios, where, highest, lowest);
  }
}
