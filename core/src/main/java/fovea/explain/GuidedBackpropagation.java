package fovea.explain;

import java.util.Optional;

/**
 * {@link Saliency} by a gradient of which each ReLU hands back only what is above 0. The pictures
 * are sharp, and nearly the same whatever the network has learnt.
 *
 * @see <a href="https://arxiv.org/abs/1412.6806">Springenberg et al. 2015, section 3.4</a>
 * @see <a href="https://arxiv.org/abs/1810.03292">Adebayo et al. 2018, which it fails</a>
 */
public record GuidedBackpropagation() implements Explanation {
  @Override
  public String name() {
    return "guided-backprop";
  }

  @Override
  public Relevance of(Subject subject) {
    return Relevance.ofLargest(
        subject.shape(), subject.network().guided(subject.image(), subject.question()));
  }

  @Override
  public Optional<String> caution() {
    return Optional.of(
        "guided-backprop shows the image's edges more than the model: it is known to change little"
            + " when weights are made random");
  }
}
