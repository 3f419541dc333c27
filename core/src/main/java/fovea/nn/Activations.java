package fovea.nn;

import fovea.tensor.Tensor;
import java.util.Collection;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a network computed on the way: its output, and the outputs of the modules asked for.
 *
 * @param output of the whole network
 * @param byName outputs by dotted module name, such as {@code features.3}; of a module called more
 *     than once, the last
 */
public record Activations(Tensor output, Map<String, Tensor> byName) {

  /**
   * Calls a network and keeps named intermediate outputs, all in the current scope.
   *
   * @throws IllegalArgumentException for a name that the network doesn't have
   */
  public static Activations of(Module network, Tensor input, Collection<String> names) {
    IdentityHashMap<Module, String> wanted = named(network, names);
    Map<String, Tensor> found = new LinkedHashMap<>();
    CallListener keep =
        (module, in, out) -> {
          String name = wanted.get(module);
          if (name != null) {
            found.put(name, out);
          }
        };
    try (Listening listening = Listening.to(keep)) {
      return new Activations(network.call(input), found);
    }
  }

  /** The modules of these names, or an exception for one that the network doesn't have. */
  static IdentityHashMap<Module, String> named(Module network, Collection<String> names) {
    Map<String, Module> modules = network.modules();
    IdentityHashMap<Module, String> named = new IdentityHashMap<>();
    for (String name : names) {
      Module module = modules.get(name);
      if (module == null) {
        throw new IllegalArgumentException(
            "there is no module `" + name + "`; the network has " + modules.keySet());
      }
      named.put(module, name);
    }
    return named;
  }
}
