package fovea.explain;

/**
 * How much the score changes with a pixel: the largest magnitude of the gradient over its channels.
 *
 * @see <a href="https://arxiv.org/abs/1312.6034">Simonyan et al. 2014, section 3.1</a>
 */
public record Saliency() implements Explanation {
  @Override
  public String name() {
    return "saliency";
  }

  @Override
  public Relevance of(Subject subject) {
    return Relevance.ofLargest(subject.shape(), subject.gradient());
  }
}
