package fovea.audit;

import fovea.data.ImageSet;
import fovea.data.Shapes;
import fovea.data.Splits;
import fovea.image.ImageFile;
import fovea.image.Pixels;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;

/** Shapes among which something is planted that an audit has to find. */
final class Planted {
  private Planted() {}

  static Splits shapes(int count) {
    return Shapes.draw(count, 5).splits();
  }

  /** Images with others added to train, under the label of the first one of the class. */
  static AuditedImages withCopies(Splits shapes, List<byte[]> copies) {
    ImageSet train = shapes.train().images();
    byte[][] pixels = copies.toArray(byte[][]::new);
    ImageSet planted =
        ImageSet.of(
            train.classes(),
            train.height(),
            train.width(),
            pixels,
            new int[pixels.length],
            i -> "planted/" + i);
    Map<String, ImageSet> parts = new LinkedHashMap<>();
    parts.put("train", train.and(planted));
    parts.put("test", shapes.test().images());
    return AuditedImages.of(parts);
  }

  static Pixels pixels(byte[] rgb) {
    return new Pixels(32, 32, rgb);
  }

  static byte[] brighter(byte[] rgb, int by) {
    byte[] changed = new byte[rgb.length];
    for (int i = 0; i < rgb.length; i++) {
      changed[i] = (byte) Math.max(0, Math.min(255, (rgb[i] & 0xff) + by));
    }
    return changed;
  }

  static byte[] mirrored(byte[] rgb) {
    byte[] changed = new byte[rgb.length];
    for (int i = 0; i < rgb.length; i++) {
      int x = i / 3 % 32;
      changed[i] = rgb[i + 3 * (31 - 2 * x)];
    }
    return changed;
  }

  /** Moved to the right, the left column twice. */
  static byte[] shifted(byte[] rgb) {
    byte[] changed = rgb.clone();
    for (int i = 0; i < rgb.length; i++) {
      changed[i] = i / 3 % 32 == 0 ? rgb[i] : rgb[i - 3];
    }
    return changed;
  }

  static byte[] asJpeg(byte[] rgb, float quality) throws IOException {
    BufferedImage image = new BufferedImage(32, 32, BufferedImage.TYPE_INT_RGB);
    for (int i = 0; i < 32 * 32; i++) {
      int color =
          (rgb[3 * i] & 0xff) << 16 | (rgb[3 * i + 1] & 0xff) << 8 | (rgb[3 * i + 2] & 0xff);
      image.setRGB(i % 32, i / 32, color);
    }
    ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    writer.setOutput(ImageIO.createImageOutputStream(out));
    ImageWriteParam how = writer.getDefaultWriteParam();
    how.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
    how.setCompressionQuality(quality);
    writer.write(null, new IIOImage(image, null, null), how);
    ((ImageOutputStream) writer.getOutput()).flush();
    writer.dispose();
    return ImageFile.decode("planted.jpg", out.toByteArray()).rgb();
  }
}
