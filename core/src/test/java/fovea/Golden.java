package fovea;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import fovea.io.Safetensors;
import fovea.io.StoredTensor;
import fovea.tensor.DType;
import fovea.tensor.Tensor;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * Numbers that PyTorch for Python computed; the README beside the files says how.
 *
 * @param tensors by name
 */
public record Golden(Map<String, StoredTensor> tensors) {
  private static final String SUFFIX = ".safetensors";

  /** The golden of this name, such as {@code layers/gelu}. */
  public static Golden read(String name) {
    return new Golden(Safetensors.read(path(name + SUFFIX)).tensors());
  }

  /** The names of the goldens in a folder, without it. */
  public static List<String> in(String folder) {
    return files(folder).stream().map(file -> file.replace(SUFFIX, "")).toList();
  }

  /** The names of all files in a folder. */
  public static List<String> files(String folder) {
    try (Stream<Path> files = Files.list(path(folder))) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Path path(String name) {
    try {
      return Path.of(Objects.requireNonNull(Golden.class.getResource("goldens/" + name)).toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  /** A new tensor of these values, in the open scope. */
  public Tensor tensor(String name) {
    assertThat(tensors).containsKey(name);
    return tensors.get(name).toTensor();
  }

  /** New tensors of all values whose names begin so, by the rest of their names. */
  public Map<String, Tensor> under(String prefix) {
    Map<String, Tensor> found = new LinkedHashMap<>();
    tensors.forEach(
        (name, stored) -> {
          if (name.startsWith(prefix)) {
            found.put(name.substring(prefix.length()), stored.toTensor());
          }
        });
    return found;
  }

  /** Fails unless these are the names, and the shapes and values under them those found. */
  public void assertMatches(String prefix, Map<String, Tensor> found, double tolerance) {
    assertThat(found.keySet()).containsExactlyInAnyOrderElementsOf(under(prefix).keySet());
    found.forEach((name, tensor) -> assertMatches(prefix + name, tensor, tolerance));
  }

  /** Fails unless shape and values are these, within a tolerance relative to the largest. */
  public void assertMatches(String name, Tensor found, double tolerance) {
    Tensor expected = tensor(name);
    assertThat(found.shape()).as(name).isEqualTo(expected.shape());
    float[] wanted = expected.to(DType.FLOAT32).toFloats();
    float[] values = found.to(DType.FLOAT32).toFloats();
    double largest = 0;
    for (float value : wanted) {
      largest = Math.max(largest, Math.abs(value));
    }
    for (int i = 0; i < wanted.length; i++) {
      assertThat((double) values[i])
          .as("%s, value %d, where the largest is %s", name, i, largest)
          .isCloseTo(wanted[i], within(tolerance * largest));
    }
  }
}
