package fovea.report;

import fovea.train.EpochRecord;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.geom.Ellipse2D;
import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.util.List;
import java.util.Locale;
import java.util.function.DoubleFunction;
import java.util.function.Function;
import org.jfree.chart.JFreeChart;
import org.jfree.chart.annotations.XYTextAnnotation;
import org.jfree.chart.axis.NumberAxis;
import org.jfree.chart.axis.NumberTickUnit;
import org.jfree.chart.axis.NumberTickUnitSource;
import org.jfree.chart.block.BlockBorder;
import org.jfree.chart.plot.XYPlot;
import org.jfree.chart.renderer.xy.XYLineAndShapeRenderer;
import org.jfree.chart.title.LegendTitle;
import org.jfree.chart.title.TextTitle;
import org.jfree.chart.ui.HorizontalAlignment;
import org.jfree.chart.ui.RectangleEdge;
import org.jfree.chart.ui.RectangleInsets;
import org.jfree.chart.ui.TextAnchor;
import org.jfree.data.xy.XYDataItem;
import org.jfree.data.xy.XYSeries;
import org.jfree.data.xy.XYSeriesCollection;
import org.jspecify.annotations.Nullable;

/** One quantity by epoch: a line a split, its best value marked, its last one in the legend. */
final class Panel {
  static final Color TRAIN = new Color(0x2563EB);
  static final Color VALIDATION = new Color(0xD9480F);

  private static final Color INK = new Color(0x1F2937);
  private static final Color GRID = new Color(0xE5E7EB);

  /** More points than this are drawn as a plain, thinner line. */
  private static final int MANY = 40;

  private static final String FAMILY = Font.SANS_SERIF;

  private final String title;
  private final DoubleFunction<String> text;
  private final boolean more;
  private final XYSeriesCollection lines = new XYSeriesCollection();
  private final XYLineAndShapeRenderer renderer = new XYLineAndShapeRenderer(true, false);
  private final NumberAxis values;

  /**
   * @param text a value as people read it
   * @param more whether more is better
   */
  Panel(String title, String label, DoubleFunction<String> text, boolean more) {
    this.title = title;
    this.text = text;
    this.more = more;
    values = new NumberAxis(label);
  }

  static String percent(double share) {
    return String.format(Locale.ROOT, "%.1f %%", 100 * share);
  }

  Panel line(
      String name,
      Color color,
      List<EpochRecord> epochs,
      Function<EpochRecord, @Nullable Double> value) {
    XYSeries points = new XYSeries(name, true, false);
    for (EpochRecord epoch : epochs) {
      Double y = value.apply(epoch);
      if (y != null && Double.isFinite(y)) {
        points.addOrUpdate(epoch.epoch(), y.doubleValue());
      }
    }
    if (points.isEmpty()) {
      return this;
    }
    XYDataItem last = points.getDataItem(points.getItemCount() - 1);
    XYDataItem best = best(points);
    XYSeries named =
        new XYSeries(
            "%s: last %s, best %s (epoch %d)"
                .formatted(
                    name,
                    text.apply(last.getYValue()),
                    text.apply(best.getYValue()),
                    (long) best.getXValue()),
            true,
            false);
    for (int i = 0; i < points.getItemCount(); i++) {
      named.add(points.getDataItem(i));
    }
    float width = points.getItemCount() <= MANY ? 2.2f : 1.6f;
    add(named, color, new BasicStroke(width, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND), true);
    mark(best, color);
    return this;
  }

  private XYDataItem best(XYSeries points) {
    XYDataItem best = points.getDataItem(0);
    for (int i = 1; i < points.getItemCount(); i++) {
      XYDataItem item = points.getDataItem(i);
      int sign = Double.compare(item.getYValue(), best.getYValue());
      best = (more ? sign > 0 : sign < 0) ? item : best;
    }
    return best;
  }

  private void add(XYSeries points, Color color, BasicStroke stroke, boolean legend) {
    int index = lines.getSeriesCount();
    lines.addSeries(points);
    renderer.setSeriesPaint(index, color);
    renderer.setSeriesStroke(index, stroke);
    renderer.setSeriesVisibleInLegend(index, legend);
    renderer.setSeriesShape(index, new Ellipse2D.Double(-2, -2, 4, 4));
    renderer.setSeriesShapesVisible(index, points.getItemCount() <= MANY);
  }

  private void mark(XYDataItem best, Color color) {
    XYSeries dot = new XYSeries("best of line " + lines.getSeriesCount());
    dot.add(best);
    int index = lines.getSeriesCount();
    add(dot, color, new BasicStroke(2), false);
    renderer.setSeriesShape(index, new Ellipse2D.Double(-5, -5, 10, 10));
    renderer.setSeriesShapesFilled(index, false);
    renderer.setSeriesShapesVisible(index, true);
    XYTextAnnotation label =
        new XYTextAnnotation(
            "  " + text.apply(best.getYValue()) + "  ", best.getXValue(), best.getYValue());
    label.setFont(new Font(FAMILY, Font.BOLD, 12));
    label.setPaint(color);
    boolean above = more == color.equals(TRAIN);
    label.setTextAnchor(above ? TextAnchor.BOTTOM_RIGHT : TextAnchor.TOP_RIGHT);
    renderer.addAnnotation(label);
  }

  JFreeChart chart() {
    NumberAxis epochs = new NumberAxis("epoch");
    epochs.setStandardTickUnits(NumberAxis.createIntegerTickUnits());
    epochs.setAutoRangeIncludesZero(false);
    values.setAutoRangeIncludesZero(!more);
    values.setStandardTickUnits(new NumberTickUnitSource(false, numbers()));
    values.setUpperMargin(0.08);
    values.setLowerMargin(0.05);
    if (lines.getSeriesCount() == 0) {
      epochs.setRange(0, 1);
      values.setRange(0, 1);
      epochs.setTickUnit(new NumberTickUnit(1));
    } else if (lines.getDomainUpperBound(false) == lines.getDomainLowerBound(false)) {
      epochs.setRange(lines.getDomainLowerBound(false) - 1, lines.getDomainLowerBound(false) + 1);
    }
    XYPlot plot = new XYPlot(lines, epochs, values, renderer);
    plot.setBackgroundPaint(Color.WHITE);
    plot.setOutlineVisible(false);
    plot.setRangeGridlinePaint(GRID);
    plot.setRangeGridlineStroke(new BasicStroke(1));
    plot.setDomainGridlinesVisible(false);
    plot.setAxisOffset(new RectangleInsets(0, 0, 0, 0));
    style(epochs);
    style(values);
    JFreeChart chart = new JFreeChart(null, null, plot, false);
    chart.setBackgroundPaint(Color.WHITE);
    chart.setPadding(new RectangleInsets(14, 14, 12, 18));
    TextTitle heading = new TextTitle(title, new Font(FAMILY, Font.BOLD, 18));
    heading.setPaint(INK);
    heading.setHorizontalAlignment(HorizontalAlignment.LEFT);
    heading.setPadding(0, 4, 6, 0);
    chart.addSubtitle(heading);
    LegendTitle legend = new LegendTitle(renderer);
    legend.setItemFont(new Font(FAMILY, Font.PLAIN, 12));
    legend.setItemPaint(INK);
    legend.setPosition(RectangleEdge.BOTTOM);
    legend.setFrame(BlockBorder.NONE);
    chart.addSubtitle(legend);
    return chart;
  }

  private DecimalFormat numbers() {
    return new DecimalFormat(
        more ? "0.# %" : "0.0##", DecimalFormatSymbols.getInstance(Locale.ROOT));
  }

  private static void style(NumberAxis axis) {
    axis.setLabelFont(new Font(FAMILY, Font.PLAIN, 13));
    axis.setLabelPaint(INK);
    axis.setTickLabelFont(new Font(FAMILY, Font.PLAIN, 12));
    axis.setTickLabelPaint(INK);
    axis.setAxisLinePaint(new Color(0x9CA3AF));
    axis.setTickMarkPaint(new Color(0x9CA3AF));
  }
}
