package fovea.optim;

import fovea.tensor.FlatBuffer;
import fovea.tensor.FusedUpdate;
import fovea.tensor.MuonUpdate;
import fovea.tensor.Scope;
import fovea.tensor.Shape;
import fovea.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Muon for the filters of convolutions, and stochastic gradient descent with Nesterov's momentum
 * for the rest, each kind at a rate of its own.
 *
 * @see <a href="https://kellerjordan.github.io/posts/muon">Jordan et al. 2024</a>
 */
public final class Muon implements Optimizer {
  private final double momentum;
  private final int iterations;
  private final Rates rates;
  private final FlatBuffer buffer;
  private final Scope memory = Scope.detached();
  private final Tensor momenta;
  private final List<Filter> filters = new ArrayList<>();
  private final Part matrices;
  private final Part vectors;

  /**
   * Rates of what isn't a filter, in multiples of the filters' rate.
   *
   * @param matrix of parameters with two dimensions, above 0
   * @param vector of parameters with one dimension or none, above 0
   * @param momentum of both, in [0, 1)
   * @param weightDecay added to both kinds' gradients as {@code weightDecay p / multiple}, so that
   *     a step shrinks all alike; 0 or more
   */
  public record Rates(double matrix, double vector, double momentum, double weightDecay) {}

  private record Filter(Tensor parameter, Tensor gradient, Tensor momenta) {}

  /**
   * An optimiser of these parameters.
   *
   * @param parameters by name; float32 leaves; filters are those with four dimensions
   * @param momentum of the filters, in [0, 1)
   * @param iterations of Newton and Schulz, at least 1
   */
  public Muon(Map<String, Tensor> parameters, double momentum, int iterations, Rates rates) {
    this.momentum = momentum;
    this.iterations = iterations;
    this.rates = rates;
    List<Tensor> ordered = new ArrayList<>();
    add(ordered, parameters, 4, 4);
    List<Tensor> convolved = List.copyOf(ordered);
    long start = elements(ordered);
    add(ordered, parameters, 2, 3);
    matrices = new Part(start, elements(ordered) - start);
    start = elements(ordered);
    add(ordered, parameters, 0, 1);
    vectors = new Part(start, elements(ordered) - start);
    buffer = new FlatBuffer(ordered);
    try (Scope temporary = Scope.open()) {
      momenta = memory.adopt(Tensor.zeros(elements(ordered)));
      addFilters(convolved);
    }
  }

  private static void add(
      List<Tensor> ordered, Map<String, Tensor> parameters, int least, int most) {
    parameters.values().stream()
        .filter(p -> p.shape().rank() >= least && p.shape().rank() <= most)
        .forEach(ordered::add);
  }

  private static long elements(List<Tensor> tensors) {
    return tensors.stream().mapToLong(p -> p.shape().elements()).sum();
  }

  /** A filter's memory is channels-last, and orthogonality doesn't mind the columns' order. */
  private void addFilters(List<Tensor> convolved) {
    long start = 0;
    for (Tensor filter : convolved) {
      Shape shape = filter.shape();
      Part part = new Part(start, shape.elements());
      filters.add(
          new Filter(
              matrix(buffer.values(), part, shape),
              matrix(buffer.gradients(), part, shape),
              matrix(momenta, part, shape)));
      start += shape.elements();
    }
  }

  private Tensor matrix(Tensor flat, Part part, Shape shape) {
    return memory.adopt(part.of(flat).reshape(shape.size(0), -1));
  }

  @Override
  public void step(double learningRate) {
    for (Filter filter : filters) {
      MuonUpdate.step(
          filter.parameter, filter.gradient, filter.momenta, learningRate, momentum, iterations);
    }
    descend(matrices, learningRate, rates.matrix);
    descend(vectors, learningRate, rates.vector);
  }

  private void descend(Part part, double learningRate, double multiple) {
    if (part.length() == 0) {
      return;
    }
    try (Scope views = Scope.open()) {
      FusedUpdate.sgd(
          part.of(buffer.values()),
          part.of(buffer.gradients()),
          part.of(momenta),
          learningRate * multiple,
          rates.momentum,
          true,
          rates.weightDecay / multiple);
    }
  }

  @Override
  public Tensor flatParameters() {
    return buffer.values();
  }

  @Override
  public Tensor flatGradients() {
    return buffer.gradients();
  }

  @Override
  public Map<String, Tensor> state() {
    return Map.of("momenta", momenta);
  }

  @Override
  public void close() {
    memory.close();
    buffer.close();
  }
}
