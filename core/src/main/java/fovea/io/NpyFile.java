package fovea.io;

import fovea.FoveaException;
import fovea.files.FileFailure;
import fovea.files.FileName;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An array that NumPy saved: whole numbers, row by row. Its rows, the parts along the first
 * dimension, are read as they are asked for.
 *
 * @param type as NumPy calls it, such as {@code uint8}
 * @param shape its sizes
 * @param start of the numbers in the file
 * @see <a href="https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html">The
 *     format</a>
 */
public record NpyFile(Path file, String type, List<Long> shape, long start) {
  private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};

  /** Magic and two bytes of version stand before the header's length. */
  private static final int LENGTH = 8;

  /** With two bytes of length, as in the first version. */
  private static final int SHORT_PREAMBLE = LENGTH + 2;

  private static final int PREAMBLE = LENGTH + 4;

  private static final int LONGEST_HEADER = 1 << 16;
  private static final Pattern TYPE = Pattern.compile("'descr'\\s*:\\s*'([<>|=]?)([a-zA-Z]\\d+)'");
  private static final Pattern ORDER = Pattern.compile("'fortran_order'\\s*:\\s*(True|False)");
  private static final Pattern SHAPE = Pattern.compile("'shape'\\s*:\\s*\\(([0-9,\\s]*)\\)");

  public NpyFile {
    shape = List.copyOf(shape);
  }

  /**
   * Reads the header.
   *
   * @throws FoveaException if it is no such file, or shorter than its header says
   */
  public static NpyFile open(Path file) {
    if (!Files.isRegularFile(file)) {
      throw new FoveaException(file + ": no such file, expected an array of NumPy's (.npy)");
    }
    try (FileChannel channel = FileChannel.open(file)) {
      byte[] head = read(channel, 0, (int) Math.min(PREAMBLE, channel.size()));
      if (head.length < PREAMBLE || !Arrays.equals(MAGIC, Arrays.copyOf(head, MAGIC.length))) {
        throw new FoveaException(
            FileName.ofPath(file) + ": not a file of NumPy's (.npy); name one that np.save wrote");
      }
      boolean first = head[MAGIC.length] == 1;
      int from = first ? SHORT_PREAMBLE : PREAMBLE;
      ByteBuffer sizes = littleEndian(head);
      long length =
          first
              ? Short.toUnsignedLong(sizes.getShort(LENGTH))
              : Integer.toUnsignedLong(sizes.getInt(LENGTH));
      if (length > LONGEST_HEADER || from + length > channel.size()) {
        throw damaged(file);
      }
      String header = new String(read(channel, from, (int) length), StandardCharsets.ISO_8859_1);
      NpyFile found = parsed(file, header, from + length);
      found.requireWhole(channel.size());
      return found;
    } catch (IOException e) {
      throw FileFailure.unreadable(file, e);
    }
  }

  private static NpyFile parsed(Path file, String header, long start) {
    Matcher type = TYPE.matcher(header);
    Matcher order = ORDER.matcher(header);
    Matcher shape = SHAPE.matcher(header);
    if (!type.find() || !order.find() || !shape.find()) {
      throw damaged(file);
    }
    if (order.group(1).equals("True")) {
      throw new FoveaException(
          FileName.ofPath(file)
              + ": its numbers lie column by column, expected row by row; save it again by"
              + " np.save(file, np.ascontiguousarray(array))");
    }
    boolean bigEndian = type.group(1).equals(">");
    String name =
        switch (type.group(2)) {
          case "u1" -> "uint8";
          case "i4" -> "int32";
          case "i8" -> "int64";
          default -> "";
        };
    if (name.isEmpty() || (bigEndian && !name.equals("uint8"))) {
      throw new FoveaException(
          "%s: numbers of type %s, expected uint8, int32 or int64"
              .formatted(FileName.ofPath(file), type.group(1) + type.group(2)));
    }
    try {
      List<Long> sizes =
          Arrays.stream(shape.group(1).split(","))
              .map(String::strip)
              .filter(size -> !size.isEmpty())
              .map(Long::valueOf)
              .toList();
      return new NpyFile(file, name, sizes, start);
    } catch (NumberFormatException e) {
      throw damaged(file);
    }
  }

  private static FoveaException damaged(Path file) {
    return new FoveaException(
        FileName.ofPath(file) + ": its header is damaged; copy or download the file again");
  }

  private void requireWhole(long size) {
    long expected;
    try {
      expected = bytesOfNumber();
      for (long each : shape) {
        expected = Math.multiplyExact(expected, each);
      }
    } catch (ArithmeticException e) {
      throw damaged(file);
    }
    if (size - start < expected) {
      throw new FoveaException(
          String.format(
              Locale.ROOT,
              "%s: %,d bytes of numbers, expected %,d for %s; it is cut short, copy or download it"
                  + " again",
              FileName.ofPath(file),
              size - start,
              expected,
              this));
    }
  }

  private long bytesOfNumber() {
    return switch (type) {
      case "uint8" -> 1;
      case "int32" -> 4;
      default -> 8;
    };
  }

  private long bytesOfRow() {
    return shape.stream().skip(1).reduce(bytesOfNumber(), (a, b) -> a * b);
  }

  /**
   * The bytes of several rows as they stand in the file.
   *
   * @param rows each from 0 to below the first size
   */
  public byte[][] rows(long[] rows) {
    int bytes = Math.toIntExact(bytesOfRow());
    byte[][] found = new byte[rows.length][];
    try (FileChannel channel = FileChannel.open(file)) {
      for (int i = 0; i < rows.length; i++) {
        if (rows[i] < 0 || shape.isEmpty() || rows[i] >= shape.get(0)) {
          throw new IllegalArgumentException("row " + rows[i] + " of " + this);
        }
        found[i] = read(channel, start + rows[i] * bytes, bytes);
      }
      return found;
    } catch (NoSuchFileException e) {
      throw new FoveaException(file + ": was there before, and no longer is", e);
    } catch (IOException e) {
      throw FileFailure.unreadable(file, e);
    }
  }

  /** All numbers, row by row. */
  public long[] numbers() {
    long count = shape.stream().reduce(1L, (a, b) -> a * b);
    int bytes = Math.toIntExact(count * bytesOfNumber());
    try (FileChannel channel = FileChannel.open(file)) {
      ByteBuffer all = littleEndian(read(channel, start, bytes));
      long[] numbers = new long[Math.toIntExact(count)];
      for (int i = 0; i < numbers.length; i++) {
        numbers[i] =
            switch (type) {
              case "uint8" -> all.get(i) & 0xff;
              case "int32" -> all.getInt(4 * i);
              default -> all.getLong(8 * i);
            };
      }
      return numbers;
    } catch (IOException e) {
      throw FileFailure.unreadable(file, e);
    }
  }

  private static ByteBuffer littleEndian(byte[] bytes) {
    return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  private static byte[] read(FileChannel channel, long position, int count) throws IOException {
    byte[] bytes = new byte[count];
    ByteBuffer into = ByteBuffer.wrap(bytes);
    while (into.hasRemaining()) {
      int read = channel.read(into, position + into.position());
      if (read < 0) {
        throw new IOException("the file ends too early");
      }
    }
    return bytes;
  }

  /** Type and sizes, such as {@code uint8 [50000, 32, 32, 3]}. */
  @Override
  public String toString() {
    return type + " " + shape;
  }
}
