package fovea.measure;

import fovea.nn.CountedActivations;
import fovea.nn.CountedWork;
import fovea.nn.Module;
import fovea.nn.Summary;
import fovea.tensor.Shape;
import java.util.Arrays;
import java.util.List;

/**
 * What a network costs for one image, counted and not measured. A multiply-accumulate is one MAC
 * and two FLOPs; papers often say FLOPs and mean MACs. Both are those of convolutions, linear
 * layers and matrix products.
 *
 * @param input [channels, height, width]
 * @param parameters trained numbers
 * @param macs of a prediction
 * @param flops of a prediction, {@code 2 * macs}
 * @param trainingFlops of a training step, forward and backward
 * @param layers leaf modules in the order they run
 */
public record CountedCost(
    List<Long> input,
    long parameters,
    long macs,
    long flops,
    long trainingFlops,
    CountedActivations activations,
    List<Layer> layers) {
  public CountedCost {
    input = List.copyOf(input);
    layers = List.copyOf(layers);
  }

  /**
   * Of a leaf module.
   *
   * @param type as PyTorch calls it
   * @param outputShape of one image
   * @param activations values that it gives
   */
  public record Layer(
      String name,
      String type,
      List<Long> outputShape,
      long parameters,
      long macs,
      long flops,
      long activations) {
    public Layer {
      outputShape = List.copyOf(outputShape);
    }

    static Layer of(Summary.Layer layer) {
      return new Layer(
          layer.name(),
          layer.type(),
          layer.outputShape(),
          layer.parameters(),
          layer.macs(),
          2 * layer.macs(),
          layer.outputShape().stream().reduce(1L, (a, b) -> a * b));
    }
  }

  /**
   * Runs a network three times on an image of zeros; it stays as it is.
   *
   * @param input [C, H, W]
   */
  public static CountedCost of(Module network, Shape input) {
    Summary summary = Summary.of(network, input);
    return new CountedCost(
        Arrays.stream(input.toArray()).boxed().toList(),
        summary.parameters(),
        summary.macs(),
        2 * summary.macs(),
        CountedWork.of(network, input).total(),
        CountedActivations.of(network, input),
        summary.layers().stream().map(Layer::of).toList());
  }
}
