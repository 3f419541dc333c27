package fovea.image;

import java.awt.Transparency;
import java.awt.color.ICC_ColorSpace;
import java.awt.color.ICC_Profile;
import java.awt.image.BufferedImage;
import java.awt.image.ComponentColorModel;
import java.awt.image.DataBuffer;
import java.awt.image.DataBufferByte;
import java.awt.image.Raster;
import java.awt.image.WritableRaster;

/**
 * JPEG of four components. All programs that write such store the light that an ink lets pass, not
 * the ink, as Adobe's do; Pillow and browsers read none otherwise.
 */
final class JpegInks {
  private static final int[] BANDS = {0, 1, 2, 3};

  private JpegInks() {}

  /** In RGB by no profile: each ink takes its share of the light. */
  static Pixels toRgb(Raster stored, JpegColors colors) {
    int width = stored.getWidth();
    byte[] light = light(stored, colors);
    byte[] rgb = new byte[3 * width * stored.getHeight()];
    int to = 0;
    for (int from = 0; from < light.length; from += 4) {
      int black = light[from + 3] & 0xff;
      for (int c = 0; c < 3; c++) {
        rgb[to++] = (byte) (((light[from + c] & 0xff) * black + 127) / 255);
      }
    }
    return new Pixels(width, stored.getHeight(), rgb);
  }

  /** In RGB by a profile of inks. */
  static Pixels toRgb(Raster stored, JpegColors colors, ICC_Profile profile) {
    byte[] inks = light(stored, colors);
    for (int i = 0; i < inks.length; i++) {
      inks[i] = (byte) ~inks[i];
    }
    ComponentColorModel model =
        new ComponentColorModel(
            new ICC_ColorSpace(profile), false, false, Transparency.OPAQUE, DataBuffer.TYPE_BYTE);
    int width = stored.getWidth();
    WritableRaster raster =
        Raster.createInterleavedRaster(
            new DataBufferByte(inks, inks.length),
            width,
            stored.getHeight(),
            4 * width,
            4,
            BANDS,
            null);
    return Rgb.of(new BufferedImage(model, raster, false, null));
  }

  /** The light that each ink lets pass, four bytes a pixel. */
  private static byte[] light(Raster stored, JpegColors colors) {
    int width = stored.getWidth();
    byte[] light = new byte[4 * width * stored.getHeight()];
    int[] row = new int[4 * width];
    int to = 0;
    for (int y = 0; y < stored.getHeight(); y++) {
      stored.getPixels(stored.getMinX(), stored.getMinY() + y, width, 1, row);
      for (int from = 0; from < row.length; from += 4) {
        if (colors == JpegColors.YCCK) {
          fromLuma(row, from);
        }
        for (int c = 0; c < 4; c++) {
          light[to++] = (byte) row[from + c];
        }
      }
    }
    return light;
  }

  /** Luma and chroma of the inks, by the coefficients of JFIF. */
  private static void fromLuma(int[] row, int at) {
    int luma = row[at];
    int blue = row[at + 1] - 128;
    int red = row[at + 2] - 128;
    row[at] = 255 - toByte(luma + 1.402f * red);
    row[at + 1] = 255 - toByte(luma - 0.344136f * blue - 0.714136f * red);
    row[at + 2] = 255 - toByte(luma + 1.772f * blue);
  }

  private static int toByte(float value) {
    return Math.max(0, Math.min(255, Math.round(value)));
  }
}
