package fovea.inspect;

import fovea.evaluate.Diverged;
import fovea.evaluate.Temperature;
import fovea.image.Pixels;
import fovea.nn.Evaluating;
import fovea.nn.Module;
import fovea.nn.PreparedForGradients;
import fovea.tensor.Autograd;
import fovea.tensor.Precision;
import fovea.tensor.Rng;
import fovea.tensor.Scope;
import fovea.tensor.Shape;
import fovea.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Images that a network would take for a class most of all: noise that is changed along the
 * gradient of the class's logit. Each step sees the image shifted a little, and now and then it is
 * blurred, without which the noise of single pixels would do.
 *
 * @param steps at least 1
 * @param rate how far a step changes the values, the root of their mean square, of values in [0, 1]
 * @param shift pixels that a step sees the image shifted by at most, round the edges
 * @param blurEvery so many steps; 0 is never
 * @see <a href="https://arxiv.org/abs/1312.6034">Simonyan et al. 2014, section 2</a>
 * @see <a href="https://arxiv.org/abs/1506.06579">Yosinski et al. 2015, section 3</a>
 */
public record ActivationMaximisation(int steps, double rate, int shift, int blurEvery) {
  /** Classes that are worked on together. */
  private static final int TOGETHER = 16;

  private static final double NOISE = 0.05;

  public ActivationMaximisation {
    if (steps < 1 || rate <= 0 || shift < 0 || blurEvery < 0) {
      throw new IllegalArgumentException(
          "activation maximisation of %d steps of %s, shifts of %d, blurs every %d"
              .formatted(steps, rate, shift, blurEvery));
    }
  }

  /** For images of this size, in a few seconds of a small network. */
  public static ActivationMaximisation usual(Shape input) {
    int side = Math.toIntExact(Math.min(input.size(1), input.size(2)));
    return new ActivationMaximisation(128, 0.02, Math.max(1, side / 16), 4);
  }

  /**
   * Makes an image for each of these classes.
   *
   * @param network [N, 3, H, W] in [0, 1] to logits [N, K]
   * @param input [3, H, W]
   * @param classes K names
   * @param chosen which of them
   * @param temperature of their probabilities, as {@code fovea predict} has them
   * @param rng for the noise and the shifts
   * @throws fovea.FoveaException if the network's outputs are infinite or NaN
   */
  public List<ClassImage> of(
      Module network,
      Shape input,
      List<String> classes,
      int[] chosen,
      Temperature temperature,
      Rng rng) {
    List<ClassImage> images = new ArrayList<>();
    try (Evaluating mode = network.evaluating();
        PreparedForGradients prepared =
            PreparedForGradients.of(network, input, Precision.FLOAT32)) {
      for (int first = 0; first < chosen.length; first += TOGETHER) {
        int[] some = Arrays.copyOfRange(chosen, first, Math.min(chosen.length, first + TOGETHER));
        images.addAll(
            made(prepared, input, classes, some, temperature, rng.split("classes", first)));
      }
    }
    return images;
  }

  private List<ClassImage> made(
      PreparedForGradients network,
      Shape input,
      List<String> classes,
      int[] chosen,
      Temperature temperature,
      Rng rng) {
    Planes[] images = new Planes[chosen.length];
    for (int i = 0; i < images.length; i++) {
      images[i] = Planes.noise(input, NOISE, rng.split("noise", i));
    }
    Rng shifts = rng.split("shifts");
    for (int step = 0; step < steps; step++) {
      int down = shift == 0 ? 0 : shifts.nextInt(2 * shift + 1) - shift;
      int right = shift == 0 ? 0 : shifts.nextInt(2 * shift + 1) - shift;
      boolean blur = blurEvery > 0 && step % blurEvery == blurEvery - 1 && step < steps - 1;
      Planes[] gradients = gradients(network, images, chosen, classes.size(), down, right);
      for (int i = 0; i < images.length; i++) {
        images[i].climb(gradients[i], rate);
        if (blur) {
          images[i].blur();
        }
      }
    }
    return judged(network, images, classes, chosen, temperature);
  }

  private static Planes[] gradients(
      PreparedForGradients network,
      Planes[] images,
      int[] chosen,
      int classes,
      int down,
      int right) {
    Planes[] shifted = new Planes[images.length];
    Arrays.setAll(shifted, i -> images[i].shifted(down, right));
    try (Scope scope = Scope.open()) {
      Tensor x = Planes.tensor(shifted).requireGradient(true);
      float[] wanted = new float[chosen.length * classes];
      for (int i = 0; i < chosen.length; i++) {
        wanted[i * classes + chosen[i]] = 1;
      }
      Tensor logits = network.call(x);
      Tensor gradient =
          Autograd.gradients(
                  List.of(logits),
                  List.of(Tensor.of(wanted, chosen.length, classes)),
                  List.of(x),
                  false)
              .get(0);
      Planes[] found = Planes.of(gradient);
      Arrays.setAll(shifted, i -> found[i].shifted(-down, -right));
      return shifted;
    }
  }

  private static List<ClassImage> judged(
      PreparedForGradients network,
      Planes[] images,
      List<String> classes,
      int[] chosen,
      Temperature temperature) {
    Pixels[] pixels = Arrays.stream(images).map(Planes::pixels).toArray(Pixels[]::new);
    try (Scope scope = Scope.open();
        Autograd.NoGrad off = Autograd.noGrad()) {
      Tensor logits = network.call(Planes.tensor(images));
      float[] probabilities = logits.div(temperature.value()).softmax(1).toFloats();
      float[] values = logits.toFloats();
      Diverged.refuse(values);
      List<ClassImage> made = new ArrayList<>();
      for (int i = 0; i < images.length; i++) {
        int at = i * classes.size() + chosen[i];
        made.add(new ClassImage(classes.get(chosen[i]), pixels[i], probabilities[at], values[at]));
      }
      return made;
    }
  }
}
