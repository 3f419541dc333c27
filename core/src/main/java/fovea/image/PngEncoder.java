package fovea.image;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Base64;
import javax.imageio.ImageIO;

/** Writes PNG. */
public final class PngEncoder {
  private PngEncoder() {}

  /** The bytes of a file. */
  public static byte[] encode(Pixels pixels) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try {
      if (!ImageIO.write(pixels.toBufferedImage(), "png", bytes)) {
        throw new IllegalStateException("this Java writes no PNG");
      }
    } catch (IOException e) { // memory has none
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  /** An address, for pages and JSON, that is all of the picture. */
  public static String dataAddress(Pixels pixels) {
    return "data:image/png;base64," + Base64.getEncoder().encodeToString(encode(pixels));
  }
}
