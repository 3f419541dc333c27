package fovea.nn;

import fovea.tensor.Tensor;
import java.util.Arrays;
import java.util.Map;

/** The dimensions in another order: the i-th of the output is the {@code dims[i]}-th before. */
public final class Permute extends Module {
  private final long[] dims;

  public Permute(long... dims) {
    this.dims = dims.clone();
  }

  /**
   * Whether images have their channels last afterwards.
   *
   * @param before whether they have before, [N, H, W, C] rather than [N, C, H, W]
   */
  boolean channelsLast(boolean before) {
    if (dims.length != 4) {
      return before;
    }
    return dims[3] == (before ? 3 : 1);
  }

  @Override
  protected Tensor forward(Tensor input) {
    return input.permute(dims);
  }

  @Override
  public Map<String, Object> arguments() {
    return Map.of("dims", Arrays.stream(dims).boxed().toList());
  }
}
