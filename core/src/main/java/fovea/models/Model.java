package fovea.models;

import fovea.FoveaException;
import fovea.nn.Module;
import fovea.settings.Declared;
import fovea.tensor.Rng;
import fovea.tensor.Shape;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A network with what is needed to use it. Closing it frees the weights.
 *
 * @param name in a {@link Catalogue}
 * @param arguments all of them, defaults included but for tacit ones
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

  /**
   * A network with random weights.
   *
   * @param classes names, at least two
   */
  public static Model of(Architecture architecture, List<String> classes, Rng rng) {
    if (classes.size() < 2) {
      throw new FoveaException("a classifier needs at least two classes, found " + classes);
    }
    return new Model(
        Declared.name(architecture.getClass()),
        Arguments.of(architecture),
        classes,
        input(architecture),
        architecture.network(classes.size(), rng));
  }

  static Shape input(Architecture architecture) {
    return Shape.of(3, architecture.imageSize(), architecture.imageSize());
  }

  @Override
  public void close() {
    network.close();
  }
}
