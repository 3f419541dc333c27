package fovea.evaluate;

/**
 * How far predictions agree with the true classes beyond what chance would give.
 *
 * @param mcc Matthews' correlation coefficient for several classes, in [-1, 1]; 0 where all images
 *     are of one class or predicted as one, as in scikit-learn
 * @param kappa Cohen's kappa, at most 1; NaN where all images are of one class and predicted as it
 * @see <a href="https://doi.org/10.1016/j.compbiolchem.2004.09.006">Gorodkin 2004, equation 8</a>
 * @see <a href="https://doi.org/10.1177/001316446002000104">Cohen 1960</a>
 */
public record Agreement(double mcc, double kappa) {

  /** By counts of images, [true class][predicted class]. */
  public static Agreement of(long[][] confusion) {
    int k = confusion.length;
    double[] truth = new double[k];
    double[] predicted = new double[k];
    double images = 0;
    double right = 0;
    for (int t = 0; t < k; t++) {
      right += confusion[t][t];
      for (int p = 0; p < k; p++) {
        truth[t] += confusion[t][p];
        predicted[p] += confusion[t][p];
        images += confusion[t][p];
      }
    }
    double both = 0;
    double truthSquared = 0;
    double predictedSquared = 0;
    for (int c = 0; c < k; c++) {
      both += truth[c] * predicted[c];
      truthSquared += truth[c] * truth[c];
      predictedSquared += predicted[c] * predicted[c];
    }
    double square = images * images;
    double spread = Math.sqrt((square - truthSquared) * (square - predictedSquared));
    double beyondChance = images * right - both;
    return new Agreement(spread == 0 ? 0 : beyondChance / spread, beyondChance / (square - both));
  }
}
