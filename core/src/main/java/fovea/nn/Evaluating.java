package fovea.nn;

import java.util.List;

/** A block in which a network evaluates; afterwards each of its modules has its mode back. */
public final class Evaluating implements AutoCloseable {
  private final List<Module> trained;

  Evaluating(Module network) {
    trained = network.modules().values().stream().filter(Module::isInTraining).toList();
    network.eval();
  }

  @Override
  public void close() {
    trained.forEach(Module::trainAlone);
  }
}
