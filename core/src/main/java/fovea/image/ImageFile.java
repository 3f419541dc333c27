package fovea.image;

import fovea.FoveaException;
import fovea.files.FileFailure;
import fovea.files.FileKind;
import fovea.files.FileName;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;

/**
 * Reads image files: JPEG, PNG, BMP, GIF, WebP, TIFF and PNM, told by their content; of an
 * animation (the first picture where it lies on the canvas) or of several pages the first. Grey,
 * palette, 16-bit and CMYK images become RGB, transparent parts lie over white, and the orientation
 * in EXIF is applied. Colour profiles of JPEG, WebP and TIFF are applied, those of PNG are not.
 * What in a file doesn't make its pixels may be damaged. Any number of threads may decode at once.
 */
public final class ImageFile {
  /** The largest file that is read. */
  public static final long MAX_BYTES = 256L << 20;

  /** The most pixels that are decoded. */
  public static final long MAX_PIXELS = 100_000_000;

  private static final Map<FileKind, Decoder> DECODERS =
      Map.of(
          FileKind.JPEG, new JpegDecoder(),
          FileKind.PNG, new PngDecoder(),
          FileKind.BMP, new BmpDecoder(),
          FileKind.GIF, new GifDecoder(),
          FileKind.WEBP, new WebpDecoder(),
          FileKind.TIFF, new TiffDecoder(),
          FileKind.PNM, new PnmDecoder());

  private static final String EXPECTED =
      ", expected a JPEG, PNG, BMP, GIF, WebP, TIFF or PNM image";

  /** What files of images that can't be decoded here are mostly called. */
  private static final Map<FileKind, String> EXTENSIONS =
      Map.of(
          FileKind.HEIC, "heic",
          FileKind.HEIF, "heif",
          FileKind.AVIF, "avif",
          FileKind.JPEG_2000, "jp2",
          FileKind.JPEG_XL, "jxl",
          FileKind.PHOTOSHOP, "psd",
          FileKind.SVG, "svg");

  /** What a pixel takes for a while: as read, in RGB, and turned upright. */
  private static final long BYTES_A_PIXEL = 12;

  private static final long HEAP = Runtime.getRuntime().maxMemory();

  /**
   * Megabytes for images being decoded, so that as many large ones as there are threads don't
   * exhaust the memory. In order of arrival, or a large one might wait for ever.
   */
  private static final int MEGABYTES = (int) Math.max(1, (HEAP / 4) >> 20);

  private static final Semaphore FREE_MEGABYTES = new Semaphore(MEGABYTES, true);

  private ImageFile() {}

  /**
   * Decodes a file.
   *
   * @throws FoveaException if it can't be read, is no image, is damaged or cut short, is larger
   *     than {@link #MAX_BYTES} or {@link #MAX_PIXELS}, or takes more memory than there is; the
   *     message begins with the file
   */
  public static Pixels decode(Path file) {
    return decode(FileName.ofPath(file), bytes(file));
  }

  /**
   * Decodes a file and brings it to a size by {@link Resize#cover}.
   *
   * @throws FoveaException as {@link #decode(Path)} does
   */
  public static Pixels decode(Path file, int height, int width) {
    return decode(file, image -> Resize.cover(image, height, width));
  }

  /**
   * Decodes a file and makes something of it, such as one image in several sizes.
   *
   * @param then throws what it likes, which is thrown as it is
   * @throws FoveaException as {@link #decode(Path)} does
   */
  public static <T> T decode(Path file, Function<Pixels, T> then) {
    return decode(FileName.ofPath(file), bytes(file), then);
  }

  /**
   * Decodes an image in memory.
   *
   * @param name stands at the beginning of messages
   * @param file the bytes of an image file
   * @throws FoveaException as {@link #decode(Path)} does
   */
  public static Pixels decode(String name, byte[] file) {
    return decode(name, file, Function.identity());
  }

  /**
   * Decodes an image in memory from someone who isn't trusted with much, and makes something of it.
   *
   * @param name stands at the beginning of messages
   * @param file the bytes of an image file
   * @param mostPixels that are decoded, at most {@link #MAX_PIXELS}
   * @throws FoveaException as {@link #decode(Path)} does, and for more pixels
   */
  public static <T> T decode(String name, byte[] file, long mostPixels, Function<Pixels, T> then) {
    Reservation memory = new Reservation(name, Math.min(MAX_PIXELS, mostPixels));
    try {
      return decode(name, file, memory::take, then);
    } finally {
      memory.release();
    }
  }

  /**
   * How large an image is; its pixels are not decoded.
   *
   * @throws FoveaException as {@link #decode(Path)} does, as far as that shows before the pixels
   */
  public static ImageSize size(Path file) {
    String name = FileName.ofPath(file);
    AtomicReference<ImageSize> found = new AtomicReference<>();
    try {
      Pixels whole =
          decode(
              name,
              bytes(file),
              (width, height) -> {
                requirePixels(width, height);
                found.set(new ImageSize(width, height));
                throw new FoveaException(name + ": only its size is asked for");
              },
              Function.identity());
      return new ImageSize(whole.width(), whole.height());
    } catch (FoveaException e) {
      ImageSize size = found.get();
      if (size == null) {
        throw e;
      }
      return size;
    }
  }

  /** Whether a file begins as images do, be it of a format that can be decoded here or not. */
  public static boolean isImage(Path file) {
    if (!Files.isRegularFile(file)) {
      return false;
    }
    try (InputStream in = Files.newInputStream(file)) {
      return FileKind.of(in.readNBytes(FileKind.HEAD)).image();
    } catch (IOException e) {
      return false;
    }
  }

  private static <T> T decode(String name, byte[] file, Function<Pixels, T> then) {
    return decode(name, file, MAX_PIXELS, then);
  }

  private static <T> T decode(
      String name, byte[] file, Decoder.SizeLimit limit, Function<Pixels, T> then) {
    FileKind kind = FileKind.of(file);
    Decoder decoder = DECODERS.get(kind);
    if (decoder == null) {
      throw new FoveaException(name + ": " + kind.description() + wayOut(kind));
    }
    try {
      return then.apply(decode(name, kind, decoder, file, limit));
    } catch (OutOfMemoryError e) { // a small file may ask for any amount
      throw new FoveaException(
          "%s: %s that takes more memory to decode than Java may use; give it more by -Xmx, or save it as a smaller PNG"
              .formatted(name, kind.description()),
          e);
    }
  }

  private static Pixels decode(
      String name, FileKind kind, Decoder decoder, byte[] file, Decoder.SizeLimit limit) {
    try {
      Decoder.Decoded decoded = decoder.decode(file, limit);
      return decoded.orientation().upright(decoded.pixels());
    } catch (FoveaException e) {
      throw e;
    } catch (Decoder.Unreadable e) {
      throw new FoveaException("%s: %s %s".formatted(name, kind.description(), e.getMessage()), e);
    } catch (IOException | RuntimeException | StackOverflowError e) { // damage has any effect
      throw new FoveaException(
          "%s: %s that is damaged; copy or download it again".formatted(name, kind.description()),
          e);
    }
  }

  private static String wayOut(FileKind kind) {
    String extension = EXTENSIONS.get(kind);
    if (extension != null) {
      return ", which Fovea doesn't read; save it as PNG or JPEG, for instance by ImageMagick:"
          + " mogrify -format png *."
          + extension;
    }
    return switch (kind) {
      case EMPTY, UNKNOWN -> EXPECTED;
      case GIT_LFS -> ", not the image itself; run `git lfs pull` in its folder";
      default -> (kind.image() ? "" : ", not an image") + EXPECTED;
    };
  }

  private static byte[] bytes(Path file) {
    try {
      if (Files.isDirectory(file)) {
        throw new FoveaException(file + ": a folder" + EXPECTED);
      }
      if (!Files.exists(file)) {
        throw new FoveaException(file + ": no such file" + EXPECTED);
      }
      if (!Files.isRegularFile(file)) { // reading a pipe might never end
        throw new FoveaException(file + ": not a regular file" + EXPECTED);
      }
      long size = Files.size(file);
      if (size > MAX_BYTES) {
        throw new FoveaException(
            String.format(
                Locale.ROOT, "%s: %,d bytes, expected at most %,d", file, size, MAX_BYTES));
      }
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw FileFailure.unreadable(file, e);
    }
  }

  private static void requirePixels(int width, int height) {
    if (width < 1 || height < 1) { // damage, which every reader looks over in its own way
      throw new IllegalArgumentException(width + " x " + height + " pixels");
    }
  }

  /** The memory that one image is decoded in. */
  private static final class Reservation {
    private final String name;
    private final long mostPixels;
    private int megabytes;

    Reservation(String name, long mostPixels) {
      this.name = name;
      this.mostPixels = mostPixels;
    }

    /** Waits until the memory is free; checks the image's size before. */
    void take(int width, int height) {
      requirePixels(width, height);
      long pixels = (long) width * height;
      if (pixels > mostPixels) {
        throw new FoveaException(
            String.format(
                Locale.ROOT,
                "%s: %d x %d pixels, expected at most %,d in all; scale it down first",
                name,
                width,
                height,
                mostPixels));
      }
      long needed = pixels * BYTES_A_PIXEL;
      if (needed > HEAP / 2) {
        throw new FoveaException(
            "%s: decoding %d x %d pixels takes %d MB, more than half of what Java may use (%d MB);"
                    .formatted(name, width, height, needed >> 20, HEAP >> 20)
                + " give it more by -Xmx, or scale the image down");
      }
      if (megabytes == 0) { // a second reader for the same file has it already
        megabytes = (int) Math.min(MEGABYTES, 1 + (needed >> 20));
        FREE_MEGABYTES.acquireUninterruptibly(megabytes);
      }
    }

    void release() {
      FREE_MEGABYTES.release(megabytes);
    }
  }
}
