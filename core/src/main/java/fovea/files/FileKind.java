package fovea.files;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** What a file holds, told from its first bytes; its name says nothing. */
public enum FileKind {
  JPEG("a JPEG image"),
  PNG("a PNG image"),
  BMP("a BMP image"),
  GIF("a GIF image"),
  WEBP("a WebP image"),
  TIFF("a TIFF image"),
  PNM("a PNM image"),
  HEIC("a HEIC image"),
  HEIF("a HEIF image"),
  AVIF("an AVIF image"),
  JPEG_2000("a JPEG 2000 image"),
  JPEG_XL("a JPEG XL image"),
  PHOTOSHOP("a Photoshop image"),
  SVG("an SVG drawing"),
  PDF("a PDF document"),
  HTML("a web page (HTML)"),
  GIT_LFS("a Git LFS pointer"),
  TEXT("text"),
  SAFETENSORS("a safetensors file"),
  PYTORCH("a PyTorch file"),
  PICKLE("a Python pickle"),
  HDF5("an HDF5 file, as older Keras writes"),
  KERAS("a Keras file"),
  ONNX("an ONNX model"),
  TENSORFLOW("a TensorFlow model"),
  TFLITE("a TensorFlow Lite model"),
  GGUF("a GGUF model"),
  NUMPY("a NumPy array"),
  ZIP("a zip archive"),
  GZIP("a gzip archive"),
  TAR("a tar archive"),
  EMPTY("an empty file"),
  UNKNOWN("of no format that is known here");

  /** How many bytes are looked at. */
  public static final int HEAD = 512;

  private static final Set<FileKind> IMAGES = EnumSet.range(JPEG, SVG);
  private static final Set<String> HEIC_BRANDS =
      Set.of("heic", "heix", "heim", "heis", "hevc", "hevx", "hevm", "hevs");
  private static final Set<Integer> BMP_HEADERS = Set.of(12, 16, 40, 52, 56, 64, 108, 124);

  /**
   * The kind of PNM, width and height (behind comments, if any), or PAM's first line: a text may
   * well begin with "P1".
   */
  private static final Pattern PNM_HEADER =
      Pattern.compile(
          "P[1-6]\\s(\\s|#[^\r\n]*[\r\n])*\\d{1,9}(\\s|#[^\r\n]*[\r\n])+\\d{1,9}(\\s|#)"
              + "|P7\\n(#[^\n]*\n)*(WIDTH|HEIGHT|DEPTH|MAXVAL|TUPLTYPE)\\s");

  private final String description;

  FileKind(String description) {
    this.description = description;
  }

  /** As it stands in a message: "a PNG image". */
  public String description() {
    return description;
  }

  /** Whether it is an image, of a format that Fovea decodes or not. */
  public boolean image() {
    return IMAGES.contains(this);
  }

  /**
   * Tells a file's kind.
   *
   * @param file its bytes, or the first {@link #HEAD} of them
   */
  public static FileKind of(byte[] file) {
    if (file.length == 0) {
      return EMPTY;
    }
    if (ModelKind.isSafetensors(file)) {
      return SAFETENSORS;
    }
    int length = Math.min(file.length, HEAD);
    // Latin-1 keeps every byte as the character of the same number.
    String head = new String(file, 0, length, ISO_8859_1);
    if (head.startsWith("\u00ff\u00d8\u00ff")) {
      return JPEG;
    }
    if (head.startsWith("\u0089PNG\r\n\u001a\n")) {
      return PNG;
    }
    if (head.startsWith("GIF87a") || head.startsWith("GIF89a")) {
      return GIF;
    }
    // A text may well begin with BM: the length of the second header tells it from an image.
    if (head.startsWith("BM") && length >= 18 && BMP_HEADERS.contains(littleEndian(file, 14))) {
      return BMP;
    }
    if (head.startsWith("RIFF") && head.startsWith("WEBP", 8)) {
      return WEBP;
    }
    if (head.startsWith("II*\0") || head.startsWith("MM\0*") || isBigTiff(head)) {
      return TIFF;
    }
    if (PNM_HEADER.matcher(head).lookingAt()) {
      return PNM;
    }
    return notDecodable(head);
  }

  /**
   * Tells a file's kind, by what is packed in it where it is a zip.
   *
   * @param file a regular file, since reading a pipe might never end
   */
  public static FileKind of(Path file) throws IOException {
    FileKind kind;
    try (InputStream in = Files.newInputStream(file)) {
      kind = of(in.readNBytes(HEAD));
    }
    return kind == ZIP ? ModelKind.packedIn(file) : kind;
  }

  private static FileKind notDecodable(String head) {
    if (head.startsWith("ftyp", 4)) {
      return ofBrands(head);
    }
    if (head.startsWith("jP  ", 4) || head.startsWith("\u00ffO\u00ffQ")) {
      return JPEG_2000;
    }
    if (head.startsWith("JXL ", 4) || head.startsWith("\u00ff\n")) {
      return JPEG_XL;
    }
    if (head.startsWith("8BPS")) {
      return PHOTOSHOP;
    }
    if (head.startsWith("%PDF")) {
      return PDF;
    }
    FileKind model = ModelKind.of(head);
    if (model != null) {
      return model;
    }
    return isText(head) ? text(head.toLowerCase(Locale.ROOT)) : UNKNOWN;
  }

  /** For files of more than 4 GB, but smaller ones exist. */
  private static boolean isBigTiff(String head) {
    return head.startsWith("II+\0\b\0\0\0") || head.startsWith("MM\0+\0\b\0\0");
  }

  /**
   * Of a family that images and films share: the first brand that says how pixels are compressed
   * counts, as the major one may be what all images have in common.
   */
  private static FileKind ofBrands(String head) {
    int end = Math.min(head.length(), ByteBuffer.wrap(head.getBytes(ISO_8859_1)).getInt());
    FileKind kind = UNKNOWN;
    for (int at = 8; at + 4 <= end; at += at == 8 ? 8 : 4) { // a version stands behind the major
      String brand = head.substring(at, at + 4);
      if (brand.equals("avif") || brand.equals("avis")) {
        return AVIF;
      }
      if (HEIC_BRANDS.contains(brand)) {
        return HEIC;
      }
      if (brand.equals("mif1") || brand.equals("msf1")) {
        kind = HEIF;
      }
    }
    return kind;
  }

  private static FileKind text(String head) {
    if (head.startsWith("version https://git-lfs.github.com/spec/")) {
      return GIT_LFS;
    }
    if (head.contains("<svg")) {
      return SVG;
    }
    return head.contains("<html") || head.contains("<!doctype html") ? HTML : TEXT;
  }

  private static boolean isText(String head) {
    boolean utf16 = head.startsWith("\u00ff\u00fe") || head.startsWith("\u00fe\u00ff");
    return utf16 || head.chars().allMatch(c -> c >= ' ' || (c >= '\t' && c <= '\r'));
  }

  private static int littleEndian(byte[] bytes, int at) {
    return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getInt(at);
  }
}
