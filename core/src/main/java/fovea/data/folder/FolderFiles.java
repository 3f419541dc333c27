package fovea.data.folder;

import fovea.files.FileName;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.MessageDigest;
import java.util.AbstractList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.RandomAccess;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Files of one folder, each held by the bytes of its name: a folder may hold a million. A path is
 * made when it is asked for.
 */
final class FolderFiles extends AbstractList<Path> implements RandomAccess {
  private final Path folder;

  /** UTF-8, one after the other. */
  private final byte[] names;

  private final int[] ends;

  /** Of size and time; 0 where there is no such file, as behind a broken link. */
  private final long[] stamps;

  /** By their numbers in the listing, those whose names UTF-8 doesn't hold. */
  private final Map<Integer, Path> others;

  /** Numbers in the listing. */
  private final int[] chosen;

  private FolderFiles(
      Path folder,
      byte[] names,
      int[] ends,
      long[] stamps,
      Map<Integer, Path> others,
      int[] chosen) {
    this.folder = folder;
    this.names = names;
    this.ends = ends;
    this.stamps = stamps;
    this.others = others;
    this.chosen = chosen;
  }

  @Override
  public int size() {
    return chosen.length;
  }

  @Override
  public Path get(int place) {
    return path(chosen[place]);
  }

  private Path path(int number) {
    Path other = others.get(number);
    return other != null
        ? other
        : folder.resolve(new String(names, start(number), length(number), StandardCharsets.UTF_8));
  }

  /** As {@link Path#toString} shows it. */
  String name(int place) {
    int number = chosen[place];
    Path other = others.get(number);
    return other != null
        ? other.getFileName().toString()
        : new String(names, start(number), length(number), StandardCharsets.UTF_8);
  }

  private int start(int number) {
    return number == 0 ? 0 : ends[number - 1];
  }

  private int length(int number) {
    return ends[number] - start(number);
  }

  /** Those at these places, which rise. */
  FolderFiles select(int[] places) {
    return places.length == chosen.length
        ? this
        : new FolderFiles(
            folder,
            names,
            ends,
            stamps,
            others,
            Arrays.stream(places).map(i -> chosen[i]).toArray());
  }

  /** The folder's path from one above it. */
  String nameFrom(Path top) {
    return FileName.ofPath(top.relativize(folder));
  }

  /** Every name with its file's size and time: another digest, another folder. */
  void addTo(MessageDigest sha) {
    ByteBuffer stamp = ByteBuffer.allocate(Integer.BYTES + Long.BYTES);
    for (int number : chosen) {
      stamp.clear().putInt(length(number)).putLong(stamps[number]);
      sha.update(stamp.array());
      sha.update(names, start(number), length(number));
    }
  }

  /** What was listed in a folder, until all of it is. */
  static final class Listing {
    private final Path folder;
    private final Map<Integer, Path> others = new HashMap<>();
    private byte[] names = new byte[1 << 10];
    private int[] ends = new int[1 << 5];
    private long[] stamps = new long[1 << 5];
    private int size;

    Listing(Path folder) {
      this.folder = folder;
    }

    /**
     * @param text the file's name
     * @param found null where the file can't be looked at
     */
    void add(Path file, String text, @Nullable BasicFileAttributes found) {
      byte[] name = text.getBytes(StandardCharsets.UTF_8);
      boolean ascii =
          name.length == text.length() && text.equals(new String(name, StandardCharsets.US_ASCII));
      if (!ascii && !folder.resolve(new String(name, StandardCharsets.UTF_8)).equals(file)) {
        others.put(size, file);
        name = file.toUri().getRawPath().getBytes(StandardCharsets.UTF_8);
      }
      int start = size == 0 ? 0 : ends[size - 1];
      if (names.length - start < name.length) {
        names = Arrays.copyOf(names, Math.addExact(2 * start, name.length));
      }
      if (size == ends.length) {
        ends = Arrays.copyOf(ends, 2 * size);
        stamps = Arrays.copyOf(stamps, 2 * size);
      }
      System.arraycopy(name, 0, names, start, name.length);
      stamps[size] = found == null ? 0 : stamp(found);
      ends[size++] = start + name.length;
    }

    private static long stamp(BasicFileAttributes found) {
      return found.size() * 0x9E3779B97F4A7C15L + found.lastModifiedTime().to(TimeUnit.NANOSECONDS);
    }

    /** All that were added, sorted as their paths are. */
    FolderFiles sorted() {
      int[] order = new int[size];
      Arrays.setAll(order, i -> i);
      FolderFiles files =
          new FolderFiles(
              folder,
              Arrays.copyOf(names, size == 0 ? 0 : ends[size - 1]),
              Arrays.copyOf(ends, size),
              Arrays.copyOf(stamps, size),
              others,
              order);
      IntSort.sort(order, others.isEmpty() ? files::compareNames : files::comparePaths);
      return files;
    }
  }

  private int compareNames(int a, int b) {
    return Arrays.compareUnsigned(names, start(a), ends[a], names, start(b), ends[b]);
  }

  private int comparePaths(int a, int b) {
    return path(a).compareTo(path(b));
  }
}
