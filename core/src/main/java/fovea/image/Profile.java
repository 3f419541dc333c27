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
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Applies colour profiles. */
final class Profile {
  private static final int HEADER = 128;

  private Profile() {}

  /**
   * Whether a profile is one of these colours and is there whole: readers make room for as much as
   * its header says.
   *
   * @param space as the header has it, such as "RGB "
   */
  static boolean isOf(String space, byte[] profile) {
    return profile.length >= HEADER
        && Integer.compareUnsigned(ByteBuffer.wrap(profile).getInt(), profile.length) <= 0
        && new String(profile, 16, 4, StandardCharsets.ISO_8859_1).equals(space);
  }

  /**
   * The pixels in sRGB; as they are if the profile is of no use.
   *
   * @param rgb three bytes a pixel
   * @param profile may be empty, damaged or of another kind of colours
   */
  static byte[] toSrgb(byte[] rgb, int width, int height, byte[] profile) {
    if (!isOf("RGB ", profile)) {
      return rgb;
    }
    try {
      ICC_Profile from = ColorProfiles.createProfile(profile);
      if (ColorProfiles.isCS_sRGB(from)) {
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
