package fovea.image;

import com.twelvemonkeys.imageio.plugins.jpeg.JPEGImageReaderSpi;
import com.twelvemonkeys.imageio.plugins.webp.WebPImageReaderSpi;
import com.twelvemonkeys.imageio.stream.ByteArrayImageInputStream;
import fovea.FoveaException;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.function.BiConsumer;
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
  private static final List<ImageReaderSpi> JPEG = jpeg();
  private static final List<ImageReaderSpi> PNG = jdk("png");
  private static final List<ImageReaderSpi> BMP = jdk("bmp");
  private static final List<ImageReaderSpi> GIF = jdk("gif");
  private static final List<ImageReaderSpi> WEBP = List.of(new WebPImageReaderSpi());

  static {
    ImageIO.setUseCache(false); // no temporary files
  }

  private Readers() {}

  /**
   * Decodes an image, of several the first.
   *
   * @param checkSize told the width and height before memory is taken for them; refuses by throwing
   *     a {@link FoveaException}
   * @throws IOException if no reader can make sense of the file
   */
  static BufferedImage read(FileKind kind, byte[] file, BiConsumer<Integer, Integer> checkSize)
      throws IOException {
    IOException failure = new IOException("no reader");
    for (ImageReaderSpi provider : of(kind)) {
      ImageReader reader = provider.createReaderInstance();
      try (ImageInputStream in = new ByteArrayImageInputStream(file)) {
        reader.setInput(in, true, true);
        checkSize.accept(reader.getWidth(0), reader.getHeight(0));
        return reader.read(0);
      } catch (FoveaException e) {
        throw e;
      } catch (IOException | RuntimeException e) { // readers trip over damage in any way
        failure = new IOException(reason(e), e);
      } finally {
        reader.dispose();
      }
    }
    throw failure;
  }

  /** What a reader complains of; bytes of the file that it quotes don't reach a terminal. */
  private static String reason(Exception failure) {
    Throwable cause = failure.getCause() instanceof IOException inner ? inner : failure;
    String message = cause instanceof IOException ? cause.getMessage() : null;
    return message == null
        ? cause.getClass().getSimpleName()
        : message.replaceAll("[^\\x20-\\x7e]", "?");
  }

  private static List<ImageReaderSpi> of(FileKind kind) {
    return switch (kind) {
      case JPEG -> JPEG;
      case PNG -> PNG;
      case BMP -> BMP;
      case GIF -> GIF;
      case WEBP -> WEBP;
      default -> throw new IllegalArgumentException("no reader for " + kind);
    };
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
