package fovea.models;

import fovea.FoveaException;
import fovea.Visible;
import fovea.nn.Module;
import fovea.settings.Declared;
import fovea.tensor.Rng;
import fovea.tensor.Shape;
import java.text.Normalizer;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

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
    requireToldApart(classes);
  }

  /**
   * Refuses names by which people and programs couldn't tell classes apart.
   *
   * @throws FoveaException if one is blank, or two are the same however their letters are composed
   */
  public static void requireToldApart(List<String> classes) {
    Set<String> seen = new HashSet<>();
    for (String name : classes) {
      if (name.isBlank()) {
        throw new FoveaException("class %d has no name".formatted(seen.size()));
      }
      if (!seen.add(Normalizer.normalize(name, Normalizer.Form.NFC))) {
        throw new FoveaException("two classes are called `%s`".formatted(Visible.of(name)));
      }
    }
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
    requireToldApart(classes); // before the network owns memory
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
