package fovea.optim;

import fovea.tensor.Shape;
import fovea.tensor.Tensor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Neighbours in an optimiser's flat memory that are updated alike, as views [P]. Filters lie there
 * channels-last.
 *
 * @param kind of all of them, {@link OptimizerSettings#kind}
 * @param factors of all of them
 * @param shapes of the parameters, in their order; of a piece, its own
 * @param steps that all of them have taken, a single float32
 * @param memories by name, {@link OptimizerSettings#memories}
 */
public record Stretch(
    int kind,
    Factors factors,
    List<Shape> shapes,
    Tensor steps,
    Tensor values,
    Tensor gradients,
    Map<String, Tensor> memories) {
  public Stretch {
    shapes = List.copyOf(shapes);
    memories = Map.copyOf(memories);
  }

  /** What is remembered under that name. */
  public Tensor memory(String name) {
    Tensor memory = memories.get(name);
    if (memory == null) {
      throw new IllegalArgumentException("`" + name + "` is none of " + memories.keySet());
    }
    return memory;
  }

  /** Cuts of the same few elements, but for the last one; views in the current scope. */
  public List<Stretch> pieces() {
    List<Stretch> all = new ArrayList<>();
    for (Range range : Range.of(values.shape())) {
      Map<String, Tensor> own = new LinkedHashMap<>();
      memories.forEach((name, memory) -> own.put(name, range.in(memory)));
      Shape shape = Shape.of(range.count());
      all.add(part(shape, range.in(values), range.in(gradients), own));
    }
    return all;
  }

  /** Each of the parameters alone, as [first size, all others]; views in the current scope. */
  public List<Stretch> matrices() {
    List<Stretch> all = new ArrayList<>();
    long start = 0;
    for (Shape shape : shapes) {
      Map<String, Tensor> own = new LinkedHashMap<>();
      for (Map.Entry<String, Tensor> memory : memories.entrySet()) {
        own.put(memory.getKey(), matrix(memory.getValue(), start, shape));
      }
      all.add(part(shape, matrix(values, start, shape), matrix(gradients, start, shape), own));
      start += shape.elements();
    }
    return all;
  }

  private Stretch part(Shape shape, Tensor values, Tensor gradients, Map<String, Tensor> memories) {
    return new Stretch(kind, factors, List.of(shape), steps, values, gradients, memories);
  }

  private static Tensor matrix(Tensor flat, long start, Shape shape) {
    return flat.narrow(0, start, shape.elements()).reshape(shape.size(0), -1);
  }
}
