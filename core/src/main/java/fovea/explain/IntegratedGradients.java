package fovea.explain;

import java.util.Arrays;

/**
 * The score's gradient along the straight way from a baseline to the image, times that way, so that
 * the relevance of all pixels adds up to how far the score rises; {@code completenessGap} is what
 * is missing, as a share of the rise.
 *
 * @param steps of the way, whose middles are looked at
 * @see <a href="https://arxiv.org/abs/1703.01365">Sundararajan et al. 2017, section 3</a>
 */
public record IntegratedGradients(int steps, Baseline baseline) implements Explanation {
  public IntegratedGradients {
    Explanations.requirePositive("steps", steps);
  }

  @Override
  public String name() {
    return "integrated-gradients";
  }

  @Override
  public Relevance of(Subject subject) {
    float[] image = subject.image();
    float[] start = baseline.of(image, subject.shape());
    float[] mean = subject.meanGradient(steps, step -> between(start, image, (step + 0.5) / steps));
    for (int i = 0; i < mean.length; i++) {
      mean[i] *= image[i] - start[i];
    }
    Relevance found = Relevance.ofSum(subject.shape(), mean);
    double[] ends = subject.scores(2, i -> i == 0 ? start : image);
    double rise = ends[1] - ends[0];
    double gap = Math.abs(found.total() - rise);
    // An image that is its own baseline has nothing to be told apart by, and a share of nothing.
    boolean alike = Arrays.equals(start, image);
    return found.with(new SelfCheck("completenessGap", alike ? 0 : gap / Math.abs(rise), 0.05));
  }

  private static float[] between(float[] start, float[] end, double share) {
    float[] between = new float[start.length];
    for (int i = 0; i < between.length; i++) {
      between[i] = (float) (start[i] + share * (end[i] - start[i]));
    }
    return between;
  }
}
