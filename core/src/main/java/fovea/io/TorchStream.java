package fovea.io;

import static fovea.io.Header.quoted;

import fovea.FoveaException;
import fovea.io.pickle.Unpickler;
import java.io.EOFException;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The format of PyTorch before 1.6: five pickles one after the other (a number that says what the
 * file is, the format's version, the system, what was saved, the keys of its storages), then each
 * storage, its count of numbers before it.
 */
final class TorchStream implements TorchContainer {
  private static final BigInteger MAGIC = new BigInteger("1950a86a20f9469cfc6c", 16);
  private static final long VERSION = 1001;

  private final FileChannel channel;
  private final Map<String, Long> begins = new LinkedHashMap<>();

  private TorchStream(FileChannel channel) {
    this.channel = channel;
  }

  static TorchStream open(Path file) throws IOException {
    return new TorchStream(FileChannel.open(file));
  }

  @Override
  public Object value() throws IOException {
    ByteBuffer head = at(0, (int) Math.min(channel.size(), LARGEST_PICKLE));
    TorchObjects objects = new TorchObjects();
    if (!MAGIC.equals(Unpickler.read(head, objects))) {
      throw new FoveaException("doesn't begin as files of PyTorch do");
    }
    if (!Unpickler.read(head, objects).equals(VERSION)) {
      throw new FoveaException("is of a version of PyTorch's format that Fovea doesn't know");
    }
    Object unused = Unpickler.read(head, objects); // sizes of C's types
    Object value = Unpickler.read(head, objects);
    if (!(Unpickler.read(head, objects) instanceof List<?> keys)) {
      throw new FoveaException("its pickle is damaged: the keys of its storages are no list");
    }
    place(keys, objects.storages(), head.position());
    return value;
  }

  private void place(List<?> keys, Map<String, TorchStorage> storages, long from) {
    long begin = from;
    for (Object key : keys) {
      TorchStorage storage = key instanceof String name ? storages.get(name) : null;
      if (storage == null) {
        throw new FoveaException("its pickle is damaged: it lists a storage that no tensor has");
      }
      begin += Long.BYTES;
      begins.put(storage.key(), begin);
      begin = Header.sum(begin, storage.bytes());
      if (begin == Long.MAX_VALUE) {
        return; // the next check says of which tensor
      }
    }
  }

  @Override
  public void check(String tensor, TorchStorage storage) {
    Long begin = begins.get(storage.key());
    long left;
    try {
      left = begin == null ? 0 : Math.max(0, channel.size() - begin);
    } catch (IOException e) {
      left = 0;
    }
    if (left < storage.bytes()) {
      throw new FoveaException(
          String.format(
              Locale.ROOT,
              "tensor %s needs %,d bytes, but the file has %,d for it; it is cut short or damaged",
              quoted(tensor),
              storage.bytes(),
              left));
    }
  }

  @Override
  public ByteBuffer read(TorchStorage storage) throws IOException {
    long begin = begins.getOrDefault(storage.key(), 0L);
    if (at(begin - Long.BYTES, Long.BYTES).getLong() != storage.elements()) {
      throw new FoveaException(
          "storage %s has another size than its tensors expect; the file is damaged"
              .formatted(quoted(storage.key())));
    }
    return at(begin, (int) storage.bytes());
  }

  private ByteBuffer at(long position, int length) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
    while (bytes.hasRemaining()) {
      if (channel.read(bytes, position + bytes.position()) < 0) {
        throw new EOFException("it is cut short");
      }
    }
    return bytes.flip();
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
