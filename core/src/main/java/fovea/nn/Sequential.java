package fovea.nn;

import fovea.tensor.Tensor;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Modules one after the other, named "0", "1", and so on.
 *
 * <p>A ReLU before max pooling is computed after it in training, while nobody listens: the values
 * and all gradients are the same bits, and there are fewer of them.
 */
public final class Sequential extends Module {
  private final List<Module> layers;
  private final List<Module> poolingFirst;

  private Sequential(List<Module> layers) {
    this.layers = List.copyOf(layers);
    poolingFirst = poolingFirst(this.layers);
    for (int i = 0; i < layers.size(); i++) {
      Module unused = child(Integer.toString(i), layers.get(i));
    }
  }

  public static Sequential of(Module... layers) {
    return new Sequential(List.of(layers));
  }

  public static Sequential of(List<Module> layers) {
    return new Sequential(layers);
  }

  @Override
  protected Tensor forward(Tensor input) {
    List<Module> order = training() && !Listening.isOn() ? poolingFirst : layers;
    Tensor output = input;
    for (Module layer : order) {
      output = layer.call(output);
    }
    return output;
  }

  private static List<Module> poolingFirst(List<Module> layers) {
    List<Module> order = new ArrayList<>(layers);
    for (int i = 1; i < order.size(); i++) {
      if (order.get(i) instanceof MaxPool2d && order.get(i - 1) instanceof ReLU) {
        Collections.swap(order, i - 1, i);
      }
    }
    return List.copyOf(order);
  }
}
