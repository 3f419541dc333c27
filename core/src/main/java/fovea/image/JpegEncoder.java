package fovea.image;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Iterator;
import javax.imageio.IIOImage;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.spi.IIORegistry;
import javax.imageio.spi.ImageWriterSpi;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/** Writes JPEG, with colour at half of the resolution as libjpeg does unless told otherwise. */
public final class JpegEncoder {
  /** The JDK's, whatever other plug-ins there are. */
  private static final ImageWriterSpi PROVIDER = jdk();

  /** As much finer than the JDK's rounding, so that halves are rounded up as libjpeg does it. */
  private static final float A_LITTLE_LESS = 1 - 1e-5f;

  private JpegEncoder() {}

  /**
   * The bytes of a file.
   *
   * @param quality from 1 to 100, as libjpeg and Pillow count it
   */
  public static byte[] encode(Pixels pixels, int quality) {
    if (quality < 1 || quality > 100) {
      throw new IllegalArgumentException("JPEG quality " + quality + ", expected 1 to 100");
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (MemoryCacheImageOutputStream out = new MemoryCacheImageOutputStream(bytes)) {
      ImageWriter writer = PROVIDER.createWriterInstance();
      try {
        ImageWriteParam settings = writer.getDefaultWriteParam();
        settings.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
        settings.setCompressionQuality(asTheJdkCounts(quality));
        writer.setOutput(out);
        writer.write(null, new IIOImage(pixels.toBufferedImage(), null, null), settings);
      } finally {
        writer.dispose();
      }
    } catch (IOException e) { // memory has none
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  /** Below 50 libjpeg cuts the factor of its tables to a whole percentage, and the JDK doesn't. */
  private static float asTheJdkCounts(int quality) {
    int percentage = 5000 / quality;
    return A_LITTLE_LESS * (quality < 50 ? 50f / percentage : quality / 100f);
  }

  private static ImageWriterSpi jdk() {
    Iterator<ImageWriterSpi> found =
        IIORegistry.getDefaultInstance()
            .getServiceProviders(
                ImageWriterSpi.class,
                provider ->
                    provider.getClass().getModule() == ImageWriterSpi.class.getModule()
                        && Arrays.asList(((ImageWriterSpi) provider).getFormatNames())
                            .contains("jpeg"),
                true);
    return found.next();
  }
}
