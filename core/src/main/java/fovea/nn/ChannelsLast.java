package fovea.nn;

import fovea.tensor.Tensor;
import java.util.IdentityHashMap;

/**
 * Follows a network's calls through its {@link Permute}s, to tell which parts give [N, H, W, C]: of
 * those the second dimension is no channel, and the last two are no picture.
 */
public final class ChannelsLast {
  private final IdentityHashMap<Tensor, Boolean> last = new IdentityHashMap<>();

  /**
   * Hears of a call, in the order of a {@link CallListener}.
   *
   * @return whether what the part gave has its channels last
   */
  public boolean called(Module module, Tensor input, Tensor output) {
    Boolean known = last.get(output); // what a part hands on from a part of its own
    if (known == null) {
      boolean before = last.getOrDefault(input, false);
      known = module instanceof Permute permute ? permute.channelsLast(before) : before;
      last.put(output, known);
    }
    return known;
  }
}
