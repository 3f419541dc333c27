package fovea.nn;

import fovea.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** A block in which some tensors of a network are frozen; those that weren't before it thaw. */
public final class Freezing implements AutoCloseable {
  private final List<Tensor> parameters = new ArrayList<>();
  private final List<Module> modules = new ArrayList<>();

  Freezing(Module network, Predicate<String> names) {
    network
        .parameters()
        .forEach(
            (name, parameter) -> {
              if (parameter.requiresGradient() && names.test(name)) {
                parameters.add(parameter.requireGradient(false));
              }
            });
    network
        .freezableBuffers()
        .forEach(
            (name, module) -> {
              if (!module.isFrozen() && names.test(name)) {
                module.freezeBuffers(true);
                modules.add(module);
              }
            });
  }

  @Override
  public void close() {
    parameters.forEach(parameter -> parameter.requireGradient(true));
    modules.forEach(module -> module.freezeBuffers(false));
  }
}
