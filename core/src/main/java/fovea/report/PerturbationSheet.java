package fovea.report;

import fovea.image.Pixels;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.nio.file.Path;
import java.util.List;

/** Images, what was changed in them, and what they are taken for then, as one PNG picture. */
public final class PerturbationSheet {
  private static final int SIDE = 128;
  private static final int CELL = 152;
  private static final int MARGIN = 20;
  private static final int HEADING = 48;
  private static final int CAPTION = 30;

  private PerturbationSheet() {}

  /**
   * A row of the sheet.
   *
   * @param change as a picture: grey where nothing changed
   * @param truth what the image shows
   * @param size of the change, as it stands below it
   * @param takenFor what the changed image is taken for
   */
  public record Row(
      Pixels clean, Pixels change, Pixels changed, String truth, String size, String takenFor) {}

  /**
   * Writes the picture.
   *
   * @throws fovea.FoveaException if the file can't be written, or on a machine without fonts
   */
  public static void write(Path file, List<Row> rows) {
    Sheet.write(file, Drawing.of("the changes", () -> draw(rows)));
  }

  static BufferedImage draw(List<Row> rows) {
    BufferedImage sheet =
        Sheet.blank(2 * MARGIN + 3 * CELL, MARGIN + HEADING + rows.size() * (SIDE + CAPTION));
    Graphics2D graphics = Sheet.graphics(sheet);
    graphics.setFont(new Font(Font.SANS_SERIF, Font.BOLD, 13));
    List<String> headings = List.of("as it is", "change, enhanced", "changed");
    for (int column = 0; column < headings.size(); column++) {
      Sheet.drawCentred(graphics, headings.get(column), "", center(column), 32, CELL);
    }
    graphics.setFont(new Font(Font.SANS_SERIF, Font.PLAIN, 12));
    for (int i = 0; i < rows.size(); i++) {
      Row row = rows.get(i);
      int top = HEADING + i * (SIDE + CAPTION);
      drawTile(graphics, 0, top, row.clean, row.truth);
      drawTile(graphics, 1, top, row.change, row.size);
      drawTile(graphics, 2, top, row.changed, row.takenFor);
    }
    graphics.dispose();
    return sheet;
  }

  private static int center(int column) {
    return MARGIN + column * CELL + CELL / 2;
  }

  private static void drawTile(
      Graphics2D graphics, int column, int top, Pixels picture, String caption) {
    Sheet.drawPicture(graphics, picture, center(column) - SIDE / 2, top, SIDE);
    graphics.setColor(Sheet.INK);
    Sheet.drawCentred(graphics, caption, "", center(column), top + SIDE + 18, CELL - 6);
  }
}
