package fovea.pretrained;

import fovea.FoveaException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Weights that torchvision publishes, trained on ImageNet's 1,000 classes. The eight hex digits in
 * a file's name begin its SHA-256.
 *
 * @param name torchvision's for the network
 * @param file as its publisher calls it
 * @see <a href="https://pytorch.org/vision/stable/models.html">torchvision's models</a>
 */
public record OfficialWeights(String name, String file) {
  private static final String ADDRESS = "https://download.pytorch.org/models/";

  private static final Set<String> SCHEMES = Set.of("http", "https");

  /** What whoever uses them agrees to. */
  public static final String LICENCE =
      "BSD-3-Clause (torchvision); ImageNet's terms hold for what was trained on it";

  /** How images are normalised for them, which a model file records. */
  public static final String NORMALIZATION = ImageNet.COLOURS.toString();

  private static final List<OfficialWeights> ALL =
      List.of(
          new OfficialWeights("resnet18", "resnet18-f37072fd.pth"),
          new OfficialWeights("resnet34", "resnet34-b627a593.pth"),
          new OfficialWeights("resnet50", "resnet50-11ad3fa6.pth"),
          new OfficialWeights("mobilenet_v2", "mobilenet_v2-b0353104.pth"),
          new OfficialWeights("efficientnet_b0", "efficientnet_b0_rwightman-7f5810bc.pth"),
          new OfficialWeights("convnext_tiny", "convnext_tiny-983f1562.pth"),
          new OfficialWeights("vgg16_bn", "vgg16_bn-6c64b313.pth"),
          new OfficialWeights("squeezenet1_1", "squeezenet1_1-b8a52dc0.pth"));

  /** In the order in which they are listed. */
  public static List<OfficialWeights> all() {
    return ALL;
  }

  /** Those of a network; a hyphen stands for an underscore. */
  public static Optional<OfficialWeights> named(String name) {
    return ALL.stream().filter(each -> each.name.equals(name.replace('-', '_'))).findFirst();
  }

  public static List<String> names() {
    return ALL.stream().map(OfficialWeights::name).toList();
  }

  /** Where they are published, or where {@code FOVEA_WEIGHTS_URL} says that there is a copy. */
  public URI address() {
    String given =
        System.getProperty(
            "fovea.weights.url", System.getenv().getOrDefault("FOVEA_WEIGHTS_URL", ""));
    String base = given.isBlank() ? ADDRESS : given.endsWith("/") ? given : given + "/";
    try {
      URI address = URI.create(base + file);
      if (SCHEMES.contains(String.valueOf(address.getScheme())) && address.getHost() != null) {
        return address;
      }
      throw new IllegalArgumentException("nothing that can be asked over HTTP");
    } catch (IllegalArgumentException e) {
      throw new FoveaException(
          "FOVEA_WEIGHTS_URL is %s, expected the web address of a folder, such as http://localhost:8000/weights"
              .formatted(given),
          e);
    }
  }

  /** The digits that the file's SHA-256 begins with. */
  String digits() {
    return file.substring(file.lastIndexOf('-') + 1, file.lastIndexOf('.'));
  }

  /**
   * Where they lie once they are fetched.
   *
   * @param home Fovea's folder
   */
  public Path in(Path home) {
    return home.resolve("weights").resolve(file);
  }

  /**
   * Their file.
   *
   * @throws FoveaException if they weren't fetched
   */
  public Path requireIn(Path home) {
    if (!Files.exists(in(home))) {
      throw new FoveaException(
          "%s: its weights aren't here yet; `fovea weights fetch %s` downloads them"
              .formatted(name, name));
    }
    return in(home);
  }
}
