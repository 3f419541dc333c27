package fovea.report;

import fovea.FoveaException;
import fovea.Visible;
import fovea.files.AtomicFile;
import fovea.image.Pixels;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.FontMetrics;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import javax.imageio.ImageIO;
import org.jspecify.annotations.Nullable;

/** Images with what a model took them for, as one PNG picture: right ones green, wrong ones red. */
public final class PredictionSheet {
  private static final int PICTURE = 128;
  private static final int CELL_WIDTH = 168;
  private static final int CELL_HEIGHT = 196;
  private static final int MARGIN = 20;
  private static final int HEADING = 44;
  private static final Color RIGHT = new Color(0x15803D);
  private static final Color WRONG = new Color(0xC81E1E);
  private static final Color INK = new Color(0x1F2937);
  private static final Color PALE = new Color(0x6B7280);

  private PredictionSheet() {}

  /**
   * One image of the sheet.
   *
   * @param probability of the predicted class, in [0, 1]
   * @param truth the true class, or null where nobody knows it
   */
  public record Tile(Pixels image, String predicted, double probability, @Nullable String truth) {
    boolean right() {
      return predicted.equals(truth);
    }
  }

  /**
   * Writes the picture.
   *
   * @param columns tiles a row, at least 1
   * @throws FoveaException if the file can't be written, or on a machine without fonts
   */
  public static void write(Path file, List<Tile> tiles, int columns) {
    ByteArrayOutputStream png = new ByteArrayOutputStream();
    try {
      ImageIO.write(Drawing.of("the predictions", () -> draw(tiles, columns)), "png", png);
    } catch (IOException e) {
      throw new FoveaException(file + ": the picture can't be encoded (" + e.getMessage() + ")", e);
    }
    AtomicFile.write(file, png::writeTo);
  }

  static BufferedImage draw(List<Tile> tiles, int columns) {
    if (columns < 1) {
      throw new IllegalArgumentException("a sheet of " + columns + " columns holds nothing");
    }
    int rows = Math.max(1, (tiles.size() + columns - 1) / columns);
    BufferedImage sheet =
        new BufferedImage(
            2 * MARGIN + columns * CELL_WIDTH,
            MARGIN + HEADING + rows * CELL_HEIGHT,
            BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = sheet.createGraphics();
    graphics.setRenderingHint(
        RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
    graphics.setRenderingHint(
        RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_NEAREST_NEIGHBOR);
    graphics.setColor(Color.WHITE);
    graphics.fillRect(0, 0, sheet.getWidth(), sheet.getHeight());
    graphics.setColor(INK);
    graphics.setFont(new Font(Font.SANS_SERIF, Font.BOLD, 16));
    graphics.drawString(heading(tiles), MARGIN + (CELL_WIDTH - PICTURE) / 2, 32);
    for (int i = 0; i < tiles.size(); i++) {
      int left = MARGIN + i % columns * CELL_WIDTH;
      drawTile(graphics, tiles.get(i), left, MARGIN / 2 + HEADING + i / columns * CELL_HEIGHT);
    }
    graphics.dispose();
    return sheet;
  }

  private static String heading(List<Tile> tiles) {
    long known = tiles.stream().filter(tile -> tile.truth() != null).count();
    String images = tiles.size() == 1 ? "1 image" : tiles.size() + " images";
    return known == 0
        ? images
        : images + ", " + tiles.stream().filter(Tile::right).count() + " of " + known + " right";
  }

  private static void drawTile(Graphics2D graphics, Tile tile, int left, int top) {
    Color color = tile.truth() == null ? INK : tile.right() ? RIGHT : WRONG;
    int x = left + (CELL_WIDTH - PICTURE) / 2;
    drawPicture(graphics, tile.image(), x, top);
    graphics.setColor(color);
    graphics.setStroke(new BasicStroke(3));
    graphics.drawRect(x - 3, top - 3, PICTURE + 5, PICTURE + 5);
    int center = left + CELL_WIDTH / 2;
    String share = String.format(Locale.ROOT, " %.0f %%", 100 * tile.probability());
    drawCentred(
        graphics, Font.BOLD, Visible.of(tile.predicted()), share, center, top + PICTURE + 21);
    if (tile.truth() != null && !tile.right()) {
      graphics.setColor(PALE);
      drawCentred(
          graphics, Font.PLAIN, "is " + Visible.of(tile.truth()), "", center, top + PICTURE + 38);
    }
  }

  private static void drawPicture(Graphics2D graphics, Pixels pixels, int x, int y) {
    BufferedImage image =
        new BufferedImage(pixels.width(), pixels.height(), BufferedImage.TYPE_INT_RGB);
    byte[] rgb = pixels.rgb();
    for (int i = 0; i < pixels.width() * pixels.height(); i++) {
      int color =
          (rgb[3 * i] & 0xff) << 16 | (rgb[3 * i + 1] & 0xff) << 8 | (rgb[3 * i + 2] & 0xff);
      image.setRGB(i % pixels.width(), i / pixels.width(), color);
    }
    double scale = (double) PICTURE / Math.max(pixels.width(), pixels.height());
    int width = Math.max(1, (int) Math.round(pixels.width() * scale));
    int height = Math.max(1, (int) Math.round(pixels.height() * scale));
    graphics.setColor(new Color(0xF3F4F6));
    graphics.fillRect(x, y, PICTURE, PICTURE);
    graphics.drawImage(
        image, x + (PICTURE - width) / 2, y + (PICTURE - height) / 2, width, height, null);
  }

  /** The name is shortened until it fits its cell with what follows it. */
  private static void drawCentred(
      Graphics2D graphics, int style, String name, String after, int center, int baseline) {
    graphics.setFont(new Font(Font.SANS_SERIF, style, 13));
    FontMetrics metrics = graphics.getFontMetrics();
    String text = name + after;
    for (int end = name.length() - 1;
        metrics.stringWidth(text) > CELL_WIDTH - 8 && end > 0;
        end--) {
      text = name.substring(0, end) + "…" + after;
    }
    graphics.drawString(text, center - metrics.stringWidth(text) / 2, baseline);
  }
}
