package fovea.cli;

import fovea.FoveaException;
import fovea.explain.Explainer;
import fovea.explain.Explanation;
import fovea.explain.Explanations;
import fovea.explain.Relevance;
import fovea.tensor.Rng;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which explanations are wanted.
 *
 * @param names of {@link Explanations}
 * @param strict whether each has to be for the network, rather than those that are
 * @param layer that is looked at, or null for the last one with height and width
 */
record ChosenMethods(List<String> names, boolean strict, @Nullable String layer) {
  private static final String USUAL = "grad-cam";

  /**
   * @param named as the command line has them, maybe none
   */
  static ChosenMethods of(List<String> named, boolean compare, @Nullable String layer) {
    boolean all = named.contains(MethodNames.ALL) || (named.isEmpty() && compare);
    List<String> names = all ? Explanations.names() : named.isEmpty() ? List.of(USUAL) : named;
    return new ChosenMethods(names.stream().distinct().toList(), !all, layer);
  }

  /** Whether any of them looks at a layer. */
  boolean lookAtLayer() {
    Explanations all = new Explanations(Explanations.ANY_SIZE, layer);
    return names.stream().map(all::named).anyMatch(Explanations::looksAtLayer);
  }

  /**
   * Those that are for this network; what is left out is said, and what to be careful about.
   *
   * @throws FoveaException for one that was named and isn't
   */
  List<Explanation> fitting(Explainer explainer, AskedImage image, Console console) {
    Explanations all = new Explanations(explainer.input(), layer);
    List<Explanation> fitting = new ArrayList<>();
    for (String name : names) {
      Explanation explanation = all.named(name);
      try {
        // For the others any network will do, and trying would only take time.
        if (Explanations.looksInside(explanation)) {
          Relevance unused =
              explainer.explain(explanation, image.values(), image.question(), Rng.seeded(0));
        }
        explanation.caution().ifPresent(console::warn);
        fitting.add(explanation);
      } catch (FoveaException e) {
        if (strict) {
          throw e;
        }
        console.warn("left out %s: %s".formatted(name, e.getMessage()));
      }
    }
    return fitting;
  }
}
