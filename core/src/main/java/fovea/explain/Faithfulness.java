package fovea.explain;

import fovea.tensor.Rng;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * What happens to an answer's probability while pixels go, the most relevant first, and while they
 * come. A true explanation makes it fall early and rise early.
 *
 * @param deletion area below the curve of what is left, in [0, 1]; the smaller the better
 * @param insertion area below the curve of what has come, in [0, 1]; the larger the better
 * @param deletionCurve probabilities from the whole image to one of its mean colour
 * @param insertionCurve probabilities from a blurred image to the whole one
 * @see <a href="https://arxiv.org/abs/1806.07421">Petsiuk et al. 2018, section 3.3</a>
 */
public record Faithfulness(
    double deletion, double insertion, List<Double> deletionCurve, List<Double> insertionCurve) {
  private static final int STEPS = 32;

  public Faithfulness {
    deletionCurve = List.copyOf(deletionCurve);
    insertionCurve = List.copyOf(insertionCurve);
  }

  /**
   * Of an image's pixels in the order of their relevance.
   *
   * @param rng orders those that are equally relevant
   */
  public static Faithfulness of(
      Explainer explainer, float[] image, Question question, Relevance relevance, Rng rng) {
    int[] mixed = rng.split("ties").permutation(relevance.values().length);
    int[] order =
        Arrays.stream(mixed)
            .boxed()
            .sorted(Comparator.comparingDouble(p -> -relevance.values()[p]))
            .mapToInt(Integer::intValue)
            .toArray();
    return of(explainer, image, question, order, rng);
  }

  /** Of an image's pixels in random order, to compare with. */
  public static Faithfulness ofRandomOrder(
      Explainer explainer, float[] image, Question question, Rng rng) {
    int pixels = image.length / Math.toIntExact(explainer.input().size(0));
    return of(explainer, image, question, rng.split("order").permutation(pixels), rng);
  }

  private static Faithfulness of(
      Explainer explainer, float[] image, Question question, int[] order, Rng rng) {
    Subject subject = explainer.subject(image, question, rng);
    List<Double> falling = curve(subject, image, Baseline.MEAN.of(image, subject.shape()), order);
    List<Double> rising = curve(subject, Baseline.BLURRED.of(image, subject.shape()), image, order);
    return new Faithfulness(area(falling), area(rising), falling, rising);
  }

  /** Probabilities while the pixels of one image become those of another, in order. */
  private static List<Double> curve(Subject subject, float[] from, float[] to, int[] order) {
    double[] probabilities = new double[STEPS + 1];
    subject
        .network()
        .logits(
            STEPS + 1,
            step -> partly(from, to, order, (int) ((long) order.length * step / STEPS)),
            (step, logits) -> probabilities[step] = subject.question().probability(logits));
    return Arrays.stream(probabilities).boxed().toList();
  }

  private static float[] partly(float[] from, float[] to, int[] order, int changed) {
    float[] partly = from.clone();
    for (int start = 0; start < partly.length; start += order.length) {
      for (int i = 0; i < changed; i++) {
        partly[start + order[i]] = to[start + order[i]];
      }
    }
    return partly;
  }

  private static double area(List<Double> curve) {
    return IntStream.range(1, curve.size())
        .mapToDouble(i -> (curve.get(i - 1) + curve.get(i)) / 2)
        .average()
        .orElse(0);
  }

  /** How far insertion is above deletion: 0 in the mean for an order that says nothing. */
  public double gain() {
    return insertion - deletion;
  }
}
