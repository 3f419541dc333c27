package fovea.audit;

import fovea.data.Folds;
import fovea.evaluate.Features;
import fovea.evaluate.Outputs;
import fovea.tensor.Autograd;
import fovea.tensor.EigenDecomposition;
import fovea.tensor.Scope;
import fovea.tensor.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Judges each image by a softmax regression on the features that a network has of it, fitted to the
 * images of the other folds. The features are whitened by their principal components, where
 * gradient descent needs few steps.
 */
public final class FrozenFeatures {
  private static final int STEPS = 150;
  private static final double RATE = 1.5;
  private static final double MOMENTUM = 0.9;

  /** Of the largest variance; directions with less are noise. */
  private static final double LEAST_VARIANCE = 1e-4;

  /** With fewer images for each direction, whitened noise would be what is learnt. */
  private static final int IMAGES_A_DIRECTION = 10;

  private static final int FEWEST_DIRECTIONS = 8;

  private static final double WEIGHT_DECAY = 1e-3;

  private FrozenFeatures() {}

  /**
   * Probabilities of each image's classes, by the images of other folds.
   *
   * @param labels as filed, [N]
   * @param fold of each image, as {@link Folds#of} has it: from 0 to below {@code folds}, or below
   *     0 of one that is never held out
   * @return [N, classes] flattened
   * @throws fovea.FoveaException if they are more than a Java array holds
   */
  public static double[] probabilities(
      Features features, int[] labels, int classes, int[] fold, int folds) {
    double[] found = new double[Outputs.length(labels.length, classes)];
    for (int i = 0; i < labels.length; i++) {
      if (fold[i] < 0) { // of an image that is never held out nobody has another opinion
        found[i * classes + labels[i]] = 1;
      }
    }
    try (Scope scope = Scope.open();
        Autograd.NoGrad off = Autograd.noGrad()) {
      Tensor white = whitened(Tensor.of(features.values(), labels.length, features.size()));
      for (int f = 0; f < folds; f++) {
        try (Scope ofFold = Scope.open()) {
          judge(white, labels, classes, fold, f, found);
        }
      }
    }
    return found;
  }

  private static void judge(
      Tensor white, int[] labels, int classes, int[] fold, int held, double[] found) {
    int[] others =
        IntStream.range(0, labels.length).filter(i -> Folds.isApart(fold[i], held)).toArray();
    int[] own = IntStream.range(0, labels.length).filter(i -> fold[i] == held).toArray();
    if (own.length == 0) {
      return;
    }
    Tensor weights = fit(rows(white, others), shares(labels, others, classes));
    float[] probabilities = rows(white, own).matmul(weights).softmax(1).toFloats();
    for (int i = 0; i < own.length; i++) {
      for (int c = 0; c < classes; c++) {
        found[own[i] * classes + c] = probabilities[i * classes + c];
      }
    }
  }

  /** Softmax regression by gradient descent with Nesterov's momentum. */
  private static Tensor fit(Tensor features, Tensor shares) {
    long count = features.shape().size(0);
    long size = features.shape().size(1);
    long classes = shares.shape().size(1);
    Tensor turned = features.transpose(0, 1).contiguous();
    Tensor weights = Tensor.zeros(size, classes);
    Tensor velocity = Tensor.zeros(size, classes);
    for (int step = 0; step < STEPS; step++) {
      try (Scope ofStep = Scope.open()) {
        Tensor ahead = weights.add(velocity.mul(MOMENTUM));
        Tensor errors = features.matmul(ahead).softmax(1).sub(shares);
        Tensor gradient = turned.matmul(errors).div((double) count).add(ahead.mul(WEIGHT_DECAY));
        velocity.copyFrom(velocity.mul(MOMENTUM).sub(gradient.mul(RATE)));
        weights.copyFrom(weights.add(velocity));
      }
    }
    return weights;
  }

  /** Uncorrelated features of unit variance, and a 1 for the bias. */
  private static Tensor whitened(Tensor features) {
    Tensor centred = features.sub(features.mean(0).unsqueeze(0));
    double count = features.shape().size(0);
    Tensor covariance = centred.transpose(0, 1).matmul(centred).div(count);
    EigenDecomposition parts = EigenDecomposition.ofSymmetric(covariance);
    float[] variances = parts.eigenvalues().toFloats();
    double largest = variances[variances.length - 1];
    int varied =
        (int)
            IntStream.range(0, variances.length)
                .filter(i -> variances[i] > LEAST_VARIANCE * largest)
                .count();
    int most = Math.max(FEWEST_DIRECTIONS, (int) (count / IMAGES_A_DIRECTION));
    int kept = Math.max(1, Math.min(varied, most));
    int first = variances.length - kept;
    Tensor directions =
        parts
            .eigenvectors()
            .narrow(1, first, kept)
            .div(parts.eigenvalues().narrow(0, first, kept).add(1e-12).sqrt().unsqueeze(0));
    Tensor white = centred.matmul(directions);
    return Tensor.cat(List.of(white, Tensor.ones(features.shape().size(0), 1)), 1);
  }

  private static Tensor rows(Tensor features, int[] chosen) {
    long[] index = Arrays.stream(chosen).mapToLong(i -> i).toArray();
    return features.indexSelect(0, Tensor.ofLongs(index, index.length));
  }

  private static Tensor shares(int[] labels, int[] chosen, int classes) {
    float[] shares = new float[chosen.length * classes];
    for (int i = 0; i < chosen.length; i++) {
      shares[i * classes + labels[chosen[i]]] = 1;
    }
    return Tensor.of(shares, chosen.length, classes);
  }
}
