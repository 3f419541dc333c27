package fovea.optim;

import fovea.tensor.FlatBuffer;
import fovea.tensor.Scope;
import fovea.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Parameters in one flat buffer, those that weight decay shrinks first: filters and matrices, not
 * biases and not batch norm's scales, which have one dimension.
 *
 * @see <a href="https://arxiv.org/abs/1812.01187">He et al. 2018, section 3.1</a>
 */
final class DecayGroups implements AutoCloseable {
  private final FlatBuffer buffer;
  private final long size;
  private final long decayed;

  DecayGroups(Map<String, Tensor> parameters) {
    List<Tensor> ordered = new ArrayList<>();
    parameters.values().stream().filter(p -> p.shape().rank() > 1).forEach(ordered::add);
    decayed = elements(ordered);
    parameters.values().stream().filter(p -> p.shape().rank() <= 1).forEach(ordered::add);
    size = elements(ordered);
    buffer = new FlatBuffer(ordered);
  }

  private static long elements(List<Tensor> tensors) {
    return tensors.stream().mapToLong(p -> p.shape().elements()).sum();
  }

  /** An update of part of the flat tensors. */
  interface Update {
    void apply(Part part, double weightDecay);
  }

  /** Updates the two groups, the second without decay; views made in it end with it. */
  void update(double weightDecay, Update update) {
    try (Scope views = Scope.open()) {
      if (decayed > 0) {
        update.apply(new Part(0, decayed), weightDecay);
      }
      if (size > decayed) {
        update.apply(new Part(decayed, size - decayed), 0);
      }
    }
  }

  long size() {
    return size;
  }

  Tensor values() {
    return buffer.values();
  }

  Tensor gradients() {
    return buffer.gradients();
  }

  @Override
  public void close() {
    buffer.close();
  }
}
