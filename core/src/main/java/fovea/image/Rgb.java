package fovea.image;

import java.awt.color.CMMException;
import java.awt.color.ColorSpace;
import java.awt.color.ICC_ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ColorConvertOp;
import java.awt.image.ColorModel;
import java.awt.image.ComponentColorModel;
import java.awt.image.DataBufferByte;
import java.awt.image.PixelInterleavedSampleModel;
import java.awt.image.Raster;

/**
 * Turns what readers return into plain RGB. Samples are taken as they are stored: {@link
 * BufferedImage#getRGB} takes grey for linear light and would brighten it.
 */
final class Rgb {
  private Rgb() {}

  /** The image in RGB, transparent parts over white. */
  static Pixels of(BufferedImage image) {
    ColorModel model = image.getColorModel();
    if (!(model instanceof ComponentColorModel)) {
      return fromColors(image);
    }
    ColorSpace space = model.getColorSpace();
    return switch (space.getType()) {
      case ColorSpace.TYPE_GRAY -> fromSamples(image, 1);
      case ColorSpace.TYPE_RGB -> fromSamples(image, 3);
      case ColorSpace.TYPE_CMYK ->
          space instanceof ICC_ColorSpace ? byProfile(image) : fromInk(image);
      default -> fromColors(image);
    };
  }

  private static Pixels byProfile(BufferedImage image) {
    BufferedImage rgb =
        new BufferedImage(image.getWidth(), image.getHeight(), BufferedImage.TYPE_3BYTE_BGR);
    try {
      return fromSamples(new ColorConvertOp(null).filter(image, rgb), 3);
    } catch (CMMException e) { // the profile is damaged, not the image
      return fromInk(image);
    }
  }

  /** Of one or three colour bands, with or without one of alpha, of 8 or 16 bits; then any. */
  private static Pixels fromSamples(BufferedImage image, int colors) {
    Raster raster = image.getRaster();
    int width = image.getWidth();
    int bands = raster.getNumBands();
    boolean alpha = image.getColorModel().hasAlpha();
    boolean premultiplied = alpha && image.getColorModel().isAlphaPremultiplied();
    int full = (1 << image.getColorModel().getComponentSize(0)) - 1;
    if (!alpha
        && full == 255
        && raster.getSampleModel() instanceof PixelInterleavedSampleModel model
        && raster.getDataBuffer() instanceof DataBufferByte buffer) {
      return fromBytes(raster, model, buffer, colors);
    }
    byte[] rgb = new byte[3 * width * image.getHeight()];
    int[] row = new int[bands * width];
    int to = 0;
    for (int y = 0; y < image.getHeight(); y++) {
      raster.getPixels(raster.getMinX(), raster.getMinY() + y, width, 1, row);
      for (int from = 0; from < row.length; from += bands) {
        int opacity = alpha ? toByte(row[from + colors], full) : 255;
        for (int c = 0; c < 3; c++) {
          int color = toByte(row[from + (colors == 1 ? 0 : c)], full);
          rgb[to++] =
              premultiplied
                  ? (byte) Math.min(255, color + 255 - opacity)
                  : overWhite(color, opacity);
        }
      }
    }
    return new Pixels(width, image.getHeight(), rgb);
  }

  /** As most files come; sample by sample through the raster would take several times as long. */
  private static Pixels fromBytes(
      Raster raster, PixelInterleavedSampleModel model, DataBufferByte buffer, int colors) {
    byte[] samples = buffer.getData();
    int[] bands = model.getBandOffsets();
    int red = bands[0];
    int green = bands[colors == 1 ? 0 : 1];
    int blue = bands[colors == 1 ? 0 : 2];
    int step = model.getPixelStride();
    byte[] rgb = new byte[3 * raster.getWidth() * raster.getHeight()];
    int to = 0;
    for (int y = 0; y < raster.getHeight(); y++) {
      int row = raster.getMinY() - raster.getSampleModelTranslateY() + y;
      int column = raster.getMinX() - raster.getSampleModelTranslateX();
      int from = buffer.getOffset() + row * model.getScanlineStride() + column * step;
      for (int x = 0; x < raster.getWidth(); x++, from += step) {
        rgb[to++] = samples[from + red];
        rgb[to++] = samples[from + green];
        rgb[to++] = samples[from + blue];
      }
    }
    return new Pixels(raster.getWidth(), raster.getHeight(), rgb);
  }

  /** Cyan, magenta, yellow and black without a profile: each ink takes its share of the light. */
  private static Pixels fromInk(BufferedImage image) {
    Raster raster = image.getRaster();
    int width = image.getWidth();
    byte[] rgb = new byte[3 * width * image.getHeight()];
    int bands = raster.getNumBands();
    int full = (1 << image.getColorModel().getComponentSize(0)) - 1;
    int[] row = new int[bands * width];
    int to = 0;
    for (int y = 0; y < image.getHeight(); y++) {
      raster.getPixels(raster.getMinX(), raster.getMinY() + y, width, 1, row);
      for (int from = 0; from < row.length; from += bands) {
        int light = 255 - toByte(row[from + 3], full);
        for (int c = 0; c < 3; c++) {
          rgb[to++] = (byte) (((255 - toByte(row[from + c], full)) * light + 127) / 255);
        }
      }
    }
    return new Pixels(width, image.getHeight(), rgb);
  }

  /** Palettes and packed pixels, which are sRGB whenever they come from a file. */
  private static Pixels fromColors(BufferedImage image) {
    int width = image.getWidth();
    byte[] rgb = new byte[3 * width * image.getHeight()];
    int[] row = new int[width];
    int to = 0;
    for (int y = 0; y < image.getHeight(); y++) {
      image.getRGB(0, y, width, 1, row, 0, width);
      for (int argb : row) {
        int opacity = argb >>> 24;
        rgb[to++] = overWhite(argb >> 16 & 0xff, opacity);
        rgb[to++] = overWhite(argb >> 8 & 0xff, opacity);
        rgb[to++] = overWhite(argb & 0xff, opacity);
      }
    }
    return new Pixels(width, image.getHeight(), rgb);
  }

  private static int toByte(int sample, int full) {
    return full == 255 ? sample : (sample * 255 + full / 2) / full;
  }

  static byte overWhite(int color, int opacity) {
    return (byte) (opacity == 255 ? color : (color * opacity + 255 * (255 - opacity) + 127) / 255);
  }
}
