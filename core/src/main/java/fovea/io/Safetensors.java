package fovea.io;

import static fovea.io.Header.METADATA;
import static fovea.io.Header.quoted;
import static fovea.io.Header.refusal;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import fovea.FoveaException;
import fovea.files.AtomicFile;
import fovea.files.FileFailure;
import fovea.files.FileKind;
import fovea.tensor.DType;
import fovea.tensor.Tensor;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Named tensors in one file that is safe to read from anyone: eight bytes of header length, a JSON
 * header, raw little-endian data. The same tensors and metadata always give the same bytes.
 *
 * @see <a href="https://github.com/huggingface/safetensors#format">The format</a>
 */
public final class Safetensors {
  /** The format's own limit, so that a lying length costs nothing. */
  static final long LARGEST_HEADER = 100_000_000;

  private static final JsonFactory JSON = new JsonFactory();

  private Safetensors() {}

  private static String name(DType dtype) {
    return switch (dtype) {
      case FLOAT32 -> "F32";
      case BFLOAT16 -> "BF16";
      case UINT8 -> "U8";
      case INT64 -> "I64";
    };
  }

  /**
   * Writes a file aside and moves it into place. The header keeps the tensors' order; their data
   * are sorted by width, widest first, so that every tensor is aligned for programs that map the
   * file.
   *
   * @throws FoveaException if the file can't be written
   */
  public static void write(Path file, StoredTensors stored) {
    AtomicFile.write(file, out -> writeTo(out, stored));
  }

  /** The same to whatever takes bytes. */
  public static void writeTo(OutputStream out, StoredTensors stored) throws IOException {
    List<Map.Entry<String, StoredTensor>> byWidth = new ArrayList<>(stored.tensors().entrySet());
    byWidth.sort(Comparator.comparingInt(entry -> -entry.getValue().dtype().bytes()));
    byte[] header = header(stored, byWidth);
    WritableByteChannel channel = Channels.newChannel(out);
    ByteBuffer length = ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    writeFully(channel, length.putLong(header.length).flip());
    writeFully(channel, ByteBuffer.wrap(header));
    for (Map.Entry<String, StoredTensor> entry : byWidth) {
      writeFully(channel, entry.getValue().data());
    }
  }

  /** {@link #write(Path, StoredTensors)} of a copy of the tensors' values. */
  public static void write(Path file, Map<String, Tensor> tensors, Map<String, String> metadata) {
    Map<String, StoredTensor> stored = new LinkedHashMap<>();
    tensors.forEach((name, tensor) -> stored.put(name, StoredTensor.of(tensor)));
    write(file, new StoredTensors(stored, metadata));
  }

  private static byte[] header(
      StoredTensors stored, List<Map.Entry<String, StoredTensor>> byWidth) {
    Map<String, Long> begins = new LinkedHashMap<>();
    long end = 0;
    for (Map.Entry<String, StoredTensor> entry : byWidth) {
      begins.put(entry.getKey(), end);
      end += entry.getValue().data().remaining();
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (JsonGenerator json = JSON.createGenerator(bytes)) {
      json.writeStartObject();
      if (!stored.metadata().isEmpty()) {
        json.writeObjectFieldStart(METADATA);
        for (Map.Entry<String, String> entry : stored.metadata().entrySet()) {
          json.writeStringField(entry.getKey(), entry.getValue());
        }
        json.writeEndObject();
      }
      for (Map.Entry<String, StoredTensor> entry : stored.tensors().entrySet()) {
        writeEntry(json, entry.getKey(), entry.getValue(), begins.getOrDefault(entry.getKey(), 0L));
      }
      json.writeEndObject();
    } catch (IOException e) {
      throw new FoveaException("the safetensors header can't be written: " + e.getMessage(), e);
    }
    while (bytes.size() % 8 != 0) {
      bytes.write(' ');
    }
    return bytes.toByteArray();
  }

  private static void writeEntry(JsonGenerator json, String name, StoredTensor tensor, long begin)
      throws IOException {
    if (name.equals(METADATA)) {
      throw new IllegalArgumentException("a tensor can't be named " + METADATA);
    }
    json.writeObjectFieldStart(name);
    json.writeStringField("dtype", name(tensor.dtype()));
    json.writeFieldName("shape");
    long[] sizes = tensor.shape().toArray();
    json.writeArray(sizes, 0, sizes.length);
    json.writeFieldName("data_offsets");
    json.writeArray(new long[] {begin, begin + tensor.data().remaining()}, 0, 2);
    json.writeEndObject();
  }

  private static void writeFully(WritableByteChannel channel, ByteBuffer bytes) throws IOException {
    while (bytes.hasRemaining()) {
      channel.write(bytes);
    }
  }

  /**
   * Reads a whole file, after its header was found to describe exactly the bytes that follow it.
   *
   * @throws FoveaException if the file can't be read or anything in it is not as the format says
   */
  public static StoredTensors read(Path file) {
    String name = file.toString();
    try (FileChannel channel = FileChannel.open(regular(file))) {
      NotSafetensors.refuse(file, FileKind.of(file));
      Header header = readHeader(name, channel);
      long start = channel.position();
      Map<String, Header.Entry> entries = header.entries();
      checkLayout(name, entries, channel.size() - start);
      Map<String, StoredTensor> tensors = new LinkedHashMap<>();
      for (Header.Entry entry : entries.values()) {
        channel.position(start + entry.begin());
        ByteBuffer data = readFully(name, channel, (int) (entry.end() - entry.begin()));
        tensors.put(entry.name(), StoredTensor.of(entry.format(), entry.shape(), data));
      }
      return new StoredTensors(tensors, header.metadata());
    } catch (NoSuchFileException e) {
      throw new FoveaException(name + ": there is no such file", e);
    } catch (IOException e) {
      throw FileFailure.unreadable(file, e);
    }
  }

  /**
   * What a file says of itself, for which its tensors aren't read.
   *
   * @throws FoveaException if its header can't be read or is not as the format says
   */
  public static Map<String, String> metadata(Path file) {
    try (FileChannel channel = FileChannel.open(regular(file))) {
      NotSafetensors.refuse(file, FileKind.of(file));
      return readHeader(file.toString(), channel).metadata();
    } catch (IOException e) {
      throw FileFailure.unreadable(file, e);
    }
  }

  private static Path regular(Path file) {
    if (Files.isDirectory(file)) {
      throw new FoveaException(file + ": is a folder, expected a safetensors file");
    }
    if (Files.exists(file) && !Files.isRegularFile(file)) { // reading a pipe might never end
      throw new FoveaException(
          file + ": not a regular file, expected a safetensors file; save it as a file first");
    }
    return file;
  }

  private static Header readHeader(String name, FileChannel channel) throws IOException {
    long size = channel.size();
    if (size < Long.BYTES) {
      throw refusal(
          name,
          "%,d bytes, expected at least 8 (the header's length); the file is cut short",
          size);
    }
    long length = readFully(name, channel, Long.BYTES).order(ByteOrder.LITTLE_ENDIAN).getLong();
    boolean possible = length >= 0 && length <= Math.min(LARGEST_HEADER, size - Long.BYTES);
    if (!possible && size > Long.BYTES && !opensHeader(channel)) {
      throw NotSafetensors.unknown(name);
    }
    if (length < 0 || length > LARGEST_HEADER) {
      throw refusal(
          name,
          "the header's length is given as %s bytes, expected at most %,d; is this a safetensors"
              + " file?",
          grouped(length),
          LARGEST_HEADER);
    }
    if (length > size - Long.BYTES) {
      throw refusal(
          name,
          "the header's length is given as %,d bytes, but only %,d follow; the file is cut short",
          length,
          size - Long.BYTES);
    }
    return Header.parse(name, readFully(name, channel, (int) length).array());
  }

  private static boolean opensHeader(FileChannel channel) throws IOException {
    ByteBuffer first = ByteBuffer.allocate(1);
    return channel.read(first, Long.BYTES) == 1 && first.get(0) == '{';
  }

  private static String grouped(long unsigned) {
    return String.format(Locale.ROOT, "%,d", new BigInteger(Long.toUnsignedString(unsigned)));
  }

  /** Tensors must follow each other from the first byte of data to the last. */
  private static void checkLayout(String name, Map<String, Header.Entry> entries, long bytes) {
    List<Header.Entry> inOrder = new ArrayList<>(entries.values());
    inOrder.sort(
        Comparator.comparingLong(Header.Entry::begin).thenComparingLong(Header.Entry::end));
    long free = Runtime.getRuntime().maxMemory();
    long all = inOrder.stream().mapToLong(Header.Entry::bytesHere).reduce(bytes, Header::sum);
    if (all > free) {
      throw refusal(
          name, "holds %,d bytes of tensors, but this JVM may use %,d; raise its -Xmx", all, free);
    }
    long next = 0;
    String before = "the header";
    for (Header.Entry entry : inOrder) {
      String tensor = quoted(entry.name());
      if (entry.end() > bytes) {
        throw refusal(
            name,
            "tensor %s ends at byte %,d of the data, expected at most %,d; the file is cut short",
            tensor,
            entry.end(),
            bytes);
      }
      if (entry.begin() < next) {
        throw refusal(
            name,
            "tensor %s overlaps %s: it begins at byte %,d of the data, expected %,d",
            tensor,
            before,
            entry.begin(),
            next);
      }
      if (entry.begin() > next) {
        throw refusal(
            name,
            "tensor %s leaves a hole after %s: it begins at byte %,d of the data, expected %,d",
            tensor,
            before,
            entry.begin(),
            next);
      }
      long here = Math.max(entry.end() - entry.begin(), entry.bytesHere());
      if (here > Integer.MAX_VALUE - 16) {
        throw refusal(name, "tensor %s takes %,d bytes, expected less than 2 GB", tensor, here);
      }
      next = entry.end();
      before = "tensor " + tensor;
    }
    if (next < bytes) {
      throw refusal(name, "%,d bytes follow the last tensor, expected none", bytes - next);
    }
  }

  private static ByteBuffer readFully(String name, FileChannel channel, int length)
      throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(length);
    while (bytes.hasRemaining()) {
      if (channel.read(bytes) < 0) {
        throw new EOFException(name + " became shorter while it was read");
      }
    }
    return bytes.flip();
  }
}
