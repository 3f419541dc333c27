package fovea.image;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.CRC32;
import javax.imageio.ImageIO;

/** Image files made in memory. */
public final class ImageBytes {
  private ImageBytes() {}

  /** An image as a file, by the JDK's writers. */
  public static byte[] encoded(BufferedImage image, String format) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try {
      if (!ImageIO.write(image, format, out)) {
        throw new IllegalArgumentException("no " + format + " for such an image");
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  /** Smooth enough for JPEG, and unlike for each seed. */
  public static BufferedImage picture(int width, int height, int seed) {
    Random random = new Random(seed);
    int red = random.nextInt(100);
    int green = random.nextInt(100);
    int blue = random.nextInt(100);
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        int r = red + 155 * x / width;
        int g = green + 155 * y / height;
        int b = blue + 155 * (x + y) / (width + height);
        image.setRGB(x, y, r << 16 | g << 8 | b);
      }
    }
    return image;
  }

  /** A TIFF structure that holds nothing but the orientation. */
  static byte[] exifBlock(int orientation) {
    ByteBuffer block = ByteBuffer.allocate(26);
    block.put("MM\0*".getBytes(StandardCharsets.US_ASCII)).putInt(8);
    block.putShort((short) 1); // one entry: its tag, type (short), count and value
    block.putShort((short) 0x0112).putShort((short) 3).putInt(1).putShort((short) orientation);
    return block.array();
  }

  /** The content of the JPEG segment that holds nothing but the orientation. */
  static byte[] exifSegment(int orientation) {
    byte[] block = exifBlock(orientation);
    byte[] content = Arrays.copyOf("Exif\0\0".getBytes(StandardCharsets.US_ASCII), 32);
    System.arraycopy(block, 0, content, 6, block.length);
    return content;
  }

  /** A JPEG file with a segment put in behind its start. */
  static byte[] withSegment(byte[] jpeg, int marker, byte[] content) {
    ByteBuffer file = ByteBuffer.allocate(jpeg.length + 4 + content.length);
    file.put(jpeg, 0, 2);
    file.putShort((short) (0xff00 | marker)).putShort((short) (2 + content.length)).put(content);
    return file.put(jpeg, 2, jpeg.length - 2).array();
  }

  /** A JPEG file whose single scan is there several times. */
  static byte[] withScans(byte[] jpeg, int scans) {
    int scan = 0;
    while (jpeg[scan] != (byte) 0xff || jpeg[scan + 1] != (byte) 0xda) {
      scan++;
    }
    int end = jpeg.length - 2;
    ByteBuffer file = ByteBuffer.allocate(scan + scans * (end - scan) + 2).put(jpeg, 0, scan);
    for (int i = 0; i < scans; i++) {
      file.put(jpeg, scan, end - scan);
    }
    return file.put(jpeg, end, 2).array();
  }

  /** A PNG file with a chunk put in behind its header. */
  static byte[] withChunk(byte[] png, String type, byte[] content) {
    int header = 8 + 25;
    ByteBuffer file = ByteBuffer.allocate(png.length + 12 + content.length);
    file.put(png, 0, header).put(chunk(type, content));
    return file.put(png, header, png.length - header).array();
  }

  static byte[] chunk(String type, byte[] content) {
    ByteBuffer chunk = ByteBuffer.allocate(12 + content.length).putInt(content.length);
    chunk.put(type.getBytes(StandardCharsets.US_ASCII)).put(content);
    CRC32 crc = new CRC32();
    crc.update(chunk.array(), 4, 4 + content.length);
    return chunk.putInt((int) crc.getValue()).array();
  }
}
