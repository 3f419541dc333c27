package fovea.report;

import java.util.ArrayList;
import java.util.List;

/** Where values lie along an axis, with round numbers to write beside it. */
record Scale(double least, double most, double from, double to) {
  private static final int ABOUT = 5;

  /**
   * Of values that lie from {@code least} to {@code most}.
   *
   * @param from where the least one is drawn
   * @param to where the largest one is
   */
  static Scale of(double least, double most, double from, double to) {
    boolean some = Double.isFinite(least) && Double.isFinite(most) && most > least;
    double low = some ? least : Double.isFinite(least) ? least - 0.5 : 0;
    return new Scale(low, some ? most : low + 1, from, to);
  }

  double at(double value) {
    return from + (value - least) / (most - least) * (to - from);
  }

  /** Multiples of 1, 2 or 5 times a power of ten. */
  List<Double> ticks() {
    double rough = (most - least) / ABOUT;
    double power = Math.pow(10, Math.floor(Math.log10(rough)));
    double step = power;
    for (double times : new double[] {2, 5, 10}) {
      step = rough > step ? times * power : step;
    }
    List<Double> ticks = new ArrayList<>();
    for (long i = (long) Math.ceil(least / step - 1e-9); i * step <= most + 1e-9 * step; i++) {
      ticks.add(i * step);
    }
    return ticks;
  }
}
