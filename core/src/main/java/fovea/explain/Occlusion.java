package fovea.explain;

import fovea.tensor.Shape;

/**
 * How far the score falls where a square of the image is covered; a pixel has the mean of all
 * squares it lies in.
 *
 * @param window side of the square, in pixels
 * @param stride from one square to the next; the last one ends at the edge
 * @see <a href="https://arxiv.org/abs/1311.2901">Zeiler and Fergus 2014, section 4.2</a>
 */
public record Occlusion(int window, int stride, Baseline baseline) implements Explanation {
  public Occlusion {
    Explanations.requirePositive("window", window);
    Explanations.requirePositive("stride", stride);
  }

  @Override
  public String name() {
    return "occlusion";
  }

  @Override
  public Relevance of(Subject subject) {
    Shape shape = subject.shape();
    Relevance found = Relevance.blank(shape);
    float[] cover = baseline.of(subject.image(), shape);
    int[] tops = starts(found.height());
    int[] lefts = starts(found.width());
    double whole = subject.score();
    double[] scores =
        subject.scores(
            tops.length * lefts.length,
            i ->
                covered(
                    subject.image(),
                    cover,
                    found,
                    tops[i / lefts.length],
                    lefts[i % lefts.length]));
    double[] sums = new double[found.values().length];
    int[] counts = new int[sums.length];
    for (int i = 0; i < scores.length; i++) {
      double fall = whole - scores[i];
      int top = tops[i / lefts.length];
      int left = lefts[i % lefts.length];
      for (int y = top; y < Math.min(found.height(), top + window); y++) {
        for (int x = left; x < Math.min(found.width(), left + window); x++) {
          sums[y * found.width() + x] += fall;
          counts[y * found.width() + x]++;
        }
      }
    }
    for (int p = 0; p < sums.length; p++) {
      // No square covers it where the stride is longer than the window.
      found.values()[p] = counts[p] == 0 ? 0 : (float) (sums[p] / counts[p]);
    }
    return found;
  }

  private int[] starts(int length) {
    int last = Math.max(0, length - window);
    int[] starts = new int[(last + stride - 1) / stride + 1];
    for (int i = 0; i < starts.length; i++) {
      starts[i] = Math.min(i * stride, last);
    }
    return starts;
  }

  private float[] covered(float[] image, float[] cover, Relevance size, int top, int left) {
    float[] covered = image.clone();
    int channel = size.height() * size.width();
    int right = Math.min(size.width(), left + window);
    for (int c = 0; c < image.length; c += channel) {
      for (int y = top; y < Math.min(size.height(), top + window); y++) {
        int row = c + y * size.width();
        System.arraycopy(cover, row + left, covered, row + left, right - left);
      }
    }
    return covered;
  }
}
