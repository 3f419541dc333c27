package fovea.report;

import fovea.files.OwnMark;
import fovea.train.EpochRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.DoubleFunction;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The curves of several runs over each other: accuracies, losses and the learning rate. */
public final class OverlaidCurves {
  private static final double KEY = 20;

  /** Outside a page, whose sheet has all of this. */
  private static final String ALONE =
      """
      svg { font: 12px system-ui, sans-serif; background: #ffffff; } svg text { fill: #1f2937; }
      svg .end { text-anchor: end; } svg .middle { text-anchor: middle; }
      svg .grid { stroke: #e5e7eb; }
      """;

  private OverlaidCurves() {}

  /** A picture that needs nothing but itself. */
  public static String svg(List<ComparedRun> runs) {
    return picture(runs)
        .html()
        .replaceFirst(
            "<svg ([^>]*)>",
            "<svg xmlns=\"http://www.w3.org/2000/svg\" "
                + OwnMark.SVG
                + " $1>\n<style>\n"
                + ALONE
                + CurveChart.STYLE
                + "</style>");
  }

  static Svg picture(List<ComparedRun> runs) {
    List<CurveChart> charts =
        Stream.of(
                chart("validation accuracy", Panel::percent, runs, EpochRecord::validationAccuracy),
                chart("validation loss", Figure::plain, runs, EpochRecord::validationLoss),
                chart("training accuracy", Panel::percent, runs, EpochRecord::trainAccuracy),
                chart("training loss", Figure::plain, runs, EpochRecord::trainLoss),
                chart("learning rate", Figure::plain, runs, EpochRecord::learningRate))
            .filter(chart -> !chart.isEmpty())
            .toList();
    int rows = (charts.size() + 1) / 2;
    double below = rows * CurveChart.HEIGHT;
    Svg svg =
        Svg.of(
            2 * CurveChart.WIDTH,
            below + KEY * (runs.size() + 1),
            Svg.format("accuracy, loss and learning rate of %d runs by epoch", runs.size()));
    for (int i = 0; i < charts.size(); i++) {
      charts.get(i).draw(svg, i % 2 * CurveChart.WIDTH, Math.floorDiv(i, 2) * CurveChart.HEIGHT);
    }
    for (int i = 0; i < runs.size(); i++) {
      double y = below + KEY * (i + 0.5);
      svg.line(64, y, 104, y, "curve c" + i % CurveChart.KINDS);
      svg.text(114, y + 4, name(runs.get(i)), "start");
    }
    return svg;
  }

  private static String name(ComparedRun run) {
    int count = run.runs().size();
    return count == 1
        ? run.name()
        : "%s: mean of %d runs, and from the least to the largest".formatted(run.name(), count);
  }

  private static CurveChart chart(
      String title,
      DoubleFunction<String> text,
      List<ComparedRun> runs,
      Function<EpochRecord, @Nullable Double> figure) {
    List<CurveChart.Line> lines = new ArrayList<>();
    for (ComparedRun run : runs) {
      lines.add(new CurveChart.Line(lines.size(), points(run, figure)));
    }
    return new CurveChart(title, text, lines);
  }

  private static List<CurveChart.Point> points(
      ComparedRun run, Function<EpochRecord, @Nullable Double> figure) {
    Map<Integer, List<Double>> byEpoch = new TreeMap<>();
    for (List<EpochRecord> epochs : run.runs()) {
      for (EpochRecord epoch : epochs) {
        Double value = figure.apply(epoch);
        if (value != null && Double.isFinite(value)) {
          byEpoch.computeIfAbsent(epoch.epoch(), e -> new ArrayList<>()).add(value);
        }
      }
    }
    return byEpoch.entrySet().stream().map(e -> point(e.getKey(), e.getValue())).toList();
  }

  private static CurveChart.Point point(int epoch, List<Double> values) {
    return new CurveChart.Point(
        epoch,
        values.stream().mapToDouble(value -> value).average().orElseThrow(),
        values.stream().mapToDouble(value -> value).min().orElseThrow(),
        values.stream().mapToDouble(value -> value).max().orElseThrow());
  }
}
