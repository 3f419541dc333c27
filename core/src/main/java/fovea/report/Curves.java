package fovea.report;

import fovea.FoveaException;
import fovea.train.EpochRecord;
import java.awt.Dimension;
import java.awt.geom.Rectangle2D;
import java.io.StringWriter;
import java.util.List;
import java.util.Locale;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.apache.batik.svggen.SVGGraphics2D;
import org.apache.batik.svggen.SVGGraphics2DIOException;
import org.w3c.dom.Document;

/** Loss and accuracy by epoch, side by side, as one SVG picture. */
public final class Curves {
  private static final int WIDTH = 1080;
  private static final int HEIGHT = 420;

  private Curves() {}

  /**
   * Draws the curves; values that aren't finite are left out of their line.
   *
   * @param epochs in order; may be empty
   * @return the text of a self-contained SVG picture, 1080 x 420
   * @throws FoveaException on a machine without fonts
   */
  public static String svg(List<EpochRecord> epochs) {
    return Drawing.of("the curves", () -> draw(epochs));
  }

  private static String draw(List<EpochRecord> epochs) {
    Panel loss =
        new Panel(
                "Loss", "cross-entropy", value -> String.format(Locale.ROOT, "%.3f", value), false)
            .line("train", Panel.TRAIN, epochs, EpochRecord::trainLoss)
            .line("validation", Panel.VALIDATION, epochs, EpochRecord::validationLoss);
    Panel accuracy =
        new Panel("Accuracy", "images right", Panel::percent, true)
            .line("train", Panel.TRAIN, epochs, EpochRecord::trainAccuracy)
            .line("validation", Panel.VALIDATION, epochs, EpochRecord::validationAccuracy);
    SVGGraphics2D graphics = new SVGGraphics2D(document());
    graphics.setSVGCanvasSize(new Dimension(WIDTH, HEIGHT));
    double half = WIDTH / 2.0;
    loss.chart().draw(graphics, new Rectangle2D.Double(0, 0, half, HEIGHT));
    accuracy.chart().draw(graphics, new Rectangle2D.Double(half, 0, half, HEIGHT));
    StringWriter svg = new StringWriter();
    try {
      graphics.stream(svg, true);
    } catch (SVGGraphics2DIOException e) {
      throw new FoveaException("the curves can't be drawn: " + e.getMessage(), e);
    }
    return svg.toString();
  }

  private static Document document() {
    try {
      return DocumentBuilderFactory.newInstance()
          .newDocumentBuilder()
          .getDOMImplementation()
          .createDocument("http://www.w3.org/2000/svg", "svg", null);
    } catch (ParserConfigurationException e) {
      throw new FoveaException("the curves can't be drawn: " + e.getMessage(), e);
    }
  }
}
