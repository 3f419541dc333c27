package fovea.explain;

import fovea.nn.Module;
import fovea.tensor.RandomTensor;
import fovea.tensor.Rng;
import fovea.tensor.Scope;
import fovea.tensor.Shape;
import fovea.tensor.Tensor;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * A block in which a network's weights are made random, layer by layer from the last; afterwards it
 * has its own back. Filters and matrices become normal values of the same deviation, vectors are
 * shuffled; statistics that aren't trained stay.
 */
final class RandomWeights implements AutoCloseable {
  private final Map<String, Tensor> parameters;
  private final Map<String, Tensor> own = new LinkedHashMap<>();
  private final Scope memory = Scope.detached();
  private final List<String> layers;
  private final Rng rng;
  private int done;

  /**
   * @param network that nobody else uses meanwhile
   */
  RandomWeights(Module network, Rng rng) {
    this.rng = rng;
    this.parameters = network.parameters();
    try (Scope temporary = Scope.open()) {
      parameters.forEach((name, tensor) -> own.put(name, memory.adopt(tensor.detach().copy())));
    }
    LinkedHashSet<String> names = new LinkedHashSet<>();
    parameters.keySet().forEach(name -> names.add(layer(name)));
    layers = new ArrayList<>(names);
    Collections.reverse(layers);
  }

  private static String layer(String parameter) {
    return parameter.substring(0, Math.max(0, parameter.lastIndexOf('.')));
  }

  /** The parts with parameters by name, the last first. */
  List<String> layers() {
    return layers;
  }

  /** Makes the first of {@link #layers} random, those that aren't yet. */
  void randomize(int count) {
    for (; done < count; done++) {
      String layer = layers.get(done);
      parameters.forEach(
          (name, tensor) -> {
            if (layer(name).equals(layer)) {
              randomize(tensor, rng.split(name));
            }
          });
    }
  }

  private static void randomize(Tensor tensor, Rng rng) {
    try (Scope temporary = Scope.open()) {
      float[] values = tensor.detach().toFloats();
      Shape shape = tensor.shape();
      if (shape.rank() > 1) {
        tensor.copyFrom(RandomTensor.normal(rng, shape).mul(deviation(values)));
        return;
      }
      int[] order = rng.permutation(values.length);
      float[] shuffled = new float[values.length];
      for (int i = 0; i < order.length; i++) {
        shuffled[i] = values[order[i]];
      }
      tensor.copyFrom(Tensor.of(shuffled, shape.toArray()));
    }
  }

  private static double deviation(float[] values) {
    double sum = 0;
    double squares = 0;
    for (float value : values) {
      sum += value;
      squares += (double) value * value;
    }
    double mean = sum / values.length;
    return Math.sqrt(Math.max(0, squares / values.length - mean * mean));
  }

  @Override
  public void close() {
    own.forEach((name, tensor) -> Objects.requireNonNull(parameters.get(name)).copyFrom(tensor));
    memory.close();
  }
}
