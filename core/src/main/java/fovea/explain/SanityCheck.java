package fovea.explain;

import fovea.FoveaException;
import fovea.nn.Module;
import fovea.tensor.Execution;
import fovea.tensor.Rng;
import fovea.tensor.Shape;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalDouble;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Whether an explanation depends on what the network has learnt: how much it stays like itself
 * while weights are made random, layer by layer from the last one down.
 *
 * @param stages at least one; in the last one all weights that are trained are random, unless they
 *     make the network's outputs overflow, as where a channel that was off is on and its batch norm
 *     magnifies it: such stages are left out
 * @param overImages the mean rank correlation over the stages, image by image, or null where no
 *     image has two maps to compare; one whose magnitude is the same everywhere has no order
 * @param compared pairs of maps, of an image and a stage, that could be compared
 * @param pairs of an image and a stage that there are
 * @see <a href="https://arxiv.org/abs/1810.03292">Adebayo et al. 2018, section 3.1</a>
 */
public record SanityCheck(
    List<Stage> stages, @Nullable OverImages overImages, int compared, int pairs) {
  /**
   * What is as much like the explanation of networks that know less and less shows no knowledge.
   * Between what was found on shapes of methods that are known to pass, and to fail:
   * docs/decisions/22.
   */
  static final double ALIKE = 0.5;

  private static final int PARTS = 4;

  /** The last layer alone, and each part of all. */
  static final int MOST_STAGES = 1 + PARTS;

  /**
   * So many layers random.
   *
   * @param downTo the lowest of them
   * @param likeness mean rank correlation of the magnitudes with those of the network as it is, or
   *     null where no image has two maps to compare
   */
  public record Stage(String downTo, @Nullable Double likeness) {}

  public SanityCheck {
    stages = List.copyOf(stages);
  }

  /**
   * The mean over the stages, or null where no maps could be compared. In the last stage alone most
   * methods pass: where even the first layer's filters are random, what shows the image shows it
   * otherwise.
   */
  public @Nullable Double likeness() {
    return overImages == null ? null : (Double) overImages.mean();
  }

  /** The one that knows least. */
  Stage last() {
    return stages.get(stages.size() - 1);
  }

  /** Whether of these images the explanation becomes another one as weights become random. */
  public boolean passes() {
    return overImages != null && overImages.mean() < ALIKE;
  }

  /** Whether it does of others, too, as far as these can tell. */
  boolean holds() {
    return overImages != null && comparesMost() && overImages.isBelow(ALIKE);
  }

  /** Whether it stays like itself, of others, too, as far as these can tell. */
  boolean fails() {
    return overImages != null && comparesMost() && overImages.isAbove(ALIKE);
  }

  /** Whether no more than half of the maps were blank. */
  boolean comparesMost() {
    return 2 * compared >= pairs;
  }

  /**
   * Looks at several explanations at once, since preparing a network takes a while.
   *
   * @param network has its own weights back afterwards; nobody else may use it meanwhile
   * @param own the relevance by the network as it is, of each explanation by name, one for each
   *     case
   * @param rng that they were explained by
   * @return by the explanations' names
   */
  static Map<String, SanityCheck> of(
      Module network,
      Shape input,
      Execution how,
      List<Explanation> explanations,
      List<Comparison.Case> cases,
      Map<String, List<Relevance>> own,
      Rng rng) {
    Map<String, Likenesses> found = new LinkedHashMap<>();
    explanations.forEach(
        explanation -> found.put(explanation.name(), new Likenesses(cases.size())));
    try (RandomWeights weights = new RandomWeights(network, rng.split("weights"))) {
      int layers = weights.layers().size();
      if (layers == 0) {
        throw new FoveaException(
            "the network has no weights that could be made random, so nothing says whether"
                + " explanations depend on them");
      }
      TreeSet<Integer> counts = new TreeSet<>(List.of(1));
      for (int stage = 1; stage <= PARTS; stage++) {
        counts.add(Math.max(1, layers * stage / PARTS));
      }
      for (int count : counts) {
        weights.randomize(count);
        try (Explainer explainer = Explainer.of(network, input, how)) {
          if (!explainer.isFinite(cases.stream().map(Comparison.Case::image).toList())) {
            continue;
          }
          for (Explanation explanation : explanations) {
            List<Relevance> before = Objects.requireNonNull(own.get(explanation.name()));
            Objects.requireNonNull(found.get(explanation.name()))
                .add(
                    weights.layers().get(count - 1),
                    likenesses(explainer, explanation, cases, before, rng));
          }
        }
      }
    }
    if (found.values().stream().anyMatch(Likenesses::isEmpty)) {
      throw new FoveaException(
          "with random weights the network's outputs are infinite, so nothing says whether"
              + " explanations depend on them");
    }
    Map<String, SanityCheck> checks = new LinkedHashMap<>();
    found.forEach((name, likenesses) -> checks.put(name, likenesses.check()));
    return checks;
  }

  private static List<OptionalDouble> likenesses(
      Explainer explainer,
      Explanation explanation,
      List<Comparison.Case> cases,
      List<Relevance> own,
      Rng rng) {
    List<OptionalDouble> found = new ArrayList<>();
    for (int i = 0; i < cases.size(); i++) {
      Comparison.Case one = cases.get(i);
      Relevance other =
          explainer.explain(explanation, one.image(), one.question(), rng.split("image", i));
      found.add(RankCorrelation.of(magnitudes(own.get(i)), magnitudes(other)));
    }
    return found;
  }

  private static float[] magnitudes(Relevance relevance) {
    float[] magnitudes = relevance.values().clone();
    for (int p = 0; p < magnitudes.length; p++) {
      magnitudes[p] = Math.abs(magnitudes[p]);
    }
    return magnitudes;
  }
}
