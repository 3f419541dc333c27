package fovea.explain;

/**
 * Each superpixel's Shapley value, its fair share of how far the score rises from the baseline to
 * the image, spread over its pixels; from a linear fit to images of which some superpixels are
 * left. {@code unexplained} is the share of their scores' variance that the fit leaves.
 *
 * @param segments about how many superpixels
 * @param samples images to look at; where all that there are fit in, the values are exact
 * @param baseline what stands in place of the others
 * @see <a href="https://arxiv.org/abs/1705.07874">Lundberg and Lee 2017, section 4.1</a>
 */
public record KernelShap(int segments, int samples, Baseline baseline) implements Explanation {
  public KernelShap {
    Explanations.requirePositive("segments", segments);
    Explanations.requirePositive("samples", samples);
  }

  @Override
  public String name() {
    return "kernel-shap";
  }

  @Override
  public Relevance of(Subject subject) {
    float[] image = subject.image();
    float[] cover = baseline.of(image, subject.shape());
    Superpixels groups = Superpixels.of(image, subject.shape(), segments);
    double[] ends = subject.scores(2, i -> i == 0 ? cover : image);
    double whole = ends[1] - ends[0];
    if (groups.count() == 1) {
      return spread(subject, groups, new double[] {whole});
    }
    Coalitions cases = Coalitions.of(groups.count(), samples, subject.rng().split("coalitions"));
    double[] gains =
        subject.scores(cases.in().length, i -> partly(image, cover, groups, cases.in()[i]));
    for (int i = 0; i < gains.length; i++) {
      gains[i] -= ends[0];
    }
    double[] values = cases.values(gains, whole);
    return spread(subject, groups, values)
        .with(new SelfCheck("unexplained", cases.unexplained(gains, values), 0.5));
  }

  private static float[] partly(float[] image, float[] cover, Superpixels groups, boolean[] kept) {
    float[] partly = new float[image.length];
    int[] of = groups.of();
    for (int i = 0; i < image.length; i++) {
      partly[i] = kept[of[i % of.length]] ? image[i] : cover[i];
    }
    return partly;
  }

  private static Relevance spread(Subject subject, Superpixels groups, double[] values) {
    Relevance found = Relevance.blank(subject.shape());
    int[] sizes = groups.sizes();
    for (int p = 0; p < found.values().length; p++) {
      int group = groups.of()[p];
      found.values()[p] = (float) (values[group] / sizes[group]);
    }
    return found;
  }
}
