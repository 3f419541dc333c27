package fovea.data;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Where a data set's decoded pixels are.
 *
 * @param bytes that they take there
 * @param cache the folder of the cache; null where they are in memory
 */
public record PixelPlace(long bytes, @Nullable Path cache) {
  public boolean inMemory() {
    return cache == null;
  }
}
