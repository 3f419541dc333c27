package fovea.image;

import com.twelvemonkeys.imageio.plugins.jpeg.JPEGImageReaderSpi;
import com.twelvemonkeys.imageio.plugins.tiff.TIFFImageReaderSpi;
import com.twelvemonkeys.imageio.plugins.webp.WebPImageReaderSpi;
import com.twelvemonkeys.imageio.stream.ByteArrayImageInputStream;
import fovea.FoveaException;
import fovea.image.Decoder.SizeLimit;
import java.awt.image.BufferedImage;
import java.awt.image.Raster;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.spi.IIORegistry;
import javax.imageio.spi.ImageReaderSpi;
import javax.imageio.stream.ImageInputStream;

/**
 * The image readers, found once: searching the registry would cost more than decoding a small
 * image. The JDK's come first, so that an image has the same pixels with other plug-ins on the
 * class path.
 */
final class Readers {
  static final List<ImageReaderSpi> JPEG = jpeg();
  static final List<ImageReaderSpi> PNG = jdk("png");
  static final List<ImageReaderSpi> TIFF = List.of(new TIFFImageReaderSpi());
  static final List<ImageReaderSpi> WEBP = List.of(new WebPImageReaderSpi());

  static {
    ImageIO.setUseCache(false); // no temporary files
  }

  private Readers() {}

  /**
   * Decodes an image, of several the first.
   *
   * @param providers asked one after the other, until one can make sense of the file
   * @throws IOException if none can; readers trip over damage in any way, which it says as a cause
   */
  static BufferedImage read(List<ImageReaderSpi> providers, byte[] file, SizeLimit limit)
      throws IOException {
    return read(providers, file, limit, reader -> reader.read(0));
  }

  /**
   * Decodes an image to samples as they are stored.
   *
   * @throws IOException as {@link #read} does
   */
  static Raster readRaster(List<ImageReaderSpi> providers, byte[] file, SizeLimit limit)
      throws IOException {
    return read(providers, file, limit, reader -> reader.readRaster(0, null));
  }

  private static <T> T read(
      List<ImageReaderSpi> providers, byte[] file, SizeLimit limit, Reading<T> reading)
      throws IOException {
    IOException failure = new IOException("no reader");
    for (ImageReaderSpi provider : providers) {
      ImageReader reader = provider.createReaderInstance();
      try (ImageInputStream in = new ByteArrayImageInputStream(file)) {
        reader.setInput(in, true, true);
        limit.check(reader.getWidth(0), reader.getHeight(0));
        return reading.by(reader);
      } catch (FoveaException e) { // too large
        throw e;
      } catch (IOException | RuntimeException e) {
        failure = new IOException(e);
      } finally {
        reader.dispose();
      }
    }
    throw failure;
  }

  @FunctionalInterface
  private interface Reading<T> {
    T by(ImageReader reader) throws IOException;
  }

  /** The JDK's reader, then the one that knows rarer kinds of JPEG, such as the lossless. */
  private static List<ImageReaderSpi> jpeg() {
    List<ImageReaderSpi> providers = new ArrayList<>(jdk("jpeg"));
    ImageReaderSpi rarer =
        IIORegistry.getDefaultInstance().getServiceProviderByClass(JPEGImageReaderSpi.class);
    if (rarer != null) { // an application may hide plug-ins from the registry
      providers.add(rarer);
    }
    return List.copyOf(providers);
  }

  private static List<ImageReaderSpi> jdk(String format) {
    Iterator<ImageReaderSpi> found =
        IIORegistry.getDefaultInstance()
            .getServiceProviders(
                ImageReaderSpi.class,
                provider ->
                    provider.getClass().getModule() == ImageReaderSpi.class.getModule()
                        && Arrays.asList(((ImageReaderSpi) provider).getFormatNames())
                            .contains(format),
                true);
    return List.of(found.next());
  }
}
