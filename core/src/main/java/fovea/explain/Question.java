package fovea.explain;

import org.jspecify.annotations.Nullable;

/**
 * What is to be explained: why a class, or why that class rather than another one.
 *
 * @param about the class, by its number among the logits
 * @param ratherThan the other class, or null where all of an answer is asked for
 */
public record Question(int about, @Nullable Integer ratherThan) {
  public Question {
    if (about < 0 || (ratherThan != null && (ratherThan < 0 || ratherThan == about))) {
      throw new IllegalArgumentException(
          "why class %d rather than %s? Expected two different classes"
              .formatted(about, ratherThan));
    }
  }

  public static Question why(int about) {
    return new Question(about, null);
  }

  public static Question whyRatherThan(int about, int other) {
    return new Question(about, other);
  }

  /** The class that a network's logits are largest for; of equal ones the first. */
  public static Question whyPredicted(float[] logits) {
    int best = 0;
    for (int c = 1; c < logits.length; c++) {
      best = logits[c] > logits[best] ? c : best;
    }
    return why(best);
  }

  /** The class's logit, or how far it is above the other's: the number that is explained. */
  public double score(float[] logits) {
    return ratherThan == null ? logits[about] : (double) logits[about] - logits[ratherThan];
  }

  /** The class's share of the softmax over all classes, or over the two alone; in [0, 1]. */
  public double probability(float[] logits) {
    if (ratherThan != null) {
      return 1 / (1 + Math.exp(-score(logits)));
    }
    double sum = 0;
    for (float logit : logits) {
      sum += Math.exp((double) logit - logits[about]);
    }
    return 1 / sum;
  }

  /** The score's gradient at the logits. */
  float[] seed(int classes) {
    float[] seed = new float[classes];
    seed[about] = 1;
    if (ratherThan != null) {
      seed[ratherThan] = -1;
    }
    return seed;
  }
}
