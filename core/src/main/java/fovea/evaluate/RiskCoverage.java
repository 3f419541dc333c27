package fovea.evaluate;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a network's errors come to if it answers only for the images that it is surest of. Of images
 * that it is equally sure of, any may come first: figures are the mean over all orders.
 *
 * @param area under the curve: mean error rate over all coverages, in [0, 1]
 * @param interval of the area, or null without resamples, or where all are alike
 * @param points of the curve, a hundred where there are as many images
 * @see <a href="https://arxiv.org/abs/1805.08206">Geifman et al. 2019, section 3</a>
 */
public record RiskCoverage(double area, @Nullable Interval interval, List<Point> points) {
  private static final int POINTS = 100;

  /**
   * @param coverage share of the images that are answered, in (0, 1]
   * @param risk share of the answers that are wrong, in [0, 1]
   * @param confidence of the least sure of them, the probability of its predicted class
   */
  public record Point(double coverage, double risk, double confidence) {}

  public RiskCoverage {
    points = List.copyOf(points);
  }

  /**
   * That of outputs for images whose classes are known.
   *
   * @param bootstrap gives the interval
   * @throws java.util.concurrent.CancellationException if this thread is interrupted
   */
  public static RiskCoverage of(Outputs<?> outputs, Bootstrap bootstrap) {
    Ranking ranking = Ranking.of(LogOdds.ofPredicted(outputs));
    boolean[] wrong = new boolean[outputs.size()];
    for (int i = 0; i < wrong.length; i++) {
      wrong[i] = outputs.predicted(i) != outputs.label(i);
    }
    Bootstrap.Figures area = weights -> new double[] {mean(risks(ranking, wrong, weights))};
    double[] risks = risks(ranking, wrong, Bootstrap.once(wrong.length));
    return new RiskCoverage(
        mean(risks),
        bootstrap.intervals(area, wrong.length).get(0),
        points(outputs, ranking, risks));
  }

  private static double mean(double[] values) {
    double sum = 0;
    for (double value : values) {
      sum += value;
    }
    return sum / values.length;
  }

  /** The error rate of the surest image, of the two surest, and so on. */
  private static double[] risks(Ranking ranking, boolean[] wrong, int[] weights) {
    int all = 0;
    for (int weight : weights) {
      all += weight;
    }
    double[] risks = new double[all];
    int before = 0;
    long errors = 0;
    int tied = 0;
    long tiedErrors = 0;
    for (int place = ranking.size() - 1; place >= 0; place--) {
      int image = ranking.image(place);
      tied += weights[image];
      tiedErrors += wrong[image] ? weights[image] : 0;
      if (ranking.beginsTie(place)) {
        for (int j = 1; j <= tied; j++) {
          risks[before + j - 1] = (errors + (double) tiedErrors * j / tied) / (before + j);
        }
        before += tied;
        errors += tiedErrors;
        tied = 0;
        tiedErrors = 0;
      }
    }
    return risks;
  }

  private static List<Point> points(Outputs<?> outputs, Ranking ranking, double[] risks) {
    List<Point> points = new ArrayList<>();
    int images = risks.length;
    int last = 0;
    for (int p = 1; p <= POINTS; p++) {
      int answered = (int) (((long) p * images + POINTS - 1) / POINTS);
      if (answered > last) {
        int image = ranking.image(images - answered);
        points.add(
            new Point((double) answered / images, risks[answered - 1], outputs.confidence(image)));
        last = answered;
      }
    }
    return points;
  }
}
