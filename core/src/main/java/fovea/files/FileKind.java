package fovea.files;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

/** What a file holds, told from its first bytes; its name says nothing. */
public enum FileKind {
  JPEG("a JPEG image"),
  PNG("a PNG image"),
  BMP("a BMP image"),
  GIF("a GIF image"),
  WEBP("a WebP image"),
  TIFF("a TIFF image"),
  HEIC("a HEIC image"),
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
  private static final Set<Integer> BMP_HEADERS = Set.of(12, 40, 52, 56, 64, 108, 124);

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
    String head = new String(file, 0, length, StandardCharsets.ISO_8859_1);
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
    if (head.startsWith("II*\0") || head.startsWith("MM\0*")) {
      return TIFF;
    }
    if (head.startsWith("ftypavi", 4)) {
      return AVIF;
    }
    if (head.startsWith("ftyphe", 4) || head.startsWith("ftypmif1", 4)) {
      return HEIC;
    }
    if (head.startsWith("jP  ", 4)) {
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
