package fovea.explain;

import java.util.Arrays;

/**
 * The score's gradient along the straight way from a baseline to the image, times that way, so that
 * the relevance of all pixels adds up to how far the score rises; {@code completenessGap} is what
 * is missing, as a share of the rise.
 *
 * @param steps of the way, at both ends of each of which the gradient is looked at
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
    float[] start = baseline.of(subject.image(), subject.shape());
    StraightWay way = StraightWay.of(subject, start, steps);
    Relevance found = way.integral();
    double gap = Math.abs(found.total() - way.rise());
    // An image that is its own baseline has nothing to be told apart by, and a share of nothing.
    boolean whole = gap == 0 || Arrays.equals(start, subject.image());
    return found.with(
        new SelfCheck("completenessGap", whole ? 0 : gap / Math.abs(way.rise()), 0.05));
  }
}
