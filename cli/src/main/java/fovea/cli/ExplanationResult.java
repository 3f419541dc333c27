package fovea.cli;

import fovea.explain.Explanation;
import fovea.explain.MethodFigures;
import fovea.explain.SelfCheck;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * All that was found.
 *
 * @param model as the user calls it
 * @param classes of the model
 * @param layer that some methods looked at, or null where none does
 * @param failed images that had to be passed over
 * @param figures of the methods, none where nobody asked
 */
record ExplanationResult(
    String model,
    List<String> classes,
    @Nullable String layer,
    long seed,
    List<Explanation> methods,
    List<ExplainedImage> images,
    List<AskedImages.Failed> failed,
    List<MethodFigures> figures) {
  /** What to be careful about, by method. */
  Map<String, String> cautions() {
    Map<String, String> cautions = new LinkedHashMap<>();
    methods.forEach(
        method -> method.caution().ifPresent(caution -> cautions.put(method.name(), caution)));
    return cautions;
  }

  /** Of methods that are inaccurate by their own account, a sentence each. */
  List<String> warnings() {
    List<String> warnings = new ArrayList<>();
    for (Explanation method : methods) {
      List<SelfCheck> tooLarge =
          images.stream()
              .map(image -> image.check(method.name()))
              .flatMap(Optional::stream)
              .filter(SelfCheck::tooLarge)
              .toList();
      if (!tooLarge.isEmpty()) {
        warnings.add(
            String.format(
                Locale.ROOT,
                "%s is inaccurate by its own account for %s, %s up to %.2f, where %.2f is usual",
                method.name(),
                Text.count(tooLarge.size(), "image"),
                tooLarge.get(0).what(),
                tooLarge.stream().mapToDouble(SelfCheck::value).max().orElseThrow(),
                tooLarge.get(0).tolerated()));
      }
    }
    return warnings;
  }
}
