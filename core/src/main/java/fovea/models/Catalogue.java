package fovea.models;

import fovea.FoveaException;
import fovea.Spelling;
import fovea.settings.Declared;
import fovea.tensor.Rng;
import fovea.tensor.Shape;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The networks that a name may mean. A file only ever chooses among them: whoever opens it says
 * which they are, {@link Models#CATALOGUE} or one {@linkplain #with with networks of one's own}.
 */
public final class Catalogue {
  private final Map<String, Class<? extends Architecture>> byName = new LinkedHashMap<>();

  private Catalogue(List<Class<? extends Architecture>> networks) {
    for (Class<? extends Architecture> network : networks) {
      String name = Declared.name(network);
      if (byName.put(name, network) != null) {
        throw new IllegalArgumentException("there are two networks `" + name + "`");
      }
    }
  }

  /** Of networks by their arguments' records, each with a name of its own. */
  static Catalogue of(List<Class<? extends Architecture>> networks) {
    return new Catalogue(networks);
  }

  /**
   * These networks and one more.
   *
   * @throws IllegalArgumentException if its name is taken
   */
  public Catalogue with(Class<? extends Architecture> network) {
    List<Class<? extends Architecture>> all = new ArrayList<>(byName.values());
    all.add(network);
    return new Catalogue(all);
  }

  /** The names, in the order they were given. */
  public List<String> names() {
    return List.copyOf(byName.keySet());
  }

  /**
   * A network with random weights.
   *
   * @param arguments those that differ from the network's defaults; whole numbers as {@code
   *     Integer}
   * @param classes names, at least two
   * @throws FoveaException for an unknown name, an unknown argument or one out of its range
   */
  public Model create(String name, Map<String, ?> arguments, List<String> classes, Rng rng) {
    return Model.of(architecture(name, arguments), classes, rng);
  }

  /**
   * The images that a network takes, [channels, height, width].
   *
   * @throws FoveaException as {@link #create}
   */
  public Shape input(String name, Map<String, ?> arguments) {
    return Model.input(architecture(name, arguments));
  }

  private Architecture architecture(String name, Map<String, ?> arguments) {
    return Arguments.read(named(name), arguments);
  }

  /**
   * The record that declares a network's arguments.
   *
   * @throws FoveaException for an unknown name
   */
  public Class<? extends Architecture> named(String name) {
    Class<? extends Architecture> network = byName.get(name);
    if (network == null) {
      throw new FoveaException(
          "there is no model `%s`.%s The models are %s."
              .formatted(
                  name,
                  Spelling.didYouMean(name, byName.keySet()),
                  String.join(", ", byName.keySet())));
    }
    return network;
  }
}
