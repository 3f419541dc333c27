package fovea.audit;

import fovea.audit.GroupFigures.OfClass;
import fovea.evaluate.Student;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** Counts the figures of some of a model's images. */
@SuppressWarnings("ArrayRecordComponent") // handed on within a call, never kept
record FiguresOf(
    List<String> classes, int[] images, int[] labels, int[] predicted, double[] losses) {

  GroupFigures figures(String name) {
    List<OfClass> perClass = new ArrayList<>();
    for (int c = 0; c < classes.size(); c++) {
      perClass.add(ofClass(c));
    }
    long right = IntStream.of(images).filter(i -> labels[i] == predicted[i]).count();
    return new GroupFigures(
        name,
        images.length,
        images.length < GroupReport.SMALL,
        Proportion.of(right, images.length),
        balanced(perClass),
        loss(),
        perClass);
  }

  private OfClass ofClass(int c) {
    long own = IntStream.of(images).filter(i -> labels[i] == c).count();
    long taken = IntStream.of(images).filter(i -> predicted[i] == c).count();
    long right = IntStream.of(images).filter(i -> labels[i] == c && predicted[i] == c).count();
    return new OfClass(
        classes.get(c),
        Proportion.of(taken, images.length),
        Proportion.of(right, own),
        Proportion.of(taken - right, images.length - own));
  }

  /** The recalls are independent; each's variance is that of a share with one hit and miss more. */
  private static Estimate balanced(List<OfClass> perClass) {
    List<Proportion> recalls =
        perClass.stream().map(OfClass::recall).filter(recall -> recall.images() > 0).toList();
    double mean = recalls.stream().mapToDouble(Proportion::value).average().orElse(0);
    double variance = 0;
    for (Proportion recall : recalls) {
      double n = recall.images() + 2.0;
      double share = (recall.value() * recall.images() + 1) / n;
      variance += share * (1 - share) / n;
    }
    return Estimate.of(mean, Math.sqrt(variance) / Math.max(1, recalls.size())).within(0, 1);
  }

  private Estimate loss() {
    double mean = IntStream.of(images).mapToDouble(i -> losses[i]).average().orElse(0);
    if (images.length < Gaps.FEWEST) {
      return new Estimate(mean, Double.NaN, Double.NaN);
    }
    double squares =
        IntStream.of(images).mapToDouble(i -> (losses[i] - mean) * (losses[i] - mean)).sum();
    double freedom = images.length - 1.0;
    double half = Student.bound(freedom) * Math.sqrt(squares / freedom / images.length);
    return new Estimate(mean, Math.max(0, mean - half), mean + half);
  }
}
