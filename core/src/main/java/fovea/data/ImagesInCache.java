package fovea.data;

import fovea.FoveaException;
import fovea.data.folder.IntSort;
import fovea.data.folder.SplitWord;
import fovea.files.FileFailure;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32C;

/**
 * Images whose pixels lie in a cache on the disk, as fixed-size records. They are numbered split by
 * split in the order of their digests; their records lie at random. In memory are about ten bytes
 * an image: its record, the record's checksum, and its class.
 */
final class ImagesInCache implements ImageSource {
  /** So many records are read together where the cache is larger than memory. */
  static final int BLOCK = 256;

  static final String PIXELS = "pixels";

  /** Records that lie as near are read at once, with what is between them. */
  private static final int GAP_BYTES = 1 << 16;

  private static final int MOST_AT_ONCE = 1 << 22;
  private static final int DIGESTS_AT_ONCE = 1 << 12;
  private static final int SUMS_AT_ONCE = 1 << 12;

  /** So many images are read by several threads: a disk answers them together. */
  private static final int MANY = 1 << 10;

  private final Path cache;
  private final CacheManifest manifest;
  private final CacheIndex layout;
  private final PixelFile pixels;
  private final PixelFile index;
  private final int[] records;
  private final int[] checksums;
  private final Labels labels;
  private final CachedNames names;
  private final boolean inBlocks;
  private final Map<SplitWord, Integer> starts = new EnumMap<>(SplitWord.class);

  /** The files stay the caller's where this throws. */
  private ImagesInCache(
      Path cache,
      CacheManifest manifest,
      int classes,
      boolean inBlocks,
      CachedNames names,
      PixelFile pixels,
      PixelFile index)
      throws IOException {
    this.names = names;
    this.cache = cache;
    this.manifest = manifest;
    this.inBlocks = inBlocks;
    this.pixels = pixels;
    this.index = index;
    int images = 0;
    for (SplitWord split : SplitWord.values()) {
      starts.put(split, images);
      images += manifest.images(split);
    }
    layout = new CacheIndex(manifest.records(), images);
    if (pixels.size() != bytes(manifest)
        || index.size() != layout.size()
        || CacheIndex.crc32c(index, index.size()) != manifest.indexCrc32c()) {
      throw new EOFException("damaged");
    }
    records = CacheIndex.ints(index, layout.places(), images);
    checksums = CacheIndex.ints(index, layout.checksums(), manifest.records());
    int[] theirs = CacheIndex.ints(index, layout.labels(), images);
    labels = Labels.of(images, classes, i -> theirs[i]);
  }

  private ImagesInCache(ImagesInCache larger, ImagesInCache order) {
    cache = larger.cache;
    manifest = larger.manifest;
    layout = larger.layout;
    pixels = larger.pixels;
    index = larger.index;
    checksums = larger.checksums;
    inBlocks = larger.inBlocks;
    starts.putAll(order.starts);
    records = order.records;
    names = order.names;
    labels = order.labels;
  }

  /**
   * These images under the numbers that they have in another cache, of the same files in another
   * size; only their pixels may be asked for.
   *
   * @throws FoveaException if not the same files could be read
   */
  ImagesInCache numberedAs(ImagesInCache other) {
    if (!manifest.unreadPlaces().equals(other.manifest.unreadPlaces())) {
      throw new FoveaException(
          manifest.folder() + ": its images changed while they were read; start again");
    }
    return new ImagesInCache(this, other);
  }

  /**
   * Opens a cache.
   *
   * @param classes how many there are
   * @param inBlocks whether it is too large for memory to hold
   * @param names of its records
   * @throws IOException if it isn't whole
   */
  static ImagesInCache open(
      Path cache, CacheManifest manifest, int classes, boolean inBlocks, CachedNames names)
      throws IOException {
    PixelFile pixels = PixelFile.open(cache.resolve(PIXELS));
    PixelFile index = null;
    try {
      index = PixelFile.open(cache.resolve(CacheIndex.NAME));
      return new ImagesInCache(cache, manifest, classes, inBlocks, names, pixels, index);
    } catch (IOException | RuntimeException | Error e) {
      pixels.close();
      if (index != null) {
        index.close();
      }
      throw e;
    }
  }

  static long bytes(CacheManifest manifest) {
    return (long) manifest.records() * manifest.recordBytes();
  }

  /** The images of a split. */
  int[] images(SplitWord split) {
    int start = starts.getOrDefault(split, 0);
    int[] images = new int[manifest.images(split)];
    Arrays.setAll(images, i -> start + i);
    return images;
  }

  /** Whether these are the images of one split, all of them and in their order. */
  boolean isSplit(int[] images) {
    return Arrays.stream(SplitWord.values())
        .anyMatch(split -> Arrays.equals(images, images(split)));
  }

  /** Whether it takes longer to read images from all over the cache than from the same block. */
  boolean isReadInBlocks() {
    return inBlocks;
  }

  /** Where an image lies among the records. */
  int record(int image) {
    return records[image];
  }

  @Override
  public int size() {
    return records.length;
  }

  @Override
  public int label(int image) {
    return labels.of(image);
  }

  @Override
  public String name(int image) {
    return names.of(records[image]);
  }

  @Override
  public byte[] pixels(int image) {
    byte[] found = new byte[manifest.recordBytes()];
    read(found, records[image]);
    check(found, 0, records[image]);
    return found;
  }

  @Override
  public List<byte[]> pixels(int[] images) {
    if (!inBlocks) {
      return images.length < MANY
          ? ImageSource.super.pixels(images)
          : Arrays.stream(images).parallel().mapToObj(this::pixels).toList();
    }
    int size = manifest.recordBytes();
    int[] order = readingOrder(images);
    byte[][] found = new byte[images.length][];
    for (int first = 0, end; first < order.length; first = end) {
      int start = records[images[order[first]]];
      int last = start;
      for (end = first + 1; end < order.length; end++) {
        int next = records[images[order[end]]];
        if ((long) (next - last - 1) * size > GAP_BYTES
            || (long) (next - start + 1) * size > MOST_AT_ONCE) {
          break;
        }
        last = next;
      }
      byte[] run = new byte[(last - start + 1) * size];
      read(run, start);
      for (int i = first; i < end; i++) {
        int record = records[images[order[i]]];
        int offset = (record - start) * size;
        check(run, offset, record);
        found[order[i]] = Arrays.copyOfRange(run, offset, offset + size);
      }
    }
    return List.of(found);
  }

  /** As their records lie, where it takes long to go from one to another. */
  @Override
  public int[] readingOrder(int[] images) {
    int[] order = ImageSource.super.readingOrder(images);
    if (inBlocks) {
      IntSort.sort(order, (a, b) -> Integer.compare(records[images[a]], records[images[b]]));
    }
    return order;
  }

  private void read(byte[] found, int record) {
    try {
      pixels.read(ByteBuffer.wrap(found), (long) record * manifest.recordBytes());
    } catch (EOFException e) {
      throw damaged("ends too early", e);
    } catch (IOException e) {
      throw FileFailure.unreadable(cache.resolve(PIXELS), e);
    }
  }

  private void check(byte[] found, int offset, int record) {
    CRC32C crc = new CRC32C();
    crc.update(found, offset, manifest.recordBytes());
    if ((int) crc.getValue() != checksums[record]) {
      throw damaged(
          "is damaged (record %d isn't as it was written)".formatted(record),
          new IOException("checksum"));
    }
  }

  /** Without its manifest a cache isn't whole, and is made anew. */
  private FoveaException damaged(String finding, IOException e) {
    String next = "start again, and it is made anew";
    try {
      Files.deleteIfExists(cache.resolve(CacheManifest.NAME));
    } catch (IOException alsoFailed) {
      next = "it has to be made anew, but can't be written";
    }
    return new FoveaException(
        "%s: the cache of the images of %s %s; %s"
            .formatted(cache.resolve(PIXELS), manifest.folder(), finding, next),
        e);
  }

  @Override
  public long[] pixelHashes(int[] images) {
    try {
      long[] all = CacheIndex.longs(index, layout.hashes(), manifest.records());
      return Arrays.stream(images).mapToLong(image -> all[records[image]]).toArray();
    } catch (IOException e) {
      throw FileFailure.unreadable(cache.resolve(CacheIndex.NAME), e);
    }
  }

  /** They have: the hash is the first 64 bits of a SHA-256. */
  @Override
  public boolean samePixels(int one, int other) {
    return true;
  }

  /** As they were summed when the cache was made. */
  @Override
  public long[] channelSums(int[] images) {
    long[] sums = new long[ChannelStatistics.SUMS];
    int[] sorted = Arrays.stream(images).map(image -> records[image]).sorted().toArray();
    try {
      int next = 0;
      while (next < sorted.length) {
        int start = sorted[next];
        int some = Math.min(SUMS_AT_ONCE, manifest.records() - start);
        long[] theirs =
            CacheIndex.longs(index, layout.sums() + 8L * sums.length * start, some * sums.length);
        for (; next < sorted.length && sorted[next] < start + some; next++) {
          for (int i = 0; i < sums.length; i++) {
            sums[i] += theirs[(sorted[next] - start) * sums.length + i];
          }
        }
      }
      return sums;
    } catch (IOException e) {
      throw FileFailure.unreadable(cache.resolve(CacheIndex.NAME), e);
    }
  }

  void addDigests(int[] images, MessageDigest sha) {
    ByteBuffer some = ByteBuffer.allocate(0);
    int start = 0;
    try {
      for (int image : images) {
        int offset = (image - start) * Digests.BYTES;
        if (offset < 0 || offset >= some.capacity()) {
          start = image;
          offset = 0;
          some = ByteBuffer.allocate(Math.min(DIGESTS_AT_ONCE, size() - image) * Digests.BYTES);
          index.read(some, layout.digests() + (long) image * Digests.BYTES);
        }
        sha.update(some.array(), offset, Digests.BYTES);
      }
    } catch (IOException e) {
      throw FileFailure.unreadable(cache.resolve(CacheIndex.NAME), e);
    }
  }

  @Override
  public PixelPlace place() {
    return new PixelPlace(bytes(manifest), cache);
  }
}
