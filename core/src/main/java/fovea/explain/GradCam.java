package fovea.explain;

import org.jspecify.annotations.Nullable;

/**
 * Where a layer's channels are on, each weighted by the mean of the score's gradient over its
 * places; what speaks against the answer is cut off.
 *
 * @param layer by name, or null for the last one with height and width
 * @see <a href="https://arxiv.org/abs/1610.02391">Selvaraju et al. 2017, equations 1 and 2</a>
 */
public record GradCam(@Nullable String layer) implements Explanation {
  @Override
  public String name() {
    return "grad-cam";
  }

  @Override
  public Relevance of(Subject subject) {
    String name = subject.network().layers().named(layer);
    LayerGradient at = subject.network().layer(name, subject.image(), subject.question());
    double[] weights = new double[at.channels()];
    for (int i = 0; i < at.gradient().length; i++) {
      weights[i / at.places()] += at.gradient()[i] / at.places();
    }
    return at.weighted(weights, subject.shape());
  }
}
