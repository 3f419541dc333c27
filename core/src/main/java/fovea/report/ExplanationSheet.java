package fovea.report;

import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.nio.file.Path;
import java.util.List;

/** Images beside what explains the answers to them, as one PNG picture. */
public final class ExplanationSheet {
  private static final int SIDE = 128;
  private static final int CELL = 164;
  private static final int MARGIN = 20;
  private static final int HEADING = 48;
  private static final int CAPTION = 46;
  private static final int MOST_ROWS = 40;

  private ExplanationSheet() {}

  /**
   * Writes the picture, of many images of the first.
   *
   * @param pictures at least one, by the same methods
   * @throws fovea.FoveaException if the file can't be written, or on a machine without fonts
   */
  public static void write(Path file, List<ExplainedPicture> pictures) {
    Sheet.write(file, Drawing.of("the explanations", () -> draw(pictures)));
  }

  static BufferedImage draw(List<ExplainedPicture> pictures) {
    List<ExplainedPicture> shown = pictures.stream().limit(MOST_ROWS).toList();
    List<ExplainedPicture.Overlay> methods = shown.get(0).overlays();
    BufferedImage sheet =
        Sheet.blank(
            2 * MARGIN + (methods.size() + 1) * CELL,
            MARGIN + HEADING + shown.size() * (SIDE + CAPTION));
    Graphics2D graphics = Sheet.graphics(sheet);
    graphics.setFont(new Font(Font.SANS_SERIF, Font.BOLD, 12));
    for (int i = 0; i < methods.size(); i++) {
      Sheet.drawCentred(graphics, methods.get(i).method(), "", center(i + 1), 32, CELL - 6);
    }
    graphics.setFont(new Font(Font.SANS_SERIF, Font.PLAIN, 12));
    for (int row = 0; row < shown.size(); row++) {
      drawRow(graphics, shown.get(row), HEADING + row * (SIDE + CAPTION));
    }
    graphics.dispose();
    return sheet;
  }

  private static void drawRow(Graphics2D graphics, ExplainedPicture picture, int top) {
    Sheet.drawPicture(graphics, picture.image(), center(0) - SIDE / 2, top, SIDE);
    for (int i = 0; i < picture.overlays().size(); i++) {
      Sheet.drawPicture(
          graphics, picture.overlays().get(i).picture(), center(i + 1) - SIDE / 2, top, SIDE);
    }
    graphics.setColor(Sheet.INK);
    Sheet.drawCentred(graphics, picture.answer(), "", center(0), top + SIDE + 16, CELL - 6);
    graphics.setColor(Sheet.PALE);
    String below = picture.truth() == null ? picture.name() : "is " + picture.truth();
    Sheet.drawCentred(graphics, below, "", center(0), top + SIDE + 32, CELL - 6);
  }

  private static int center(int column) {
    return MARGIN + column * CELL + CELL / 2;
  }
}
