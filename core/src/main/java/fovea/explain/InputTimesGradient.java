package fovea.explain;

/**
 * What a pixel would give if the score were linear in it: value times gradient, summed over the
 * channels. Values are in [0, 1], so black pixels have none.
 *
 * @see <a href="https://arxiv.org/abs/1605.01713">Shrikumar et al. 2016, section 2.2</a>
 */
public record InputTimesGradient() implements Explanation {
  @Override
  public String name() {
    return "input-x-gradient";
  }

  @Override
  public Relevance of(Subject subject) {
    float[] gradient = subject.gradient();
    float[] image = subject.image();
    for (int i = 0; i < gradient.length; i++) {
      gradient[i] *= image[i];
    }
    return Relevance.ofSum(subject.shape(), gradient);
  }
}
