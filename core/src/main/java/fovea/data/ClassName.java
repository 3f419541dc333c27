package fovea.data;

import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.text.Normalizer;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The class that a folder of images stands for. */
public final class ClassName {
  private static final char REPLACEMENT = '\ufffd';

  private ClassName() {}

  /**
   * A folder's name as text. Bytes that are no UTF-8, as in names out of an old zip, stand as
   * {@code \xe9}, so that two such folders don't become one class.
   */
  public static String of(Path folder) {
    String name = String.valueOf(folder.getFileName());
    byte @Nullable [] bytes = name.indexOf(REPLACEMENT) < 0 ? null : bytes(folder);
    return bytes == null ? name : decoded(bytes);
  }

  /**
   * A name in the one form by which names are compared (Unicode's NFC): Linux and Windows write
   * {@code ä} as one character, zips made on a Mac as two.
   */
  public static String composed(String name) {
    return Normalizer.normalize(name, Normalizer.Form.NFC);
  }

  /** The file system's own bytes, which only a path's URI tells; null where there are none. */
  private static byte @Nullable [] bytes(Path folder) {
    URI uri = folder.toUri();
    if (!"file".equals(uri.getScheme())) {
      return null;
    }
    String path = uri.getRawPath().replaceFirst("/+$", "");
    String name = path.substring(path.lastIndexOf('/') + 1);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (int i = 0; i < name.length(); i++) {
      if (name.charAt(i) == '%') {
        bytes.write(Integer.parseInt(name.substring(i + 1, i + 3), 16));
        i += 2;
      } else {
        bytes.write(name.charAt(i));
      }
    }
    return bytes.toByteArray();
  }

  private static String decoded(byte[] name) {
    CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
    ByteBuffer in = ByteBuffer.wrap(name);
    CharBuffer out = CharBuffer.allocate(4 * name.length);
    CoderResult result = decoder.decode(in, out, true);
    while (result.isError()) {
      for (int i = 0; i < result.length(); i++) {
        out.put(String.format(Locale.ROOT, "\\x%02x", in.get()));
      }
      result = decoder.decode(in, out, true);
    }
    return out.flip().toString();
  }
}
