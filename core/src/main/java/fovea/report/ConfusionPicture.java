package fovea.report;

import fovea.Visible;
import fovea.evaluate.ClassResult;
import fovea.evaluate.Evaluation;
import java.util.List;

/** A confusion matrix: counts, on a ground that is stronger for more of the true class's images. */
final class ConfusionPicture {
  /** Of more classes nobody can read the counts. */
  static final int MOST_CLASSES = 30;

  private static final double CELL = 38;
  private static final double NAMES = 110;
  private static final int LETTERS = 15;

  /** Opacity of the ground, such that text can be read on it in light and in dark colours. */
  static final double STRONGEST = 0.45;

  private ConfusionPicture() {}

  static String svg(Evaluation evaluation) {
    List<String> names = evaluation.perClass().stream().map(ClassResult::name).toList();
    long[][] matrix = evaluation.confusionMatrix();
    double side = NAMES + CELL * names.size();
    Svg svg = Svg.of(side + 2, side + 2, about(evaluation, names.size()));
    for (int t = 0; t < names.size(); t++) {
      double y = NAMES + CELL * t;
      svg.text(NAMES - 6, y + CELL / 2 + 4, shortened(names.get(t)), "end");
      svg.upwards(y + CELL / 2 + 4, NAMES - 6, shortened(names.get(t)), "start");
      long images = evaluation.perClass().get(t).support();
      for (int p = 0; p < names.size(); p++) {
        double share = images == 0 ? 0 : (double) matrix[t][p] / images;
        double strength = t == p ? share : Math.sqrt(share); // or few errors would not be seen
        double x = NAMES + CELL * p;
        svg.rectangle(x, y, CELL, CELL, t == p ? "right" : "wrong", STRONGEST * strength);
        if (matrix[t][p] > 0) {
          svg.text(x + CELL / 2, y + CELL / 2 + 4, Long.toString(matrix[t][p]), "middle");
        }
      }
    }
    return svg.html();
  }

  private static String about(Evaluation evaluation, int classes) {
    return Svg.format(
        "Confusion matrix of %d classes, the true one by row and the predicted one by column; %s of the images lie on the diagonal",
        classes, Figure.percent(evaluation.accuracy()));
  }

  private static String shortened(String name) {
    String shown = Visible.of(name);
    int letters = shown.codePointCount(0, shown.length());
    return letters <= LETTERS
        ? shown
        : shown.substring(0, shown.offsetByCodePoints(0, LETTERS - 1)) + "…";
  }
}
