package fovea.nn;

import static fovea.nn.Initialisation.kaimingNormal;

import fovea.nn.Initialisation.Fan;
import fovea.tensor.ConvGeometry;
import fovea.tensor.Rng;
import fovea.tensor.Size2d;
import fovea.tensor.Tensor;

/**
 * Scales each channel of [N, C, H, W] by a number between 0 and 1 that two layers make of all
 * channels' means. Its parts have torchvision's names.
 *
 * @see <a href="https://arxiv.org/abs/1709.01507">Hu et al. 2018, equations 2 to 4</a>
 */
public final class SqueezeExcitation extends Module {
  private final AdaptiveAvgPool2d avgpool;
  private final Conv2d fc1;
  private final Module activation;
  private final Conv2d fc2;
  private final Sigmoid scaleActivation;

  /**
   * A layer with starting values by He et al. 2015, the biases 0.
   *
   * @param squeezeChannels between the two layers
   * @param activation between them too
   */
  public SqueezeExcitation(int inputChannels, int squeezeChannels, Module activation, Rng rng) {
    avgpool = child("avgpool", new AdaptiveAvgPool2d(1));
    fc1 = child("fc1", pixelwise(inputChannels, squeezeChannels, rng));
    fc2 = child("fc2", pixelwise(squeezeChannels, inputChannels, rng));
    this.activation = child("activation", activation);
    scaleActivation = child("scale_activation", new Sigmoid());
  }

  private static Conv2d pixelwise(int in, int out, Rng rng) {
    return new Conv2d(
            in, out, Size2d.square(1), ConvGeometry.of(1, 0), true, kaimingNormal(Fan.OUT), rng)
        .withZeroBias();
  }

  @Override
  protected Tensor forward(Tensor input) {
    Tensor squeezed = activation.call(fc1.call(avgpool.call(input)));
    return input.mul(scaleActivation.call(fc2.call(squeezed)));
  }
}
