package fovea.nn;

import fovea.tensor.Tensor;
import java.util.List;

/** Modules one after the other, named "0", "1", and so on. */
public final class Sequential extends Module {
  private final List<Module> layers;

  private Sequential(List<Module> layers) {
    this.layers = List.copyOf(layers);
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
    Tensor output = input;
    for (Module layer : layers) {
      output = layer.call(output);
    }
    return output;
  }
}
