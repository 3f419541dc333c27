package fovea.models;

import fovea.settings.Declared;
import fovea.tensor.Rng;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The catalogue's networks with arguments that make them quick. */
public final class SmallModels {
  private static final Map<String, Map<String, Object>> SMALL =
      Map.of(
          "speedrun", Map.of("width1", 24, "width2", 24, "width3", 24),
          "wideresnet", Map.of("depth", 10, "widen", 1),
          "vgg16_bn", Map.of("hidden", 16),
          "convnext_tiny", Map.of("patch", 2),
          "convmixer", Map.of("width", 16, "depth", 2, "kernelSize", 3, "patch", 2));

  private SmallModels() {}

  /** Of images as small as the network takes them. */
  public static Model of(String name, Rng rng) {
    return of(name, smallestSize(name), rng);
  }

  static Model of(String name, int imageSize, Rng rng) {
    Map<String, Object> arguments = new LinkedHashMap<>(SMALL.getOrDefault(name, Map.of()));
    arguments.put("imageSize", imageSize);
    return Models.create(name, arguments, List.of("a", "b", "c"), rng);
  }

  /** With the arguments that {@link #of} gives. */
  static int smallestSize(String name) {
    if (name.equals("convnext_tiny")) {
      return 16; // eight patches
    }
    Declared size =
        Declared.in(Models.CATALOGUE.named(name)).stream()
            .filter(argument -> argument.key().equals("imageSize"))
            .findFirst()
            .orElseThrow();
    return (int) size.range().least();
  }
}
