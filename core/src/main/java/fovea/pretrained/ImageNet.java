package fovea.pretrained;

import fovea.nn.Normalize;
import java.util.List;

/**
 * How images are normalised for networks trained on ImageNet by torchvision and timm: red, green
 * and blue in [0, 1].
 *
 * @see <a href="https://pytorch.org/vision/stable/models.html">torchvision's models</a>
 */
public final class ImageNet {
  public static final List<Float> MEAN = List.of(0.485f, 0.456f, 0.406f);
  public static final List<Float> STD = List.of(0.229f, 0.224f, 0.225f);

  private ImageNet() {}

  /** Has a network's images normalised so. */
  static void set(Normalize normalize) {
    normalize.set(array(MEAN), array(STD));
  }

  private static float[] array(List<Float> values) {
    float[] array = new float[values.size()];
    for (int i = 0; i < array.length; i++) {
      array[i] = values.get(i);
    }
    return array;
  }
}
