package fovea.report;

import fovea.FoveaException;
import fovea.Visible;
import fovea.files.AtomicFile;
import fovea.files.OwnMark;
import fovea.image.Pixels;
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
import javax.imageio.ImageIO;

/** What pictures that show many images have in common. */
final class Sheet {
  static final Color INK = new Color(0x1F2937);
  static final Color PALE = new Color(0x6B7280);

  private static final Color GROUND = new Color(0xF3F4F6);

  private Sheet() {}

  static BufferedImage blank(int width, int height) {
    BufferedImage sheet = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = sheet.createGraphics();
    graphics.setColor(Color.WHITE);
    graphics.fillRect(0, 0, width, height);
    graphics.dispose();
    return sheet;
  }

  /** To draw with on a sheet, in ink. */
  static Graphics2D graphics(BufferedImage sheet) {
    Graphics2D graphics = sheet.createGraphics();
    graphics.setRenderingHint(
        RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
    graphics.setColor(INK);
    return graphics;
  }

  /**
   * How large the tiles of a sheet are, each a picture with words below.
   *
   * @param picture side of the square that it fills
   */
  record Tiles(int picture, int width, int height) {
    private static final int MARGIN = 20;
    private static final int HEADING = 44;

    /** Draws one. */
    interface Draws<T> {
      void draw(Graphics2D graphics, T tile, int left, int top);
    }

    /**
     * Draws them row by row below a heading.
     *
     * @param columns tiles a row, at least 1
     */
    <T> BufferedImage sheet(String heading, List<T> tiles, int columns, Draws<T> draws) {
      if (columns < 1) {
        throw new IllegalArgumentException("a sheet of " + columns + " columns holds nothing");
      }
      int rows = Math.max(1, (tiles.size() + columns - 1) / columns);
      BufferedImage sheet = blank(2 * MARGIN + columns * width, MARGIN + HEADING + rows * height);
      Graphics2D graphics = graphics(sheet);
      graphics.setFont(new Font(Font.SANS_SERIF, Font.BOLD, 16));
      graphics.drawString(heading, MARGIN + (width - picture) / 2, 32);
      for (int i = 0; i < tiles.size(); i++) {
        int left = MARGIN + i % columns * width;
        draws.draw(graphics, tiles.get(i), left, MARGIN / 2 + HEADING + i / columns * height);
      }
      graphics.dispose();
      return sheet;
    }
  }

  /**
   * Draws an image in the middle of a square that it fills in one direction: its pixels as squares
   * where it is smaller.
   *
   * @param side of the square, in pixels
   */
  static void drawPicture(Graphics2D graphics, Pixels pixels, int x, int y, int side) {
    double scale = (double) side / Math.max(pixels.width(), pixels.height());
    int width = Math.max(1, (int) Math.round(pixels.width() * scale));
    int height = Math.max(1, (int) Math.round(pixels.height() * scale));
    graphics.setColor(GROUND);
    graphics.fillRect(x, y, side, side);
    graphics.setRenderingHint(
        RenderingHints.KEY_INTERPOLATION,
        scale < 1
            ? RenderingHints.VALUE_INTERPOLATION_BILINEAR
            : RenderingHints.VALUE_INTERPOLATION_NEAREST_NEIGHBOR);
    graphics.drawImage(
        pixels.toBufferedImage(),
        x + (side - width) / 2,
        y + (side - height) / 2,
        width,
        height,
        null);
  }

  /**
   * Writes text about a centre, in the font that is set.
   *
   * @param name whatever is in it; shortened until it fits with what follows it
   * @param width that there is, in pixels
   */
  static void drawCentred(
      Graphics2D graphics, String name, String after, int center, int baseline, int width) {
    String shown = Visible.of(name);
    FontMetrics metrics = graphics.getFontMetrics();
    String text = shown + after;
    for (int end = shown.length() - 1; metrics.stringWidth(text) > width && end > 0; end--) {
      text = shown.substring(0, end) + "…" + after;
    }
    graphics.drawString(text, center - metrics.stringWidth(text) / 2, baseline);
  }

  /**
   * Writes a sheet as PNG.
   *
   * @throws FoveaException if the file can't be written
   */
  static void write(Path file, BufferedImage sheet) {
    ByteArrayOutputStream encoded = new ByteArrayOutputStream();
    try {
      ImageIO.write(sheet, "png", encoded);
    } catch (IOException e) {
      throw new FoveaException(file + ": the picture can't be encoded (" + e.getMessage() + ")", e);
    }
    byte[] png = OwnMark.onPng(encoded.toByteArray());
    AtomicFile.write(file, out -> out.write(png));
  }
}
