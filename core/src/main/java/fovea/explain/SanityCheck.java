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
import java.util.TreeSet;

/**
 * Whether an explanation depends on what the network has learnt: how much it stays like itself
 * while weights are made random, layer by layer from the last one down.
 *
 * @param stages at least one; in the last one all weights that are trained are random, unless they
 *     make the network's outputs overflow, as where a channel that was off is on and its batch norm
 *     magnifies it: such stages are left out
 * @see <a href="https://arxiv.org/abs/1810.03292">Adebayo et al. 2018, section 3.1</a>
 */
public record SanityCheck(List<Stage> stages) {
  /**
   * What is as much like the explanation of networks that know less and less shows no knowledge.
   */
  private static final double ALIKE = 0.5;

  private static final int PARTS = 4;

  /** The last layer alone, and each part of all. */
  static final int MOST_STAGES = 1 + PARTS;

  /**
   * So many layers random.
   *
   * @param downTo the lowest of them
   * @param likeness mean rank correlation of the magnitudes with those of the network as it is
   */
  public record Stage(String downTo, double likeness) {}

  public SanityCheck {
    stages = List.copyOf(stages);
  }

  /**
   * The mean over the stages. In the last one alone most methods pass: where even the first layer's
   * filters are random, what shows the image shows it otherwise.
   */
  public double likeness() {
    return stages.stream().mapToDouble(Stage::likeness).average().orElseThrow();
  }

  /** The one that knows least. */
  Stage last() {
    return stages.get(stages.size() - 1);
  }

  /** Whether the explanation becomes another one as weights become random. */
  public boolean passes() {
    return likeness() < ALIKE;
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
    Map<String, List<Stage>> stages = new LinkedHashMap<>();
    explanations.forEach(explanation -> stages.put(explanation.name(), new ArrayList<>()));
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
            double likeness = likeness(explainer, explanation, cases, before, rng);
            Objects.requireNonNull(stages.get(explanation.name()))
                .add(new Stage(weights.layers().get(count - 1), likeness));
          }
        }
      }
    }
    if (stages.values().stream().anyMatch(List::isEmpty)) {
      throw new FoveaException(
          "with random weights the network's outputs are infinite, so nothing says whether"
              + " explanations depend on them");
    }
    Map<String, SanityCheck> checks = new LinkedHashMap<>();
    stages.forEach((name, found) -> checks.put(name, new SanityCheck(found)));
    return checks;
  }

  private static double likeness(
      Explainer explainer,
      Explanation explanation,
      List<Comparison.Case> cases,
      List<Relevance> own,
      Rng rng) {
    double sum = 0;
    for (int i = 0; i < cases.size(); i++) {
      Comparison.Case one = cases.get(i);
      Relevance other =
          explainer.explain(explanation, one.image(), one.question(), rng.split("image", i));
      sum += RankCorrelation.of(magnitudes(own.get(i)), magnitudes(other));
    }
    return sum / cases.size();
  }

  private static float[] magnitudes(Relevance relevance) {
    float[] magnitudes = relevance.values().clone();
    for (int p = 0; p < magnitudes.length; p++) {
      magnitudes[p] = Math.abs(magnitudes[p]);
    }
    return magnitudes;
  }
}
