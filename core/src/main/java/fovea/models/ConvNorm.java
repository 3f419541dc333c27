package fovea.models;

import static fovea.nn.Initialisation.kaimingNormal;

import fovea.nn.BatchNorm2d;
import fovea.nn.Conv2d;
import fovea.nn.Initialisation.Fan;
import fovea.nn.Module;
import fovea.nn.Sequential;
import fovea.tensor.ConvGeometry;
import fovea.tensor.Rng;
import fovea.tensor.Size2d;
import java.util.function.Supplier;

/**
 * Convolutions without bias, each with batch norm and perhaps an activation, numbered as
 * torchvision's {@code Conv2dNormActivation}. They are padded so that only the stride changes the
 * size.
 *
 * @param activation makes what follows the batch norm
 */
record ConvNorm(Supplier<Module> activation) {

  /** 1 x 1. */
  Sequential pixelwise(int in, int out, Rng rng) {
    return of(in, out, 1, 1, rng);
  }

  Sequential of(int in, int out, int size, int stride, Rng rng) {
    return Sequential.of(
        conv(in, out, size, stride, 1, rng), new BatchNorm2d(out), activation.get());
  }

  /** A filter a channel. */
  Sequential depthwise(int channels, int size, int stride, Rng rng) {
    return Sequential.of(
        conv(channels, channels, size, stride, channels, rng),
        new BatchNorm2d(channels),
        activation.get());
  }

  static Conv2d conv(int in, int out, int size, int stride, int groups, Rng rng) {
    return new Conv2d(
        in,
        out,
        Size2d.square(size),
        ConvGeometry.of(stride, size / 2).grouped(groups),
        false,
        kaimingNormal(Fan.OUT),
        rng);
  }
}
