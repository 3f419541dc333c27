package fovea.report;

import fovea.evaluate.Calibration;
import fovea.evaluate.ReliabilityBin;

/** How often a model is right where it is how sure: bars that should end at the diagonal. */
final class ReliabilityDiagram {
  private static final double SIDE = 230;
  private static final double LEFT = 60;
  private static final double RIGHT = 24;
  private static final double TOP = 12;
  private static final double MARK = 3;

  private ReliabilityDiagram() {}

  /**
   * @param what whose probabilities they are, as it stands after "of"
   */
  static String svg(Calibration calibration, String what) {
    Svg svg =
        Svg.of(
            LEFT + SIDE + RIGHT,
            TOP + SIDE + 44,
            "Reliability diagram of %s: expected calibration error %s"
                .formatted(what, Figure.percent(calibration.ece())));
    for (int tick = 0; tick <= 4; tick++) {
      double share = tick / 4.0;
      svg.line(LEFT, y(share), LEFT + SIDE, y(share), "grid");
      svg.text(LEFT - 6, y(share) + 4, Svg.format("%.0f %%", 100 * share), "end");
      svg.text(x(share), TOP + SIDE + 16, Svg.format("%.0f %%", 100 * share), "middle");
    }
    for (ReliabilityBin bin : calibration.bins()) {
      if (bin.images() > 0) {
        double top = y(bin.accuracy());
        svg.rectangle(x(bin.from()), top, x(bin.to()) - x(bin.from()), y(0) - top, "bar", 0.45);
        double x = x(bin.confidence());
        svg.path(
            Svg.format(
                "M%.1f %.1fH%.1fV%.1fH%.1fZ", x - MARK, top - MARK, x + MARK, top + MARK, x - MARK),
            "mark0");
      }
    }
    svg.line(x(0), y(0), x(1), y(1), "diagonal");
    svg.text(LEFT + SIDE / 2, TOP + SIDE + 36, "confidence", "middle");
    svg.upwards(12, TOP + SIDE / 2, "accuracy", "middle");
    return svg.html();
  }

  private static double x(double share) {
    return LEFT + share * SIDE;
  }

  private static double y(double share) {
    return TOP + (1 - share) * SIDE;
  }
}
