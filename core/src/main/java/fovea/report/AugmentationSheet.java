package fovea.report;

import fovea.image.Pixels;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.nio.file.Path;
import java.util.List;

/** Images as they are, each with what augmentation makes of it beside it, as one PNG picture. */
public final class AugmentationSheet {
  private static final int LEAST_SIDE = 96;
  private static final int LARGEST_SIDE = 192;
  private static final int GAP = 12;
  private static final int MARGIN = 20;
  private static final int HEADING = 48;
  private static final int CAPTION = 26;

  private AugmentationSheet() {}

  /**
   * An image of the sheet.
   *
   * @param caption below it, shortened where there is no room
   */
  public record Tile(Pixels image, String caption) {}

  /** An image as it is, and its variations, one an epoch. */
  public record Row(Tile original, List<Tile> samples) {}

  /**
   * Writes the picture.
   *
   * @param rows at least one, with as many samples each
   * @throws fovea.FoveaException if the file can't be written, or on a machine without fonts
   */
  public static void write(Path file, List<Row> rows) {
    Sheet.write(file, Drawing.of("the samples", () -> draw(rows)));
  }

  static BufferedImage draw(List<Row> rows) {
    int side = side(rows.get(0).original().image());
    int samples = rows.get(0).samples().size();
    int cell = side + GAP;
    // Originals stand apart by a gap more.
    BufferedImage sheet =
        Sheet.blank(
            2 * MARGIN + (samples + 1) * cell, MARGIN + HEADING + rows.size() * (side + CAPTION));
    Graphics2D graphics = Sheet.graphics(sheet);
    graphics.setFont(new Font(Font.SANS_SERIF, Font.BOLD, 13));
    Sheet.drawCentred(graphics, "as it is", "", MARGIN + side / 2, 32, side);
    for (int i = 0; i < samples; i++) {
      int center = left(i, cell) + side / 2;
      Sheet.drawCentred(graphics, "epoch " + (i + 1), "", center, 32, side);
    }
    graphics.setFont(new Font(Font.SANS_SERIF, Font.PLAIN, 12));
    for (int row = 0; row < rows.size(); row++) {
      int top = HEADING + row * (side + CAPTION);
      drawTile(graphics, rows.get(row).original(), MARGIN, top, side);
      for (int i = 0; i < samples; i++) {
        drawTile(graphics, rows.get(row).samples().get(i), left(i, cell), top, side);
      }
    }
    graphics.dispose();
    return sheet;
  }

  private static int left(int sample, int cell) {
    return MARGIN + GAP + (sample + 1) * cell;
  }

  /** Small images are enlarged by a whole number, so that their pixels are alike. */
  private static int side(Pixels image) {
    int larger = Math.max(image.width(), image.height());
    int enlarged = larger * Math.max(1, (LEAST_SIDE + larger - 1) / larger);
    return Math.min(LARGEST_SIDE, enlarged);
  }

  private static void drawTile(Graphics2D graphics, Tile tile, int left, int top, int side) {
    Sheet.drawPicture(graphics, tile.image(), left, top, side);
    graphics.setColor(Sheet.INK);
    Sheet.drawCentred(graphics, tile.caption(), "", left + side / 2, top + side + 16, side + GAP);
  }
}
