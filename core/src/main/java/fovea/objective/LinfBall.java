package fovea.objective;

import fovea.tensor.Autograd;
import fovea.tensor.RandomTensor;
import fovea.tensor.Rng;
import fovea.tensor.Scope;
import fovea.tensor.Tensor;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * All images that differ from another by at most {@code epsilon} in any value, and have values in
 * [0, 1]: where training looks for those that the network does worst on.
 */
record LinfBall(double epsilon) {
  static LinfBall of255(double epsilon255) {
    return new LinfBall(epsilon255 / 255);
  }

  /**
   * Images with noise of each value's own, kept in [0, 1].
   *
   * @param reach the most that it changes a value, as a share of epsilon
   */
  Tensor noised(Tensor images, double reach, Rng rng) {
    double most = reach * epsilon;
    return images.add(RandomTensor.uniform(-most, most, rng, images.shape())).clamp(0, 1);
  }

  /**
   * Images a step further up a loss, along the signs of its gradient, wherever that leads to.
   *
   * @param images without gradients
   * @param size of the step, as a share of epsilon
   * @param loss of images of this shape, a single number
   */
  Tensor stepped(Tensor images, double size, UnaryOperator<Tensor> loss) {
    try (Scope pass = Scope.open()) {
      Tensor from = images.detach().requireGradient(true);
      Tensor gradient = Autograd.gradients(loss.apply(from), List.of(from)).get(0);
      return pass.keep(images.add(gradient.sign().mul(size * epsilon)));
    }
  }

  /** The images of the ball about the clean ones that are nearest to these. */
  Tensor projected(Tensor clean, Tensor images) {
    return clean.add(images.sub(clean).clamp(-epsilon, epsilon)).clamp(0, 1);
  }

  /** {@link #stepped} several times, each time brought back to the ball about the clean images. */
  Tensor climbed(Tensor clean, Tensor start, int steps, double size, UnaryOperator<Tensor> loss) {
    Tensor images = start;
    for (int i = 0; i < steps; i++) {
      images = projected(clean, stepped(images, size, loss));
    }
    return images;
  }
}
