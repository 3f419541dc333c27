package fovea.data;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Where the decoded pixels of a folder's images may be kept: in memory as long as they fit, else in
 * a cache on the disk.
 *
 * @param inMemory the most bytes of pixels that are kept in memory
 * @param cache for more; null where there is none, so that more are refused
 */
public record PixelStorage(long inMemory, @Nullable ImageCache cache) {
  private static final double ALL_OF_HEAP = 0.7;
  private static final double SHARE_OF_HEAP = 0.5;

  /** Megabytes to keep in memory, for trying out what happens with more. */
  private static final String IN_MEMORY = "fovea.pixelsInMemory";

  /** In memory or not at all. */
  public static PixelStorage memory() {
    return new PixelStorage((long) (ALL_OF_HEAP * Runtime.getRuntime().maxMemory()), null);
  }

  /**
   * In memory up to half of what Java may use, else in a cache.
   *
   * @param home Fovea's folder
   */
  public static PixelStorage under(Path home) {
    Long megabytes = Long.getLong(IN_MEMORY);
    long bytes =
        megabytes != null
            ? megabytes << 20
            : (long) (SHARE_OF_HEAP * Runtime.getRuntime().maxMemory());
    return new PixelStorage(bytes, ImageCache.under(home));
  }
}
