package fovea.run;

import fovea.io.Safetensors;
import fovea.io.StoredTensors;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What was fitted to validation images after training, as a model file's metadata have it.
 *
 * @param temperature for its probabilities
 * @param noneOfThese when an image shows none of its classes
 */
public record Fitted(
    Optional<FittedTemperature> temperature, Optional<FittedThreshold> noneOfThese) {

  /** What a model file's metadata have. */
  public static Fitted of(Path file, Map<String, String> metadata) {
    return new Fitted(
        parsed(file, metadata, FittedTemperature.KEY, FittedTemperature.class),
        parsed(file, metadata, FittedThreshold.KEY, FittedThreshold.class));
  }

  private static <T> Optional<T> parsed(
      Path file, Map<String, String> metadata, String key, Class<T> type) {
    return Optional.ofNullable(metadata.get(key))
        .map(json -> RunJson.parse(json, type, "%s, `%s` in its metadata".formatted(file, key)));
  }

  /** Whether unknown images are told by features that lie beside the model. */
  public boolean comparesFeatures() {
    return noneOfThese.filter(by -> by.features() != null).isPresent();
  }

  /** Metadata without a threshold on features, which is of no use without them. */
  public static Map<String, String> withoutFeatures(Path file, Map<String, String> metadata) {
    Map<String, String> left = new TreeMap<>(metadata);
    if (of(file, metadata).comparesFeatures()) {
      left.remove(FittedThreshold.KEY);
    }
    return left;
  }

  /**
   * Writes this into a model file in place of what it had; the weights stay byte for byte.
   *
   * @throws fovea.FoveaException if the file can't be read or written
   */
  public void storeIn(Path file) {
    StoredTensors stored = Safetensors.read(file);
    Map<String, String> metadata = new TreeMap<>(stored.metadata());
    put(metadata, FittedTemperature.KEY, temperature.orElse(null));
    put(metadata, FittedThreshold.KEY, noneOfThese.orElse(null));
    Safetensors.write(file, new StoredTensors(stored.tensors(), metadata));
  }

  private static void put(Map<String, String> metadata, String key, @Nullable Object value) {
    if (value == null) {
      metadata.remove(key);
    } else {
      metadata.put(key, RunJson.line(value).strip());
    }
  }
}
