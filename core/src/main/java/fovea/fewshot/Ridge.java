package fovea.fewshot;

import fovea.tensor.Rng;

/**
 * Least squares to 1 for an image's own class and 0 for the others, with a penalty on the weights,
 * on features of length 1: {@code W = X^T (X X^T + lambda I)^-1 Y}.
 *
 * @param lambda weight of the penalty, above 0
 * @see <a href="https://arxiv.org/abs/1805.08136">Bertinetto et al. 2019, equation 6</a>
 */
public record Ridge(double lambda) implements FewShotMethod {
  public Ridge {
    if (!(lambda > 0)) {
      throw new IllegalArgumentException("lambda is " + lambda + ", expected above 0");
    }
  }

  /** With as much weight on the penalty as an image has. */
  public static Ridge usual() {
    return new Ridge(1);
  }

  @Override
  public String name() {
    return "ridge";
  }

  @Override
  public Rule learn(Support support, Rng rng) {
    Combination images = new Combination(support.with(Vectors::normalised).features(), 1);
    int n = support.size();
    double[][] matrix = new double[n][];
    double[][] wanted = new double[n][support.ways()];
    for (int i = 0; i < n; i++) {
      matrix[i] = images.products()[i].clone();
      matrix[i][i] += lambda;
      wanted[i][support.labels()[i]] = 1;
    }
    Cholesky.of(matrix).solve(wanted);
    Rule rule = images.rule(wanted, support.ways());
    return features -> rule.scores(Vectors.normalised(features));
  }
}
