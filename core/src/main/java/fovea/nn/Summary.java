package fovea.nn;

import fovea.tensor.Autograd;
import fovea.tensor.Scope;
import fovea.tensor.Shape;
import fovea.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a network consists of and what it costs, found by running it once.
 *
 * @param layers leaf modules in the order they run
 * @param parameters trained numbers
 * @param macs multiply-accumulate operations for one image
 */
public record Summary(List<Layer> layers, long parameters, long macs) {

  /**
   * One leaf module.
   *
   * @param type as PyTorch calls it
   * @param arguments under PyTorch's names in camel case
   * @param outputShape of one image, without the batch dimension
   */
  public record Layer(
      String name,
      String type,
      Map<String, Object> arguments,
      List<Long> outputShape,
      long parameters,
      long macs) {}

  /**
   * Runs a network on one image of zeros, in evaluation mode, and puts back the mode of each part.
   *
   * @param input [C, H, W]
   */
  public static Summary of(Module network, Shape input) {
    IdentityHashMap<Module, String> names = new IdentityHashMap<>();
    network.modules().forEach((name, module) -> names.put(module, name));
    List<Layer> layers = new ArrayList<>();
    CallListener note =
        (module, in, out) -> {
          if (module.isLeaf()) {
            layers.add(layer(names.getOrDefault(module, ""), module, in.shape(), out.shape()));
          }
        };
    try (Evaluating mode = network.evaluating();
        Scope scope = Scope.open();
        Autograd.NoGrad off = Autograd.noGrad();
        Listening listening = Listening.to(note)) {
      long[] sizes = input.toArray();
      Tensor unused = network.call(Tensor.zeros(1, sizes[0], sizes[1], sizes[2]));
    }
    return new Summary(
        List.copyOf(layers), parameters(network), layers.stream().mapToLong(Layer::macs).sum());
  }

  private static Layer layer(String name, Module module, Shape input, Shape output) {
    List<Long> shape = Arrays.stream(output.toArray()).skip(1).boxed().toList();
    return new Layer(
        name,
        module.type(),
        module.arguments(),
        shape,
        parameters(module),
        module.macs(input, output));
  }

  private static long parameters(Module module) {
    return module.parameters().values().stream().mapToLong(p -> p.shape().elements()).sum();
  }
}
