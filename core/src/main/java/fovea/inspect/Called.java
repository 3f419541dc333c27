package fovea.inspect;

import fovea.nn.ChannelsLast;
import fovea.nn.Listening;
import fovea.nn.Module;
import fovea.tensor.Tensor;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;

/**
 * A module's call as a network ran, with what it gave; a parent's follows its children's.
 *
 * @param channelsLast whether it gave [N, H, W, C]
 */
record Called(String name, Module module, Tensor output, boolean channelsLast) {

  /** All calls in order; the tensors are the current scope's. */
  static List<Called> during(Module network, Tensor images) {
    IdentityHashMap<Module, String> names = new IdentityHashMap<>();
    network.modules().forEach((name, module) -> names.put(module, name));
    List<Called> calls = new ArrayList<>();
    ChannelsLast order = new ChannelsLast();
    try (Listening listening =
        Listening.to(
            (module, input, output) ->
                calls.add(
                    new Called(
                        names.getOrDefault(module, ""),
                        module,
                        output,
                        order.called(module, input, output))))) {
      Tensor unused = network.call(images);
    }
    return calls;
  }
}
