package fovea.models;

import fovea.nn.Conv2d;
import fovea.nn.Linear;
import fovea.nn.Module;
import java.util.Map;
import java.util.Optional;

/**
 * The part of a network that names the classes: the last one with parameters, linear or a
 * convolution, with an output for each class.
 *
 * @param name dotted, such as {@code fc} or {@code classifier.1}
 */
public record Head(String name) {

  /** A network's, if it has one. */
  public static Optional<Head> of(Module network, int classes) {
    String last = "";
    long outputs = 0;
    for (var parameter : network.parameters().entrySet()) {
      String module = parameter.getKey().substring(0, parameter.getKey().lastIndexOf('.') + 1);
      if (!module.equals(last)) {
        last = module;
        outputs =
            parameter.getValue().shape().rank() > 1 ? parameter.getValue().shape().size(0) : 0;
      }
    }
    if (last.isEmpty() || outputs != classes) {
      return Optional.empty();
    }
    String name = last.substring(0, last.length() - 1);
    Map<String, Module> modules = network.modules();
    Module module = modules.get(name);
    return module instanceof Linear || module instanceof Conv2d
        ? Optional.of(new Head(name))
        : Optional.empty();
  }

  /** Whether a tensor of that name belongs to it. */
  public boolean has(String tensor) {
    return tensor.startsWith(name + ".");
  }
}
