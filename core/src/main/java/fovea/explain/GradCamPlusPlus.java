package fovea.explain;

import org.jspecify.annotations.Nullable;

/**
 * {@link GradCam} in which a channel's places count by themselves, so that several things of one
 * class are all seen. The paper explains the exponential of the score, whose derivatives are powers
 * of the score's own, times a factor that all places share.
 *
 * @param layer by name, or null for the last one with height and width
 * @see <a href="https://arxiv.org/abs/1710.11063">Chattopadhay et al. 2018, equations 5 and 19</a>
 */
public record GradCamPlusPlus(@Nullable String layer) implements Explanation {
  @Override
  public String name() {
    return "grad-cam++";
  }

  @Override
  public Relevance of(Subject subject) {
    String name = subject.network().layers().named(layer);
    LayerGradient at = subject.network().layer(name, subject.image(), subject.question());
    double[] weights = new double[at.channels()];
    for (int k = 0; k < weights.length; k++) {
      weights[k] = weight(at, k);
    }
    return at.weighted(weights, subject.shape());
  }

  private static double weight(LayerGradient at, int channel) {
    int start = channel * at.places();
    double activation = 0;
    for (int i = start; i < start + at.places(); i++) {
      activation += at.activation()[i];
    }
    double weight = 0;
    for (int i = start; i < start + at.places(); i++) {
      double slope = at.gradient()[i];
      // alpha = g^2 / (2 g^2 + sum(A) g^3), with g^2 cancelled
      double below = 2 + activation * slope;
      weight += slope > 0 && below != 0 ? slope / below : 0;
    }
    return weight;
  }
}
