package fovea.image;

import com.drew.lang.ByteArrayReader;
import com.drew.metadata.Metadata;
import com.drew.metadata.exif.ExifDirectoryBase;
import com.drew.metadata.exif.ExifIFD0Directory;
import com.drew.metadata.exif.ExifReader;

/**
 * How a camera was held, from EXIF, and the turning and mirroring that puts the image upright.
 *
 * @param exif 1 (upright) to 8, as EXIF 2.32 numbers them in its section 4.6.4
 */
record Orientation(int exif) {
  private static final Orientation UPRIGHT = new Orientation(1);

  /** What the block says; upright where it says nothing of use. */
  static Orientation of(byte[] exifBlock) {
    if (exifBlock.length == 0) {
      return UPRIGHT;
    }
    Metadata metadata = new Metadata();
    new ExifReader().extract(new ByteArrayReader(exifBlock), metadata);
    ExifIFD0Directory main = metadata.getFirstDirectoryOfType(ExifIFD0Directory.class);
    Integer found = main == null ? null : main.getInteger(ExifDirectoryBase.TAG_ORIENTATION);
    return found == null || found < 1 || found > 8 ? UPRIGHT : new Orientation(found);
  }

  /** The image as it should be seen; the same one if it is upright already. */
  Pixels upright(Pixels stored) {
    if (exif == 1) {
      return stored;
    }
    boolean transposed = exif >= 5;
    boolean fromRight = exif == 2 || exif == 3 || exif == 7 || exif == 8;
    boolean fromBottom = exif == 3 || exif == 4 || exif == 6 || exif == 7;
    int width = transposed ? stored.height() : stored.width();
    int height = transposed ? stored.width() : stored.height();
    byte[] source = stored.rgb();
    byte[] rgb = new byte[source.length];
    int to = 0;
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        int column = transposed ? y : x;
        int row = transposed ? x : y;
        column = fromRight ? stored.width() - 1 - column : column;
        row = fromBottom ? stored.height() - 1 - row : row;
        int from = 3 * (row * stored.width() + column);
        rgb[to++] = source[from];
        rgb[to++] = source[from + 1];
        rgb[to++] = source[from + 2];
      }
    }
    return new Pixels(width, height, rgb);
  }
}
