package fovea.models;

import fovea.nn.Module;
import fovea.tensor.Shape;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A network with what is needed to use it. Closing it frees the weights.
 *
 * @param name in the catalogue, {@link Models}
 * @param arguments all of them, defaults included
 * @param classes names, in the order of the logits
 * @param input [channels, height, width] of an image, values in [0, 1]
 */
public record Model(
    String name, Map<String, Object> arguments, List<String> classes, Shape input, Module network)
    implements AutoCloseable {

  public Model {
    arguments = Collections.unmodifiableMap(new LinkedHashMap<>(arguments));
    classes = List.copyOf(classes);
  }

  @Override
  public void close() {
    network.close();
  }
}
