package fovea.explain;

/**
 * The mean probability of the answer over random masks of the image, for each pixel by how much of
 * it they keep: what is kept wherever the answer is sure matters. {@code standardError} is the
 * largest of any pixel, as a share of the map's range.
 *
 * @param masks how many
 * @param side cells of a mask in a row
 * @param keep probability of a cell to be kept
 * @param baseline what the masks put in place of the image
 * @see <a href="https://arxiv.org/abs/1806.07421">Petsiuk et al. 2018, equation 6</a>
 */
public record Rise(int masks, int side, double keep, Baseline baseline) implements Explanation {
  public Rise {
    Explanations.requirePositive("masks", masks);
    Explanations.requirePositive("side", side);
    if (!(keep > 0 && keep < 1)) {
      throw new IllegalArgumentException("keep: " + keep + ", expected between 0 and 1");
    }
  }

  @Override
  public String name() {
    return "rise";
  }

  @Override
  public Relevance of(Subject subject) {
    Relevance found = Relevance.blank(subject.shape());
    float[] image = subject.image();
    float[] cover = baseline.of(image, subject.shape());
    double[] sums = new double[found.values().length];
    double[] squares = new double[sums.length];
    subject
        .network()
        .logits(
            masks,
            i -> masked(image, cover, mask(subject, found, i)),
            (i, logits) -> {
              double probability = subject.question().probability(logits);
              float[] mask = mask(subject, found, i);
              for (int p = 0; p < sums.length; p++) {
                double value = probability * mask[p] / keep;
                sums[p] += value;
                squares[p] += value * value;
              }
            });
    double error = 0;
    double least = Double.POSITIVE_INFINITY;
    double most = Double.NEGATIVE_INFINITY;
    for (int p = 0; p < sums.length; p++) {
      double mean = sums[p] / masks;
      double variance = Math.max(0, squares[p] / masks - mean * mean) / Math.max(1, masks - 1);
      found.values()[p] = (float) mean;
      error = Math.max(error, Math.sqrt(variance));
      least = Math.min(least, mean);
      most = Math.max(most, mean);
    }
    double range = most - least;
    return found.with(new SelfCheck("standardError", range > 0 ? error / range : 0, 0.2));
  }

  /** Drawn anew each time it is asked for, rather than all kept. */
  private float[] mask(Subject subject, Relevance size, int number) {
    return RiseMask.random(
            side, keep, size.height(), size.width(), subject.rng().split("mask", number))
        .values(size.height(), size.width());
  }

  static float[] masked(float[] image, float[] cover, float[] mask) {
    float[] masked = new float[image.length];
    for (int i = 0; i < image.length; i++) {
      float kept = mask[i % mask.length];
      masked[i] = kept * image[i] + (1 - kept) * cover[i];
    }
    return masked;
  }
}
