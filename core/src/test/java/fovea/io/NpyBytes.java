package fovea.io;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Files as np.save writes them. */
public final class NpyBytes {
  private NpyBytes() {}

  /** Of whole numbers in bytes, row by row. */
  public static Path write(Path file, String shape, byte[] numbers) throws IOException {
    return write(file, 1, "|u1", false, shape, numbers);
  }

  static Path write(
      Path file, int version, String descr, boolean columns, String shape, byte[] numbers)
      throws IOException {
    String header =
        "{'descr': '%s', 'fortran_order': %s, 'shape': %s, }"
            .formatted(descr, columns ? "True" : "False", shape);
    int length = version == 1 ? 2 : 4;
    String padded = header + " ".repeat(63 - (8 + length + header.length()) % 64) + "\n";
    ByteBuffer bytes =
        ByteBuffer.allocate(8 + length + padded.length() + numbers.length)
            .order(ByteOrder.LITTLE_ENDIAN)
            .put(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', (byte) version, 0});
    if (version == 1) {
      bytes.putShort((short) padded.length());
    } else {
      bytes.putInt(padded.length());
    }
    bytes.put(padded.getBytes(StandardCharsets.ISO_8859_1)).put(numbers);
    return Files.write(file, bytes.array());
  }
}
