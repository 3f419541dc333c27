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
import org.jspecify.annotations.Nullable;

/** Images with what a model took them for, as one PNG picture: right ones green, wrong ones red. */
public final class PredictionSheet {
  private static final int PICTURE = 128;
  private static final int CELL_WIDTH = 168;
  private static final Sheet.Tiles TILES = new Sheet.Tiles(PICTURE, CELL_WIDTH, 196);
  private static final Color RIGHT = new Color(0x15803D);
  private static final Color WRONG = new Color(0xC81E1E);

  private PredictionSheet() {}

  /**
   * One image of the sheet.
   *
   * @param predicted class, or what is said instead of one
   * @param probability of the predicted class, in [0, 1], or null where it is none
   * @param truth the true class, or null where nobody knows it
   */
  public record Tile(
      Pixels image, String predicted, @Nullable Double probability, @Nullable String truth) {
    boolean right() {
      return predicted.equals(truth);
    }
  }

  /**
   * Writes the picture.
   *
   * @param columns tiles a row, at least 1
   * @throws fovea.FoveaException if the file can't be written, or on a machine without fonts
   */
  public static void write(Path file, List<Tile> tiles, int columns) {
    Sheet.write(file, Drawing.of("the predictions", () -> draw(tiles, columns)));
  }

  static BufferedImage draw(List<Tile> tiles, int columns) {
    return TILES.sheet(heading(tiles), tiles, columns, PredictionSheet::drawTile);
  }

  private static String heading(List<Tile> tiles) {
    long known = tiles.stream().filter(tile -> tile.truth() != null).count();
    String images = tiles.size() == 1 ? "1 image" : tiles.size() + " images";
    return known == 0
        ? images
        : images + ", " + tiles.stream().filter(Tile::right).count() + " of " + known + " right";
  }

  private static void drawTile(Graphics2D graphics, Tile tile, int left, int top) {
    Color color = tile.truth() == null ? Sheet.INK : tile.right() ? RIGHT : WRONG;
    int x = left + (CELL_WIDTH - PICTURE) / 2;
    Sheet.drawPicture(graphics, tile.image(), x, top, PICTURE);
    graphics.setColor(color);
    graphics.setStroke(new BasicStroke(3));
    graphics.drawRect(x - 3, top - 3, PICTURE + 5, PICTURE + 5);
    int center = left + CELL_WIDTH / 2;
    Double probability = tile.probability();
    String share =
        probability == null ? "" : String.format(Locale.ROOT, " %.0f %%", 100 * probability);
    graphics.setFont(new Font(Font.SANS_SERIF, Font.BOLD, 13));
    Sheet.drawCentred(
        graphics, tile.predicted(), share, center, top + PICTURE + 21, CELL_WIDTH - 8);
    if (tile.truth() != null && !tile.right()) {
      graphics.setColor(Sheet.PALE);
      graphics.setFont(new Font(Font.SANS_SERIF, Font.PLAIN, 13));
      Sheet.drawCentred(
          graphics, "is " + tile.truth(), "", center, top + PICTURE + 38, CELL_WIDTH - 8);
    }
  }
}
