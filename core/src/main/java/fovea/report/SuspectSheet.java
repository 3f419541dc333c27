package fovea.report;

import fovea.image.Pixels;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** Images whose labels are in doubt as one PNG picture: what they are filed as, and taken for. */
public final class SuspectSheet {
  private static final int PICTURE = 96;
  private static final int CELL_WIDTH = 132;
  private static final Sheet.Tiles TILES = new Sheet.Tiles(PICTURE, CELL_WIDTH, 162);
  private static final Color DOUBT = new Color(0xB45309);

  private SuspectSheet() {}

  /**
   * One image of the sheet.
   *
   * @param filedAs the class that it is filed under
   * @param takenFor the class that a network takes it for
   * @param probability of that class, in [0, 1]
   */
  public record Tile(Pixels image, String filedAs, String takenFor, double probability) {}

  /**
   * Writes the picture.
   *
   * @param columns tiles a row, at least 1
   * @throws fovea.FoveaException if the file can't be written, or on a machine without fonts
   */
  public static void write(Path file, String heading, List<Tile> tiles, int columns) {
    Sheet.write(file, Drawing.of("the suspects", () -> draw(heading, tiles, columns)));
  }

  static BufferedImage draw(String heading, List<Tile> tiles, int columns) {
    return TILES.sheet(heading, tiles, columns, SuspectSheet::drawTile);
  }

  private static void drawTile(Graphics2D graphics, Tile tile, int left, int top) {
    int x = left + (CELL_WIDTH - PICTURE) / 2;
    Sheet.drawPicture(graphics, tile.image(), x, top, PICTURE);
    graphics.setColor(DOUBT);
    graphics.setStroke(new BasicStroke(2));
    graphics.drawRect(x - 2, top - 2, PICTURE + 3, PICTURE + 3);
    int center = left + CELL_WIDTH / 2;
    String share = String.format(Locale.ROOT, " %.0f %%", 100 * tile.probability());
    graphics.setFont(new Font(Font.SANS_SERIF, Font.BOLD, 12));
    Sheet.drawCentred(
        graphics, tile.takenFor() + "?", share, center, top + PICTURE + 18, CELL_WIDTH - 4);
    graphics.setColor(Sheet.PALE);
    graphics.setFont(new Font(Font.SANS_SERIF, Font.PLAIN, 12));
    Sheet.drawCentred(
        graphics, "filed as " + tile.filedAs(), "", center, top + PICTURE + 34, CELL_WIDTH - 4);
  }
}
