package fovea.explain;

import fovea.tensor.Rng;
import fovea.tensor.Shape;
import java.util.function.IntFunction;

/**
 * One image about which something is asked.
 *
 * @param image [C, H, W] flattened, in [0, 1], not to be changed
 * @param rng the same one for the same explanation
 */
@SuppressWarnings("ArrayRecordComponent") // handed on within a call
record Subject(ExplainedNetwork network, float[] image, Question question, Rng rng) {
  /** [C, H, W]. */
  Shape shape() {
    return network.input();
  }

  /** The score of the image itself. */
  double score() {
    return scores(1, i -> image)[0];
  }

  /** The score of each of some images. */
  double[] scores(int count, IntFunction<float[]> images) {
    double[] scores = new double[count];
    network.logits(count, images, (i, logits) -> scores[i] = question.score(logits));
    return scores;
  }

  /** The score of each of some images, and its gradient. */
  void slopes(int count, IntFunction<float[]> images, ExplainedNetwork.SlopeTaker taker) {
    network.slopes(count, images, question, taker);
  }

  /** The score's gradient at the image. */
  float[] gradient() {
    return meanGradient(1, i -> image);
  }

  /** The mean of the score's gradients at some images. */
  float[] meanGradient(int count, IntFunction<float[]> images) {
    double[] sum = new double[image.length];
    slopes(
        count,
        images,
        (i, score, gradient) -> {
          for (int v = 0; v < sum.length; v++) {
            sum[v] += gradient[v];
          }
        });
    float[] mean = new float[sum.length];
    for (int v = 0; v < mean.length; v++) {
      mean[v] = (float) (sum[v] / count);
    }
    return mean;
  }
}
