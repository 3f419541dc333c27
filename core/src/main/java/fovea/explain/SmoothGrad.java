package fovea.explain;

import fovea.tensor.Rng;

/**
 * {@link Saliency} of the mean gradient over copies of the image with Gaussian noise.
 *
 * @param samples how many copies
 * @param noise deviation as a share of the image's largest value less its smallest
 * @see <a href="https://arxiv.org/abs/1706.03825">Smilkov et al. 2017, section 3</a>
 */
public record SmoothGrad(int samples, double noise) implements Explanation {
  public SmoothGrad {
    Explanations.requirePositive("samples", samples);
  }

  @Override
  public String name() {
    return "smoothgrad";
  }

  @Override
  public Relevance of(Subject subject) {
    float[] image = subject.image();
    double deviation = noise * range(image);
    float[] mean =
        subject.meanGradient(
            samples, i -> noisy(image, deviation, subject.rng().split("sample", i)));
    return Relevance.ofLargest(subject.shape(), mean);
  }

  private static double range(float[] image) {
    double least = Double.POSITIVE_INFINITY;
    double most = Double.NEGATIVE_INFINITY;
    for (float value : image) {
      least = Math.min(least, value);
      most = Math.max(most, value);
    }
    return most - least;
  }

  /** May leave [0, 1], as in the paper. */
  private static float[] noisy(float[] image, double deviation, Rng rng) {
    float[] noisy = new float[image.length];
    for (int i = 0; i < noisy.length; i++) {
      noisy[i] = (float) (image[i] + deviation * rng.nextGaussian());
    }
    return noisy;
  }
}
