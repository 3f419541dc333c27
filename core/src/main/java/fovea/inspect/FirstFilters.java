package fovea.inspect;

import com.fasterxml.jackson.annotation.JsonIgnore;
import fovea.image.Pixels;
import fovea.nn.Conv2d;
import fovea.nn.Evaluating;
import fovea.nn.Module;
import fovea.tensor.Autograd;
import fovea.tensor.Scope;
import fovea.tensor.Shape;
import fovea.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The filters that look at the image itself, as pictures: grey is 0, and a colour is what a filter
 * answers to.
 *
 * @param layer the dotted name of their convolution
 * @param pictures one a filter, each by its own largest value
 */
public record FirstFilters(String layer, @JsonIgnore List<Pixels> pictures) {
  private static final float MIDDLE = 127.5f;

  public FirstFilters {
    pictures = List.copyOf(pictures);
  }

  /**
   * Those of the first convolution that a network calls; empty where there is none, or it doesn't
   * see three channels.
   *
   * @param input [3, H, W]
   */
  public static Optional<FirstFilters> of(Module network, Shape input) {
    try (Evaluating mode = network.evaluating();
        Scope scope = Scope.open();
        Autograd.NoGrad off = Autograd.noGrad()) {
      Tensor nothing = Tensor.zeros(1, input.size(0), input.size(1), input.size(2));
      return Called.during(network, nothing).stream()
          .filter(call -> call.module() instanceof Conv2d)
          .findFirst()
          .flatMap(FirstFilters::drawn);
    }
  }

  private static Optional<FirstFilters> drawn(Called call) {
    Tensor weight = call.module().stateDict().get("weight");
    if (weight == null || weight.shape().size(1) != 3) {
      return Optional.empty();
    }
    int filters = Math.toIntExact(weight.shape().size(0));
    int height = Math.toIntExact(weight.shape().size(2));
    int width = Math.toIntExact(weight.shape().size(3));
    float[] values = weight.toFloats();
    List<Pixels> pictures = new ArrayList<>();
    for (int i = 0; i < filters; i++) {
      pictures.add(picture(values, i * 3 * height * width, height, width));
    }
    return Optional.of(new FirstFilters(call.name(), pictures));
  }

  /**
   * @param values a filter [3, height, width] from {@code start} on
   */
  private static Pixels picture(float[] values, int start, int height, int width) {
    int area = height * width;
    float largest = 0;
    for (int i = start; i < start + 3 * area; i++) {
      largest = Math.max(largest, Math.abs(values[i]));
    }
    byte[] rgb = new byte[3 * area];
    for (int i = 0; i < rgb.length; i++) {
      float value = values[start + i % 3 * area + i / 3];
      float share = largest == 0 ? 0 : value / largest;
      rgb[i] = (byte) Math.round(MIDDLE + MIDDLE * share);
    }
    return new Pixels(width, height, rgb);
  }
}
