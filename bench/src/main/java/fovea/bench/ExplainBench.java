package fovea.bench;

import fovea.explain.Baseline;
import fovea.explain.Explainer;
import fovea.explain.Explanation;
import fovea.explain.Explanations;
import fovea.explain.IntegratedGradients;
import fovea.explain.Question;
import fovea.explain.Relevance;
import fovea.models.Model;
import fovea.models.Models;
import fovea.tensor.Execution;
import fovea.tensor.Rng;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Milliseconds an explanation of one image takes by each method once a network is loaded: the first
 * one, which prepares what the method needs, and the median of those after it.
 *
 * <p>Arguments, all optional: the network ({@code speedrun}) and rounds (9).
 */
public final class ExplainBench {
  private ExplainBench() {}

  public static void main(String[] args) {
    String name = args.length > 0 ? args[0] : "speedrun";
    int rounds = args.length > 1 ? Integer.parseInt(args[1]) : 9;
    List<String> classes = List.of("0", "1", "2", "3", "4", "5", "6", "7", "8", "9");
    try (Model model = Models.create(name, Map.of(), classes, Rng.seeded(1));
        Explainer explainer = Explainer.of(model.network(), model.input(), Execution.fastest())) {
      float[] image = new float[Math.toIntExact(model.input().elements())];
      Rng rng = Rng.seeded(2);
      for (int i = 0; i < image.length; i++) {
        image[i] = (float) rng.nextDouble();
      }
      Question question = Question.whyPredicted(explainer.logits(image));
      for (Map.Entry<String, Explanation> how : methods(model).entrySet()) {
        double first = milliseconds(explainer, how.getValue(), image, question);
        double[] later = new double[rounds];
        Arrays.setAll(later, i -> milliseconds(explainer, how.getValue(), image, question));
        Arrays.sort(later);
        System.out.printf(
            Locale.ROOT,
            "%-24s first %8.1f ms, then %8.1f ms%n",
            how.getKey(),
            first,
            later[rounds / 2]);
      }
    }
  }

  /** Those for the network, integrated gradients also in half the steps that are usual. */
  private static Map<String, Explanation> methods(Model model) {
    Map<String, Explanation> methods = new LinkedHashMap<>();
    new Explanations(model.input(), null).all().forEach(how -> methods.put(how.name(), how));
    methods.put("integrated-gradients 64", new IntegratedGradients(64, Baseline.MEAN));
    if (!hasRelu(model)) {
      Explanation unused = methods.remove("guided-backprop");
    }
    return methods;
  }

  private static boolean hasRelu(Model model) {
    return model.network().modules().values().stream()
        .anyMatch(module -> module.type().startsWith("ReLU"));
  }

  private static double milliseconds(
      Explainer explainer, Explanation how, float[] image, Question question) {
    long start = System.nanoTime();
    Relevance unused = explainer.explain(how, image, question, Rng.seeded(3));
    return (System.nanoTime() - start) / 1e6;
  }
}
