package fovea.files;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import java.util.zip.CRC32;

/** What the pages and pictures that Fovea writes begin with, so that no others are replaced. */
public final class OwnMark {
  /** To stand in a page's head. */
  public static final String HTML = "<meta name=\"generator\" content=\"Fovea\"/>";

  /** To stand among the first attributes of a drawing. */
  public static final String SVG = "data-generator=\"Fovea\"";

  /** A text chunk as PNG defines it: a keyword and what it says. */
  private static final String PNG = "tEXtSoftware\0Fovea";

  /** Of the signature and of the header, which comes first in every PNG. */
  private static final int PNG_HEAD = 8 + 25;

  private OwnMark() {}

  /** The same picture with the mark. */
  public static byte[] onPng(byte[] png) {
    byte[] text = PNG.getBytes(ISO_8859_1);
    CRC32 check = new CRC32();
    check.update(text);
    ByteArrayOutputStream marked = new ByteArrayOutputStream();
    marked.write(png, 0, PNG_HEAD);
    marked.writeBytes(ByteBuffer.allocate(Integer.BYTES).putInt(text.length - 4).array());
    marked.writeBytes(text);
    marked.writeBytes(ByteBuffer.allocate(Integer.BYTES).putInt((int) check.getValue()).array());
    marked.write(png, PNG_HEAD, png.length - PNG_HEAD);
    return marked.toByteArray();
  }

  /** Whether a file begins with it. */
  public static boolean isOn(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      String head = new String(in.readNBytes(FileKind.HEAD), ISO_8859_1);
      return Stream.of(HTML, SVG, PNG).anyMatch(head::contains);
    }
  }
}
