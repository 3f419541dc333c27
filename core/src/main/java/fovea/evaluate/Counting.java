package fovea.evaluate;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The figures that follow from which class is predicted and in which order the others come. */
final class Counting {
  private static final List<String> OF_ALL =
      List.of("accuracy", "macroF1", "balancedAccuracy", "mcc", "kappa", "auroc");
  private static final List<String> OF_CLASS = List.of("precision", "recall", "f1", "auroc");
  private static final List<Integer> TOPS = List.of(2, 3, 5);

  private final List<String> classes;
  private final int[] labels;
  private final int[] predicted;

  /** How many classes are more probable than an image's own. */
  private final int[] above;

  /** The images by each class's probability. */
  private final List<Ranking> rankings = new ArrayList<>();

  private final List<String> names = new ArrayList<>(OF_ALL);

  Counting(Outputs<?> outputs) {
    classes = outputs.classes();
    labels = IntStream.range(0, outputs.size()).map(outputs::label).toArray();
    predicted = IntStream.range(0, outputs.size()).map(outputs::predicted).toArray();
    above = IntStream.range(0, outputs.size()).map(i -> above(outputs.logits(i), i)).toArray();
    double[][] odds = new double[classes.size()][outputs.size()];
    for (int i = 0; i < outputs.size(); i++) {
      double[] ofImage = LogOdds.of(outputs.logits(i));
      for (int c = 0; c < ofImage.length; c++) {
        odds[c][i] = ofImage[c];
      }
    }
    Stream.of(odds).map(Ranking::of).forEach(rankings::add);
    tops().forEach(k -> names.add("top" + k));
    for (int c = 0; c < classes.size(); c++) {
      for (String figure : OF_CLASS) {
        names.add(ofClass(figure, c));
      }
    }
  }

  /** Of classes with the same logit the first comes first, as it is predicted. */
  private int above(float[] logits, int image) {
    int own = labels[image];
    int count = 0;
    for (int c = 0; c < logits.length; c++) {
      count += logits[c] > logits[own] || (logits[c] == logits[own] && c < own) ? 1 : 0;
    }
    return count;
  }

  /** Each k for which it says something that the class is among the k most probable. */
  List<Integer> tops() {
    return TOPS.stream().filter(k -> k < classes.size()).toList();
  }

  static String ofClass(String figure, int c) {
    return figure + "/" + c;
  }

  /** In the order of {@link #figures}. */
  List<String> names() {
    return names;
  }

  /** One of {@link #figures} by its name. */
  double named(String name, double[] figures) {
    return figures[names.indexOf(name)];
  }

  /** Those of no single class. */
  static Map<String, @Nullable Interval> ofAll(Map<String, @Nullable Interval> all) {
    Map<String, @Nullable Interval> found = new LinkedHashMap<>(all);
    found.keySet().removeIf(name -> name.indexOf('/') >= 0);
    return found;
  }

  /** Those of each class. */
  static List<Map<String, @Nullable Interval>> byClass(
      Map<String, @Nullable Interval> all, int classes) {
    List<Map<String, @Nullable Interval>> found = new ArrayList<>();
    for (int c = 0; c < classes; c++) {
      Map<String, @Nullable Interval> one = new LinkedHashMap<>();
      for (String figure : OF_CLASS) {
        if (all.containsKey(ofClass(figure, c))) {
          one.put(figure, all.get(ofClass(figure, c)));
        }
      }
      found.add(one);
    }
    return found;
  }

  /** Of all figures: shares of images by their counts, the others by resamples. */
  Map<String, @Nullable Interval> intervals(Bootstrap bootstrap) {
    if (bootstrap.resamples() == 0) {
      return Map.of();
    }
    List<@Nullable Interval> found =
        new ArrayList<>(bootstrap.intervals(this::figures, labels.length));
    set(found, "accuracy", count(i -> labels[i] == predicted[i]), labels.length);
    for (int k : tops()) {
      set(found, "top" + k, count(i -> above[i] < k), labels.length);
    }
    for (int c = 0; c < classes.size(); c++) {
      int own = c;
      long right = count(i -> labels[i] == own && predicted[i] == own);
      set(found, ofClass("recall", c), right, count(i -> labels[i] == own));
      set(found, ofClass("precision", c), right, count(i -> predicted[i] == own));
    }
    return Intervals.byName(names, found);
  }

  private long count(IntPredicate counts) {
    return IntStream.range(0, labels.length).filter(counts).count();
  }

  private void set(List<@Nullable Interval> intervals, String name, long hits, long images) {
    intervals.set(names.indexOf(name), images == 0 ? null : Interval.ofShare(hits, images));
  }

  double[] figures(int[] weights) {
    long[][] confusion = new long[classes.size()][classes.size()];
    long[] amongFirst = new long[classes.size()];
    for (int i = 0; i < weights.length; i++) {
      confusion[labels[i]][predicted[i]] += weights[i];
      amongFirst[above[i]] += weights[i];
    }
    for (int k = 1; k < amongFirst.length; k++) {
      amongFirst[k] += amongFirst[k - 1];
    }
    double[] areas = new double[classes.size()];
    for (int c = 0; c < areas.length; c++) {
      areas[c] = rankings.get(c).area(weights, labels, c);
    }
    Evaluation evaluation = Evaluation.of(confusion, classes, 0);
    Agreement agreement = Agreement.of(confusion);
    double[] figures = new double[names.size()];
    int at = 0;
    figures[at++] = evaluation.accuracy();
    figures[at++] = evaluation.macroF1();
    figures[at++] = evaluation.balancedAccuracy();
    figures[at++] = agreement.mcc();
    figures[at++] = agreement.kappa();
    figures[at++] = mean(areas);
    for (int k : tops()) {
      figures[at++] = (double) amongFirst[k - 1] / evaluation.images();
    }
    for (int c = 0; c < areas.length; c++) {
      ClassResult one = evaluation.perClass().get(c);
      figures[at++] = orNaN(one.precision());
      figures[at++] = orNaN(one.recall());
      figures[at++] = orNaN(one.f1());
      figures[at++] = areas[c];
    }
    return figures;
  }

  private static double mean(double[] areas) {
    double sum = 0;
    int defined = 0;
    for (double area : areas) {
      sum += Double.isNaN(area) ? 0 : area;
      defined += Double.isNaN(area) ? 0 : 1;
    }
    return sum / defined;
  }

  private static double orNaN(@Nullable Double figure) {
    return figure == null ? Double.NaN : figure;
  }
}
