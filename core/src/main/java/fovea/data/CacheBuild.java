package fovea.data;

import fovea.data.CacheManifest.Unread;
import fovea.data.ImageFolder.Unreadable;
import fovea.data.folder.FolderLayout;
import fovea.data.folder.LabelledFiles;
import fovea.data.folder.SplitWord;
import fovea.files.FileFailure;
import fovea.files.FileName;
import fovea.files.Sha256;
import fovea.tensor.Rng;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.zip.CRC32C;

/**
 * Decodes a folder's images into a cache: a few on each core at a time, and a few dozen bytes for
 * each in memory. The files are taken at random, always in the same way, so that images of a class
 * don't lie together.
 */
final class CacheBuild {
  private static final int BYTES_AT_ONCE = 1 << 20;
  private static final Set<StandardOpenOption> NEW =
      Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);

  private final Path folder;
  private final FolderLayout images;
  private final FolderReading reading;
  private final int recordBytes;

  /** Which file, numbered through all splits, each record is of. */
  private final int[] files;

  private final int[] checksums;

  /** By file. */
  private final byte[] digests;

  private final NavigableMap<Integer, Unreadable> unreadable = new ConcurrentSkipListMap<>();
  private final Map<SplitWord, Integer> starts = new EnumMap<>(SplitWord.class);
  private CacheIndex index;

  private CacheBuild(Path folder, FolderLayout images, int recordBytes, FolderReading reading) {
    this.folder = folder;
    this.images = images;
    this.reading = reading;
    this.recordBytes = recordBytes;
    files = files(images);
    checksums = new int[files.length];
    digests = new byte[Math.multiplyExact(files.length, Digests.BYTES)];
    index = new CacheIndex(files.length, 0);
    int start = 0;
    for (SplitWord split : SplitWord.values()) {
      starts.put(split, start);
      start += images.images(split).size();
    }
  }

  /** Which file, numbered through all splits, each record of a folder's cache is of. */
  static int[] files(FolderLayout images) {
    return Rng.seeded(0).split("records").permutation(images.size());
  }

  /**
   * Makes a cache.
   *
   * @param folder an empty one
   * @param source {@link FolderLayout#fingerprint} of the images
   * @throws fovea.FoveaException if the disk is full, for instance
   */
  static void write(
      Path folder,
      FolderLayout images,
      int height,
      int width,
      String source,
      FolderReading reading) {
    CacheBuild build = new CacheBuild(folder, images, 3 * height * width, reading);
    build.decode();
    Map<String, Integer> counts = new LinkedHashMap<>();
    long crc = build.writeIndex(counts);
    new CacheManifest(
            CacheManifest.FORMAT,
            FileName.ofPath(images.folder().toAbsolutePath().normalize()),
            height,
            width,
            source,
            images.size(),
            counts,
            crc,
            build.unread())
        .write(folder);
  }

  /** Chunk after chunk, so that how long the file is tells others how much of it is written. */
  private void decode() {
    Path file = folder.resolve(ImagesInCache.PIXELS);
    try (FileChannel pixels = FileChannel.open(file, NEW);
        FileChannel out = FileChannel.open(folder.resolve(CacheIndex.NAME), NEW)) {
      int some = Math.max(1, BYTES_AT_ONCE / recordBytes);
      int chunks = (files.length + some - 1) / some;
      AtomicInteger next = new AtomicInteger();
      IntStream.range(0, chunks)
          .parallel()
          .forEach(
              unused -> {
                int first = next.getAndIncrement() * some;
                decode(first, Math.min(files.length, first + some), pixels, out);
              });
      pixels.force(true);
    } catch (IOException e) {
      throw FileFailure.unwritable(file, e);
    }
  }

  private void decode(int first, int end, FileChannel pixels, FileChannel out) {
    ByteBuffer records = ByteBuffer.allocate((end - first) * recordBytes);
    ByteBuffer hashes = ByteBuffer.allocate((end - first) * Long.BYTES);
    ByteBuffer sums = ByteBuffer.allocate((end - first) * ChannelStatistics.SUMS * Long.BYTES);
    byte[] unused = new byte[recordBytes];
    CRC32C crc = new CRC32C();
    for (int record = first; record < end; record++) {
      int number = files[record];
      SplitWord split = split(number);
      int place = number - start(split);
      LabelledFiles among = images.images(split);
      List<byte[]> decoded = reading.decode(among.get(place).file(), number, unreadable);
      byte[] kept = decoded.isEmpty() ? unused : decoded.get(0);
      records.put(kept);
      hashes.put(Sha256.fresh().digest(kept), 0, Long.BYTES);
      long[] own = new long[ChannelStatistics.SUMS];
      ChannelStatistics.addSums(kept, own);
      LongStream.of(own).forEach(sums::putLong);
      crc.reset();
      crc.update(kept);
      checksums[record] = (int) crc.getValue();
      System.arraycopy(
          OrderedImages.digest(among.label(place), kept),
          0,
          digests,
          number * Digests.BYTES,
          Digests.BYTES);
    }
    try {
      CacheIndex.writeAll(pixels, records.flip(), (long) first * recordBytes);
      CacheIndex.writeAll(out, hashes.flip(), index.hashes() + (long) first * Long.BYTES);
      long before = (long) first * ChannelStatistics.SUMS * Long.BYTES;
      CacheIndex.writeAll(out, sums.flip(), index.sums() + before);
    } catch (IOException e) {
      throw FileFailure.unwritable(folder, e);
    }
  }

  private SplitWord split(int number) {
    SplitWord found = SplitWord.TRAIN;
    for (SplitWord split : SplitWord.values()) {
      if (start(split) <= number) {
        found = split;
      }
    }
    return found;
  }

  private int start(SplitWord split) {
    return starts.getOrDefault(split, 0);
  }

  /**
   * Writes the rest of the index, when all is decoded.
   *
   * @param counts gets the number of images of each split
   * @return the CRC32C of the whole index
   */
  private long writeIndex(Map<String, Integer> counts) {
    Path file = folder.resolve(CacheIndex.NAME);
    int[] ordered = ordered(counts);
    int[] records = new int[files.length];
    for (int record = 0; record < files.length; record++) {
      records[files[record]] = record;
    }
    index = new CacheIndex(files.length, ordered.length);
    try (FileChannel out = FileChannel.open(file, StandardOpenOption.WRITE)) {
      CacheIndex.write(out, index.checksums(), checksums.length, i -> checksums[i]);
      CacheIndex.write(out, index.places(), ordered.length, i -> records[ordered[i]]);
      CacheIndex.write(out, index.labels(), ordered.length, i -> label(ordered[i]));
      CacheIndex.writeDigests(out, index.digests(), digests, ordered);
      out.force(true);
      try (PixelFile written = PixelFile.open(file)) {
        return CacheIndex.crc32c(written, index.size());
      }
    } catch (IOException e) {
      throw FileFailure.unwritable(file, e);
    }
  }

  private int label(int number) {
    SplitWord split = split(number);
    return images.images(split).label(number - start(split));
  }

  /** The files that could be read, split by split in the order of their digests. */
  private int[] ordered(Map<String, Integer> counts) {
    int[] all = Digests.order(digests);
    int[] ordered = new int[all.length - unreadable.size()];
    int end = 0;
    for (SplitWord split : SplitWord.values()) {
      int start = end;
      for (int number : all) {
        if (split(number) == split && !unreadable.containsKey(number)) {
          ordered[end++] = number;
        }
      }
      counts.put(split.toString(), end - start);
    }
    return ordered;
  }

  private List<Unread> unread() {
    List<Unread> unread = new ArrayList<>();
    unreadable.forEach(
        (number, image) -> {
          SplitWord split = split(number);
          unread.add(new Unread(split.toString(), number - start(split), image.reason()));
        });
    return unread;
  }
}
