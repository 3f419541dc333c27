package fovea.fewshot;

import fovea.data.ImageSet;
import fovea.data.ReadSize;
import fovea.data.Shapes;
import fovea.models.Model;
import fovea.tensor.Execution;
import java.util.List;

/**
 * Where a network's features lie in general, there being none of the images that it was trained on:
 * the mean of drawn pictures, moved as little as it takes for the head to say all classes alike
 * there, as it nearly does at the mean of its own images.
 */
final class FeatureCentre {
  /** Pictures of nothing in particular, of which the 90 that aren't for testing are taken. */
  private static final int PICTURES = 100;

  /** Of the products of the rows with themselves, so that there is a solution at all. */
  private static final double PENALTY = 1e-3;

  private FeatureCentre() {}

  /** The centre, [D], for what a model's head is given. */
  static double[] of(HeadRows rows, Execution how) {
    return levelled(rows, ofPictures(rows.model(), how));
  }

  static double[] ofPictures(Model model, Execution how) {
    return LabelledFeatures.of(model, pictures(model), how).mean();
  }

  /** In the model's size. */
  static ImageSet pictures(Model model) {
    int height = Math.toIntExact(model.input().size(1));
    int width = Math.toIntExact(model.input().size(2));
    return Shapes.draw(PICTURES, 1).splits().train().images().inSize(ReadSize.of(height, width));
  }

  /** The nearest point where all classes get nearly the same from the head. */
  private static double[] levelled(HeadRows rows, double[] point) {
    HeadRows.Row mean = rows.mean();
    List<double[]> off =
        rows.rows().stream().map(row -> Vectors.difference(row.weights(), mean.weights())).toList();
    int n = off.size();
    double[][] products = new double[n][n];
    double[][] lacking = new double[n][1];
    double sum = 0;
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < n; j++) {
        products[i][j] = Vectors.dot(off.get(i), off.get(j));
      }
      sum += products[i][i];
      lacking[i][0] = mean.bias() - rows.rows().get(i).bias() - Vectors.dot(off.get(i), point);
    }
    if (sum == 0) { // all classes are the same to the head
      return point;
    }
    for (int i = 0; i < n; i++) {
      products[i][i] += PENALTY * sum / n;
    }
    Cholesky.of(products).solve(lacking);
    double[] moved = point.clone();
    for (int i = 0; i < n; i++) {
      for (int d = 0; d < moved.length; d++) {
        moved[d] += lacking[i][0] * off.get(i)[d];
      }
    }
    return moved;
  }
}
