package fovea.pretrained;

/**
 * How images are normalised for networks trained on ImageNet by torchvision and timm: red, green
 * and blue in [0, 1].
 *
 * @see <a href="https://pytorch.org/vision/stable/models.html">torchvision's models</a>
 */
public final class ImageNet {
  private ImageNet() {}

  public static float[] mean() {
    return new float[] {0.485f, 0.456f, 0.406f};
  }

  public static float[] std() {
    return new float[] {0.229f, 0.224f, 0.225f};
  }
}
