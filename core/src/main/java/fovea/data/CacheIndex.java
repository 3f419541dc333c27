package fovea.data;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.function.IntUnaryOperator;
import java.util.zip.CRC32C;

/**
 * Where what lies in the index of a cache, all of it big-endian: for each record a hash of its
 * pixels (8 bytes); likewise the sums of its red, green and blue values and of their squares (48);
 * likewise the CRC32C of its pixels (4); then for each image, split by split in the order of the
 * digests, its record (4); likewise its class (4); and likewise its digest (32).
 *
 * @param images in all splits
 */
record CacheIndex(int records, int images) {
  static final String NAME = "index";

  private static final int CHUNK = 1 << 16;

  long hashes() {
    return 0;
  }

  long sums() {
    return 8L * records;
  }

  long checksums() {
    return sums() + (long) ChannelStatistics.SUMS * 8 * records;
  }

  long places() {
    return checksums() + 4L * records;
  }

  long labels() {
    return places() + 4L * images;
  }

  long digests() {
    return labels() + 4L * images;
  }

  long size() {
    return digests() + (long) Digests.BYTES * images;
  }

  /** Numbers from a place on. */
  static int[] ints(PixelFile file, long position, int count) throws IOException {
    int[] ints = new int[count];
    for (int first = 0; first < count; first += CHUNK) {
      int some = Math.min(CHUNK, count - first);
      ByteBuffer bytes = ByteBuffer.allocate(4 * some);
      file.read(bytes, position + 4L * first);
      bytes.flip().asIntBuffer().get(ints, first, some);
    }
    return ints;
  }

  static long[] longs(PixelFile file, long position, int count) throws IOException {
    long[] longs = new long[count];
    for (int first = 0; first < count; first += CHUNK) {
      int some = Math.min(CHUNK, count - first);
      ByteBuffer bytes = ByteBuffer.allocate(8 * some);
      file.read(bytes, position + 8L * first);
      bytes.flip().asLongBuffer().get(longs, first, some);
    }
    return longs;
  }

  static void write(FileChannel file, long position, int count, IntUnaryOperator value)
      throws IOException {
    for (int first = 0; first < count; first += CHUNK) {
      int some = Math.min(CHUNK, count - first);
      ByteBuffer bytes = ByteBuffer.allocate(4 * some);
      for (int i = 0; i < some; i++) {
        bytes.putInt(value.applyAsInt(first + i));
      }
      writeAll(file, bytes.flip(), position + 4L * first);
    }
  }

  /** Digests that lie one after the other in memory, in another order. */
  static void writeDigests(FileChannel file, long position, byte[] digests, int[] order)
      throws IOException {
    int chunk = CHUNK / Digests.BYTES;
    for (int first = 0; first < order.length; first += chunk) {
      int some = Math.min(chunk, order.length - first);
      ByteBuffer bytes = ByteBuffer.allocate(Digests.BYTES * some);
      for (int i = 0; i < some; i++) {
        bytes.put(digests, order[first + i] * Digests.BYTES, Digests.BYTES);
      }
      writeAll(file, bytes.flip(), position + (long) Digests.BYTES * first);
    }
  }

  static void writeAll(FileChannel file, ByteBuffer bytes, long position) throws IOException {
    long at = position;
    while (bytes.hasRemaining()) {
      at += file.write(bytes, at);
    }
  }

  /** Of the whole file. */
  static long crc32c(PixelFile file, long size) throws IOException {
    CRC32C crc = new CRC32C();
    for (long at = 0; at < size; at += CHUNK) {
      ByteBuffer bytes = ByteBuffer.allocate((int) Math.min(CHUNK, size - at));
      file.read(bytes, at);
      crc.update(bytes.flip());
    }
    return crc.getValue();
  }
}
