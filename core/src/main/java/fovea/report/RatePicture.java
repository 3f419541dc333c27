package fovea.report;

import fovea.files.AtomicFile;
import fovea.train.RateCurve;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/** The loss at rising learning rates, as one SVG picture. */
public final class RatePicture {
  private RatePicture() {}

  /**
   * Draws the losses of the steps, faint, and smoothed; losses far above are cut off.
   *
   * @return the text of a self-contained SVG picture
   */
  public static String svg(RateCurve curve) {
    List<RateCurve.Point> points = curve.points();
    double least = points.stream().mapToDouble(RateCurve.Point::smoothed).min().orElseThrow();
    double first = points.get(0).smoothed();
    double room = Math.max(0.1, first - least);
    List<Plot.Mark> marks = new ArrayList<>();
    if (curve.suggested() != null && curve.suggested() >= points.get(0).learningRate()) {
      marks.add(new Plot.Mark(curve.suggested(), "suggested, " + text(curve.suggested())));
    }
    if (curve.steepest() != null) {
      marks.add(new Plot.Mark(curve.steepest(), "steepest, " + text(curve.steepest())));
    }
    marks.add(new Plot.Mark(curve.least(), "least loss, " + text(curve.least())));
    return new Plot(
            "Loss at rising learning rates",
            new Plot.Axis(
                "learning rate",
                points.get(0).learningRate(),
                points.get(points.size() - 1).learningRate() * 1.0001,
                true),
            new Plot.Axis(
                "loss", Math.max(0, least - room / 4), Math.max(first, least) + room / 2, false),
            List.of(
                line("faint", points, RateCurve.Point::loss),
                line("main", points, RateCurve.Point::smoothed)),
            marks)
        .svg();
  }

  private static Plot.Line line(
      String kind, List<RateCurve.Point> points, ToDoubleFunction<RateCurve.Point> value) {
    return new Plot.Line(
        kind,
        points.stream()
            .map(point -> new Plot.Point(point.learningRate(), value.applyAsDouble(point)))
            .toList());
  }

  private static String text(double rate) {
    return String.format(Locale.ROOT, "%.2g", rate);
  }

  /**
   * Writes {@link #svg} in place of what was there.
   *
   * @throws fovea.FoveaException if the file can't be written
   */
  public static void write(Path file, RateCurve curve) {
    AtomicFile.write(file, svg(curve));
  }
}
