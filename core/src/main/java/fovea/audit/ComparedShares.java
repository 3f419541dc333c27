package fovea.audit;

import fovea.evaluate.Interval;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/**
 * Shares that groups are compared in, and where the widest gap lies.
 *
 * @param rows a class's share of one kind each, by group
 * @param z how many standard errors the bounds are away
 */
record ComparedShares(List<Row> rows, double z) {

  /**
   * One kind of share of one class.
   *
   * @param group those that have enough images for it, by number
   * @param found the share of each of these
   */
  @SuppressWarnings("ArrayRecordComponent") // shared within the package and not changed
  record Row(Tally.Share share, int label, int[] group, Proportion[] found, double[] variance) {}

  static ComparedShares of(List<Tally> groups, List<Tally.Share> kinds, int classes) {
    List<Row> rows = new ArrayList<>();
    for (Tally.Share kind : kinds) {
      for (int c = 0; c < (kind == Tally.Share.ACCURACY ? 1 : classes); c++) {
        rows.add(row(groups, kind, c));
      }
    }
    return new ComparedShares(rows, Proportion.Z);
  }

  private static Row row(List<Tally> groups, Tally.Share kind, int label) {
    int[] enough =
        IntStream.range(0, groups.size())
            .filter(g -> groups.get(g).of(kind, label) >= Gaps.FEWEST)
            .toArray();
    Proportion[] found = new Proportion[enough.length];
    double[] variance = new double[enough.length];
    for (int i = 0; i < enough.length; i++) {
      Tally group = groups.get(enough[i]);
      found[i] = Proportion.of(group.hits(kind, label), group.of(kind, label));
      variance[i] = found[i].variance();
    }
    return new Row(kind, label, enough, found, variance);
  }

  ComparedShares boundedBy(double standardErrors) {
    return new ComparedShares(rows, standardErrors);
  }

  /**
   * Of all differences between two groups that which other images move most, in standard errors.
   *
   * @param drawn the same groups of other images
   */
  double farthest(List<Tally> drawn) {
    double farthest = 0;
    for (Row row : rows) {
      double[] moved = new double[row.group.length];
      for (int i = 0; i < moved.length; i++) {
        Tally group = drawn.get(row.group[i]);
        long images = group.of(row.share, row.label);
        moved[i] =
            images == 0
                ? 0
                : (double) group.hits(row.share, row.label) / images - row.found[i].value();
        for (int j = 0; j < i; j++) {
          double error = Math.sqrt(row.variance[i] + row.variance[j]);
          farthest = Math.max(farthest, Math.abs(moved[i] - moved[j]) / error);
        }
      }
    }
    return farthest;
  }

  /** Where the widest difference lies. */
  Interval difference() {
    return new Interval(
        Math.max(0, most(Estimate::difference, Estimate::low)),
        Math.min(1, most(Estimate::difference, Estimate::high)));
  }

  /** Where the smallest ratio lies. */
  Interval ratio() {
    return new Interval(
        -most(Estimate::ratio, ratio -> -ratio.low()),
        -most(Estimate::ratio, ratio -> -ratio.high()));
  }

  private interface Comparing {
    Estimate of(Proportion one, Proportion other);
  }

  private double most(Comparing comparing, ToDoubleFunction<Estimate> bound) {
    double most = Double.NEGATIVE_INFINITY;
    for (Row row : rows) {
      Proportion[] bounded = new Proportion[row.found.length];
      for (int i = 0; i < bounded.length; i++) {
        bounded[i] = row.found[i].boundedBy(z);
      }
      for (int i = 0; i < bounded.length; i++) {
        for (int j = 0; j < bounded.length; j++) {
          if (i != j) {
            most = Math.max(most, bound.applyAsDouble(comparing.of(bounded[i], bounded[j])));
          }
        }
      }
    }
    return most;
  }
}
