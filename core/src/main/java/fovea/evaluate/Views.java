package fovea.evaluate;

import fovea.nn.Prepared;
import fovea.tensor.Geometry;
import fovea.tensor.Geometry.Padding;
import fovea.tensor.Tensor;

/** Which views of an image its logits are averaged over. */
public enum Views {
  /** The image as it is. */
  PLAIN,

  /**
   * The image and its mirror image with half of the weight, and both shifted by one pixel, down and
   * right and up and left, with a quarter each; pixels that come in are reflected. Six calls of the
   * network an image, so accuracies with views stand apart from plain ones.
   *
   * @see <a href="https://arxiv.org/abs/2404.00498">Jordan 2024, section 3.5</a>
   */
  MIRRORED_AND_SHIFTED;

  /**
   * The weighted mean of the views' logits.
   *
   * @param images [N, C, H, W], float32 in [0, 1], at least 2 x 2
   * @return [N, K], float32
   */
  Tensor logits(Prepared network, Tensor images) {
    if (this == PLAIN) {
      return network.call(images);
    }
    long height = images.shape().size(2);
    long width = images.shape().size(3);
    Tensor padded = Geometry.pad(images, 1, Padding.REFLECT);
    Tensor downRight = padded.narrow(2, 0, height).narrow(3, 0, width);
    Tensor upLeft = padded.narrow(2, 2, height).narrow(3, 2, width);
    return withMirrorImage(network, images)
        .mul(0.5)
        .add(withMirrorImage(network, downRight).mul(0.25))
        .add(withMirrorImage(network, upLeft).mul(0.25));
  }

  private static Tensor withMirrorImage(Prepared network, Tensor view) {
    Tensor image = network.call(view.channelsLast());
    return image.add(network.call(view.flip(3).channelsLast())).mul(0.5);
  }
}
