package fovea.files;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
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
  PDF("a PDF document, not an image"),
  HTML("a web page (HTML), not an image"),
  TEXT("text, not an image"),
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
    return isText(head) ? text(head.toLowerCase(Locale.ROOT)) : UNKNOWN;
  }

  private static FileKind text(String head) {
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
