package fovea.nn;

import java.util.List;

/**
 * A block in which batch norm forgets its running statistics: they become the plain mean of those
 * of the batches that a network in training sees. So they fit weights that were never trained
 * themselves, such as an average. How many batches training has seen stays as it was, and so do
 * frozen layers.
 *
 * @see <a href="https://arxiv.org/abs/1803.05407">Izmailov et al. 2018, section 3.2</a>
 */
public final class FreshStatistics implements AutoCloseable {
  private final List<BatchNorm2d> layers;

  /** Of a network in training. */
  public FreshStatistics(Module network) {
    layers =
        network.modules().values().stream()
            .filter(BatchNorm2d.class::isInstance)
            .map(BatchNorm2d.class::cast)
            .filter(layer -> !layer.isFrozen())
            .toList();
    layers.forEach(BatchNorm2d::beginMean);
  }

  /** Whether any layer takes part. */
  public boolean areAny() {
    return !layers.isEmpty();
  }

  @Override
  public void close() {
    layers.forEach(BatchNorm2d::endMean);
  }
}
