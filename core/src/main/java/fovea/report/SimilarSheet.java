package fovea.report;

import fovea.image.Pixels;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.nio.file.Path;
import java.util.List;

/** An image and those that are most like it, the nearest first, as one PNG picture. */
public final class SimilarSheet {
  private static final int SIDE = 128;
  private static final int CELL_WIDTH = 152;
  private static final int CELL_HEIGHT = 178;
  private static final int MARGIN = 20;
  private static final int COLUMNS = 6;

  private SimilarSheet() {}

  /**
   * An image that was found.
   *
   * @param name whatever is in it
   * @param cosine of its features with those of the image asked about
   */
  public record Tile(Pixels image, String name, double cosine) {}

  /**
   * Writes the picture.
   *
   * @param name of the image asked about
   * @throws fovea.FoveaException if the file can't be written, or on a machine without fonts
   */
  public static void write(Path file, Pixels asked, String name, List<Tile> tiles) {
    Sheet.write(file, Drawing.of("the images", () -> draw(asked, name, tiles)));
  }

  static BufferedImage draw(Pixels asked, String name, List<Tile> tiles) {
    int columns = Math.min(COLUMNS, tiles.size() + 1);
    int rows = (tiles.size() + columns) / columns;
    BufferedImage sheet =
        Sheet.blank(2 * MARGIN + columns * CELL_WIDTH, 2 * MARGIN + rows * CELL_HEIGHT);
    Graphics2D graphics = Sheet.graphics(sheet);
    drawTile(graphics, 0, columns, asked, name, "asked about");
    for (int i = 0; i < tiles.size(); i++) {
      Tile tile = tiles.get(i);
      drawTile(graphics, i + 1, columns, tile.image, tile.name, Svg.format("%.4f", tile.cosine));
    }
    graphics.dispose();
    return sheet;
  }

  private static void drawTile(
      Graphics2D graphics, int number, int columns, Pixels image, String name, String below) {
    int left = MARGIN + number % columns * CELL_WIDTH;
    int top = MARGIN + number / columns * CELL_HEIGHT;
    int center = left + CELL_WIDTH / 2;
    Sheet.drawPicture(graphics, image, center - SIDE / 2, top, SIDE);
    graphics.setColor(Sheet.INK);
    graphics.setFont(new Font(Font.SANS_SERIF, Font.BOLD, 12));
    Sheet.drawCentred(graphics, below, "", center, top + SIDE + 18, CELL_WIDTH - 6);
    graphics.setColor(Sheet.PALE);
    graphics.setFont(new Font(Font.SANS_SERIF, Font.PLAIN, 12));
    Sheet.drawCentred(graphics, name, "", center, top + SIDE + 34, CELL_WIDTH - 6);
  }
}
