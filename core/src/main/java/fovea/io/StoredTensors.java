package fovea.io;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a safetensors file holds.
 *
 * @param tensors by name, in the order of the file's header
 * @param metadata the header's {@code __metadata__}, sorted by key; empty where there is none
 */
public record StoredTensors(Map<String, StoredTensor> tensors, Map<String, String> metadata) {
  public StoredTensors {
    tensors = Collections.unmodifiableMap(new LinkedHashMap<>(tensors));
    metadata = Collections.unmodifiableMap(new TreeMap<>(metadata));
  }
}
