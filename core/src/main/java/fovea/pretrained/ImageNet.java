package fovea.pretrained;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * What networks trained on ImageNet by torchvision and timm have in common: how images are
 * normalised, red, green and blue in [0, 1], and the classes.
 *
 * @see <a href="https://pytorch.org/vision/stable/models.html">torchvision's models</a>
 */
public final class ImageNet {
  public static final ColourStatistics COLOURS =
      new ColourStatistics(List.of(0.485f, 0.456f, 0.406f), List.of(0.229f, 0.224f, 0.225f));

  private static final String NAMES = "/fovea/pretrained/imagenet.txt";

  private ImageNet() {}

  /** The 1,000 classes of ILSVRC 2012 in the order of outputs, as torchvision names them. */
  public static List<String> classes() {
    try (InputStream in = ImageNet.class.getResourceAsStream(NAMES)) {
      if (in == null) {
        throw new IllegalStateException("resource " + NAMES + " is missing");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
