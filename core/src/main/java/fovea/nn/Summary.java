package fovea.nn;

import fovea.tensor.Autograd;
import fovea.tensor.Operation;
import fovea.tensor.Scope;
import fovea.tensor.Shape;
import fovea.tensor.Tensor;
import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * What a network consists of and what it costs, found by running it once.
 *
 * @param layers leaf modules in the order they run; where a module with parts ends, also the
 *     parameters that are its own, so that all are in the list
 * @param parameters trained numbers
 * @param macs multiply-accumulate operations for one image, those outside of layers included
 */
public record Summary(List<Layer> layers, long parameters, long macs) {

  /**
   * One leaf module, or one parameter.
   *
   * @param type as PyTorch calls it
   * @param arguments under PyTorch's names in camel case
   * @param outputShape of one image, without the batch dimension; of a parameter its own
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
    try (Evaluating mode = network.evaluating();
        Scope scope = Scope.open();
        Autograd.NoGrad off = Autograd.noGrad()) {
      long[] sizes = input.toArray();
      TapedCall call = TapedCall.of(network, Tensor.zeros(1, sizes[0], sizes[1], sizes[2]));
      List<Layer> layers =
          call.calls().stream()
              .flatMap(part -> rows(names.getOrDefault(part.module(), ""), part, call))
              .toList();
      return new Summary(layers, parameters(network), macs(call.operations()));
    }
  }

  private static Stream<Layer> rows(String name, TapedCall.Part part, TapedCall call) {
    Module module = part.module();
    return module.isLeaf()
        ? Stream.of(layer(name, part, call))
        : module.ownParameters().entrySet().stream()
            .map(own -> parameter(Module.join(name, own.getKey()), own.getValue().shape()));
  }

  private static Layer parameter(String name, Shape shape) {
    List<Long> sizes = Arrays.stream(shape.toArray()).boxed().toList();
    return new Layer(name, "Parameter", Map.of(), sizes, shape.elements(), 0);
  }

  private static Layer layer(String name, TapedCall.Part part, TapedCall call) {
    Module module = part.module();
    return new Layer(
        name,
        module.type(),
        module.arguments(),
        Arrays.stream(part.output().shape().toArray()).skip(1).boxed().toList(),
        parameters(module),
        macs(call.operations(part)));
  }

  private static long macs(List<Operation> operations) {
    return operations.stream().mapToLong(CountedWork::macs).sum();
  }

  private static long parameters(Module module) {
    return module.parameters().values().stream().mapToLong(p -> p.shape().elements()).sum();
  }
}
