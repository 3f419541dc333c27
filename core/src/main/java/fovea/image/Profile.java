package fovea.image;

import com.twelvemonkeys.imageio.color.ColorProfiles;
import java.awt.Transparency;
import java.awt.color.ColorSpace;
import java.awt.color.ICC_ColorSpace;
import java.awt.color.ICC_Profile;
import java.awt.image.BufferedImage;
import java.awt.image.ColorConvertOp;
import java.awt.image.ComponentColorModel;
import java.awt.image.DataBuffer;
import java.awt.image.DataBufferByte;
import java.awt.image.Raster;
import java.awt.image.WritableRaster;

/** Applies colour profiles. */
final class Profile {
  private Profile() {}

  /**
   * The pixels in sRGB; as they are if the profile is of no use.
   *
   * @param rgb three bytes a pixel
   * @param profile may be empty, damaged or of another kind of colours
   */
  static byte[] toSrgb(byte[] rgb, int width, int height, byte[] profile) {
    if (profile.length == 0) {
      return rgb;
    }
    try {
      ICC_Profile from = ColorProfiles.createProfile(profile);
      if (from.getColorSpaceType() != ColorSpace.TYPE_RGB || ColorProfiles.isCS_sRGB(from)) {
        return rgb;
      }
      byte[] converted = new byte[rgb.length];
      new ColorConvertOp(null)
          .filter(
              image(rgb, width, height, new ICC_ColorSpace(from)),
              image(converted, width, height, ColorSpace.getInstance(ColorSpace.CS_sRGB)));
      return converted;
    } catch (RuntimeException e) { // the profile is damaged, not the image
      return rgb;
    }
  }

  private static BufferedImage image(byte[] rgb, int width, int height, ColorSpace space) {
    ComponentColorModel model =
        new ComponentColorModel(space, false, false, Transparency.OPAQUE, DataBuffer.TYPE_BYTE);
    WritableRaster raster =
        Raster.createInterleavedRaster(
            new DataBufferByte(rgb, rgb.length), width, height, 3 * width, 3, bands(), null);
    return new BufferedImage(model, raster, false, null);
  }

  private static int[] bands() {
    return new int[] {0, 1, 2};
  }
}
