package fovea.data;

import com.sun.management.OperatingSystemMXBean;
import fovea.FoveaException;
import fovea.data.CacheManifest.Unread;
import fovea.data.ImageFolder.Unreadable;
import fovea.data.folder.FolderLayout;
import fovea.data.folder.LabelledFiles;
import fovea.data.folder.SplitWord;
import fovea.files.FileFailure;
import fovea.files.FileName;
import fovea.files.FolderLock;
import fovea.files.Sha256;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The folder of all caches of decoded images, shared by processes.
 *
 * @param folder may not exist yet
 * @param limit bytes for all caches together; else {@code FOVEA_CACHE_GB} says it, or 100 GB or
 *     half of what the disk has left
 * @param inBlocksAbove bytes above which a cache counts as larger than memory and is shuffled in
 *     blocks; else 60 % of the machine's memory
 */
public record ImageCache(Path folder, OptionalLong limit, OptionalLong inBlocksAbove) {
  private static final double SHARE_OF_MEMORY = 0.6;
  private static final int NAME_LENGTH = 16;

  /** Threads of one process can't keep each other out by locked files. */
  private static final ReentrantLock BUILDING = new ReentrantLock();

  /** The usual one. */
  static ImageCache under(Path home) {
    return new ImageCache(home.resolve("cache"), OptionalLong.empty(), OptionalLong.empty());
  }

  /** Where images of one folder and size lie. */
  private record Wanted(
      Path place, String older, FolderLayout images, int height, int width, String source) {
    int recordBytes() {
      return 3 * height * width;
    }

    long bytes() {
      return (long) images.size() * recordBytes()
          + new CacheIndex(images.size(), images.size()).size();
    }
  }

  /**
   * A folder's images, decoded now if they aren't in a cache, or no longer the same. Each size has
   * a cache of its own.
   *
   * @throws FoveaException if there is no room for them, for instance
   */
  Map<SplitWord, ReadSplit> read(
      FolderLayout images, ReadSize size, ImageFolder.Progress progress) {
    Map<SplitWord, ReadSplit> read = read(images, size.height(), size.width(), progress);
    if (!size.hasLarger()) {
      return read;
    }
    ReadSize to = size.larger();
    Map<SplitWord, ReadSplit> larger = read(images, to.height(), to.width(), progress);
    Map<SplitWord, ReadSplit> both = new EnumMap<>(SplitWord.class);
    read.forEach(
        (split, part) -> {
          ReadSplit other = Objects.requireNonNull(larger.get(split), "all splits are read");
          ImagesInCache source =
              ((ImagesInCache) other.images().source())
                  .numberedAs((ImagesInCache) part.images().source());
          both.put(
              split,
              new ReadSplit(
                  part.images().withLarger(to.height(), to.width(), source), part.unreadable()));
        });
    return both;
  }

  private Map<SplitWord, ReadSplit> read(
      FolderLayout images, int height, int width, ImageFolder.Progress progress) {
    create(folder);
    Wanted wanted = wanted(images, height, width);
    CacheUse.begin(wanted.place);
    Optional<Map<SplitWord, ReadSplit>> found = find(wanted);
    if (found.isPresent() && !lacksReadable(found.get(), wanted)) {
      return found.get();
    }
    BUILDING.lock();
    try {
      return findOrBuild(wanted, progress);
    } finally {
      BUILDING.unlock();
    }
  }

  /** While other processes wait to do the same. */
  private Map<SplitWord, ReadSplit> findOrBuild(Wanted wanted, ImageFolder.Progress progress) {
    AtomicBoolean told = new AtomicBoolean();
    try (FolderLock building =
        FolderLock.on(
            lockFile(wanted.place),
            () -> {
              if (told.compareAndSet(false, true)) {
                progress.note("waiting for another process that reads " + wanted.images.folder());
              }
            })) {
      Optional<Map<SplitWord, ReadSplit>> found = find(wanted);
      if (found.isEmpty()) {
        return build(wanted, "is damaged and made anew", progress);
      }
      return lacksReadable(found.get(), wanted)
          ? build(wanted, "lacks images that can be read now, and is made anew", progress)
          : found.get();
    }
  }

  /** Files that can be read again look as they did when they couldn't. */
  private static boolean lacksReadable(Map<SplitWord, ReadSplit> cached, Wanted wanted) {
    List<Unreadable> lacking =
        cached.values().stream().flatMap(read -> read.unreadable().values().stream()).toList();
    return FolderReading.canReadOneOf(lacking, ReadSize.of(wanted.height, wanted.width));
  }

  private static Path lockFile(Path place) {
    return place.resolveSibling(place.getFileName() + ".building");
  }

  private Wanted wanted(FolderLayout images, int height, int width) {
    String source = images.fingerprint();
    String name = FileName.ofPath(real(images.folder()));
    MessageDigest sha = Sha256.fresh();
    Sha256.add(sha, name + "\n" + height + " x " + width + "\n" + CacheManifest.FORMAT);
    String key = HexFormat.of().formatHex(sha.digest());
    String older = key.substring(0, NAME_LENGTH) + "-";
    Path place = real(folder).resolve(older + source.substring(0, NAME_LENGTH));
    return new Wanted(place, older, images, height, width, source);
  }

  private static Path real(Path path) {
    try {
      return path.toRealPath();
    } catch (IOException e) {
      throw FileFailure.unreadable(path, e);
    }
  }

  private static void create(Path folder) {
    try {
      Files.createDirectories(folder);
    } catch (IOException e) {
      throw FileFailure.unwritable(folder, e);
    }
  }

  /**
   * @param otherwise what is wrong with the cache that there is, if there is one
   */
  private Map<SplitWord, ReadSplit> build(
      Wanted wanted, String otherwise, ImageFolder.Progress progress) {
    FolderLayout images = wanted.images;
    if (Files.exists(wanted.place)) {
      progress.note("%s: the cache of %s %s".formatted(wanted.place, images.folder(), otherwise));
      CacheRoom.delete(wanted.place);
    }
    Path aside = CacheRoom.aside(wanted.place);
    CacheRoom.delete(aside);
    clearLeftovers(aside);
    create(aside);
    try {
      CacheRoom.plan(aside, wanted.bytes());
      new CacheRoom(real(folder), limit).make(aside, wanted.bytes(), wanted.older, images.folder());
      decode(wanted, aside, progress);
      Files.delete(aside.resolve(CacheRoom.PLANNED));
      Files.move(aside, wanted.place, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw FileFailure.unwritable(wanted.place, e);
    } finally {
      CacheRoom.delete(aside);
    }
    return find(wanted)
        .orElseThrow(
            () ->
                new FoveaException(
                    wanted.place + ": the cache was damaged as soon as it was made"));
  }

  private static void decode(Wanted wanted, Path aside, ImageFolder.Progress progress) {
    FolderLayout images = wanted.images;
    progress.note(
        String.format(
            Locale.ROOT,
            "%s: %,d images of %d x %d are decoded once, into a cache of %.1f GB",
            images.folder(),
            images.size(),
            wanted.height,
            wanted.width,
            wanted.bytes() / 1e9));
    FolderReading reading =
        new FolderReading(
            images.folder(), ReadSize.of(wanted.height, wanted.width), images.size(), progress);
    CacheBuild.write(aside, images, wanted.height, wanted.width, wanted.source, reading);
  }

  /** Removes what processes that were killed had begun, but for what this one makes. */
  private void clearLeftovers(Path own) {
    for (Path aside : CacheRoom.asides(folder, own)) {
      if (Files.isWritable(aside)) { // else another user's
        try (FolderLock lock = FolderLock.ifFree(lockFile(CacheRoom.place(aside)))) {
          if (lock != null) {
            CacheRoom.delete(aside);
          }
        }
      }
    }
  }

  /** What was decoded before, if it is whole and of the same files. */
  private Optional<Map<SplitWord, ReadSplit>> find(Wanted wanted) {
    if (!Files.exists(wanted.place.resolve(CacheManifest.NAME))) {
      return Optional.empty();
    }
    try {
      CacheManifest manifest = CacheManifest.read(wanted.place);
      if (manifest.format() != CacheManifest.FORMAT
          || manifest.height() != wanted.height
          || manifest.width() != wanted.width
          || manifest.records() != wanted.images.size()
          || !manifest.source().equals(wanted.source)) {
        return Optional.empty();
      }
      return Optional.of(read(wanted, manifest));
    } catch (IOException e) { // whatever is wrong with it, it can be made anew
      return Optional.empty();
    }
  }

  private Map<SplitWord, ReadSplit> read(Wanted wanted, CacheManifest manifest) throws IOException {
    int classes = wanted.images.classes().size();
    boolean inBlocks =
        ImagesInCache.bytes(manifest) > inBlocksAbove.orElseGet(ImageCache::fittingMemory);
    CachedNames names = new CachedNames(wanted.images);
    ImagesInCache cache = ImagesInCache.open(wanted.place, manifest, classes, inBlocks, names);
    Map<SplitWord, ReadSplit> splits = new EnumMap<>(SplitWord.class);
    for (SplitWord split : SplitWord.values()) {
      LabelledFiles files = wanted.images.images(split);
      SortedMap<Integer, Unreadable> unreadable = new TreeMap<>();
      for (Unread unread : manifest.unreadable()) {
        if (unread.split().equals(split.toString())) {
          Path file = files.get(unread.place()).file();
          unreadable.put(unread.place(), Unreadable.of(file, unread.reason()));
        }
      }
      ImageSet images =
          ImageSet.of(
              wanted.images.classes(), wanted.height, wanted.width, cache, cache.images(split));
      splits.put(split, new ReadSplit(images, unreadable));
    }
    return splits;
  }

  private static long fittingMemory() {
    return ManagementFactory.getOperatingSystemMXBean() instanceof OperatingSystemMXBean system
        ? (long) (SHARE_OF_MEMORY * system.getTotalMemorySize())
        : Long.MAX_VALUE;
  }
}
