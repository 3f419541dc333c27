package fovea.files;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.jspecify.annotations.Nullable;

/** What people take for models, and what models come packed in, told from the first bytes. */
final class ModelKind {
  /** What the format allows; of a longer length, the file is something else. */
  private static final long LONGEST_HEADER = 100_000_000;

  /** In protocol 2 and its number 0x1950a86a20f9469cfc6c, as torch.save wrote until 1.6. */
  private static final String OLD_PYTORCH =
      "\u0080\u0002\u008a\nl\u00fc\u009cF\u00f9 j\u00a8P\u0019.";

  private static final int TAR_MAGIC = 257;
  private static final Set<Character> ONNX_FIELDS = Set.of('\u0012', '\u001a', '"', ':', 'B');

  private ModelKind() {}

  /** A length of eight bytes, then the brace that opens a header. */
  static boolean isSafetensors(byte[] file) {
    if (file.length <= Long.BYTES || file[Long.BYTES] != '{') {
      return false;
    }
    long header = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN).getLong();
    return header >= 2 && header <= LONGEST_HEADER;
  }

  /**
   * Tells the kind of what isn't text.
   *
   * @param head the first bytes, each a character of the same number
   */
  static @Nullable FileKind of(String head) {
    if (head.startsWith("PK\u0003\u0004") || head.startsWith("PK\u0005\u0006")) {
      return head.contains("data.pkl") ? FileKind.PYTORCH : FileKind.ZIP;
    }
    if (head.startsWith(OLD_PYTORCH)) {
      return FileKind.PYTORCH;
    }
    if (head.length() > 1
        && head.charAt(0) == '\u0080'
        && head.charAt(1) >= 2
        && head.charAt(1) <= 5) {
      return FileKind.PICKLE;
    }
    if (head.startsWith("\u0089HDF\r\n\u001a\n")) {
      return FileKind.HDF5;
    }
    if (head.startsWith("TFL3", 4)) {
      return FileKind.TFLITE;
    }
    if (head.startsWith("GGUF")) {
      return FileKind.GGUF;
    }
    if (head.startsWith("\u0093NUMPY")) {
      return FileKind.NUMPY;
    }
    if (head.startsWith("\u001f\u008b")) {
      return FileKind.GZIP;
    }
    if (head.startsWith("ustar", TAR_MAGIC)) {
      return FileKind.TAR;
    }
    return protobuf(head);
  }

  /** A version, and the tag of a field that may follow it. */
  private static @Nullable FileKind protobuf(String head) {
    if (head.length() < 4 || head.charAt(0) != '\b') {
      return null;
    }
    if (head.startsWith("\b\u0001\u0012")) {
      return FileKind.TENSORFLOW;
    }
    boolean version = head.charAt(1) >= 1 && head.charAt(1) <= 32;
    return version && ONNX_FIELDS.contains(head.charAt(2)) ? FileKind.ONNX : null;
  }

  /** What is packed in a zip, by the names in its list; its beginning need not say. */
  static FileKind packedIn(Path zip) {
    try (ZipFile file = new ZipFile(zip.toFile(), StandardCharsets.ISO_8859_1)) {
      Set<String> names =
          file.stream()
              .map(ZipEntry::getName)
              .map(name -> name.substring(name.lastIndexOf('/') + 1))
              .collect(Collectors.toSet());
      return names.contains("data.pkl")
          ? FileKind.PYTORCH
          : names.contains("model.weights.h5") ? FileKind.KERAS : FileKind.ZIP;
    } catch (IOException e) {
      // Its list stands at its end, which is missing: only the name is left to go by.
      boolean torch = zip.toString().toLowerCase(Locale.ROOT).matches("(?s).*\\.(pt|pth)");
      return torch ? FileKind.PYTORCH : FileKind.ZIP;
    }
  }
}
