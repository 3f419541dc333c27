package fovea.augment;

import fovea.data.Batch;
import fovea.settings.Declared;
import fovea.settings.Named;
import fovea.settings.Setting;
import fovea.tensor.Geometry.Padding;
import fovea.tensor.Rng;

/**
 * Mixes each image with several of its own variations, each made by a chain of one to three random
 * operations: m times the image and 1 - m times their weighted mean, m from Beta(alpha, alpha), the
 * weights from Dirichlet(alpha). The operations are those of {@link RandAugment} but identity, as
 * strong as in torchvision's {@code AugMix}. The loss that the paper adds, which holds predictions
 * for variations together, is an objective's matter.
 *
 * @see <a href="https://arxiv.org/abs/1912.02781">Hendrycks et al. 2020, section 3</a>
 */
@Named("aug-mix")
public record AugMix(
    @Setting(
            about = "how strong an operation is at most; 10 is the most",
            standard = "3",
            range = "[1, 10]")
        int severity,
    @Setting(about = "variations of each image that are mixed", standard = "3", range = "[1, 10]")
        int mixtureWidth,
    @Setting(
            about = "operations in each of them; 0 draws 1 to 3",
            standard = "0",
            range = "[0, 10]")
        int chainDepth,
    @Setting(
            about = "how evenly all is mixed: 1 makes all shares alike",
            standard = "1",
            range = "(0, 100]")
        double alpha,
    @Setting(about = "what is let in from outside", standard = "zero") Padding padding)
    implements AugmentStep {
  static final PolicySpace SPACE = new PolicySpace(0.3, side -> side / 3.0, 30, 0.9, 4, 4);
  private static final int STRENGTHS = 10;
  private static final int DEEPEST = 3;

  public AugMix {
    Declared.check(AugMix.class, severity, mixtureWidth, chainDepth, alpha, padding);
  }

  @Override
  public Batch apply(Batch batch, Moment moment) {
    return Picture.each("augMix", batch, moment, this::mix);
  }

  private void mix(Picture picture, Rng rng) {
    double own = rng.nextBeta(alpha, alpha);
    double left = 1 - own;
    float[] mixed = picture.values().clone();
    for (int i = 0; i < mixed.length; i++) {
      mixed[i] *= (float) own;
    }
    for (int i = 0; i < mixtureWidth; i++) {
      // A Dirichlet variate, piece by piece: each takes its Beta share of what is left.
      int others = mixtureWidth - 1 - i;
      double weight = others == 0 ? left : left * rng.nextBeta(alpha, others * alpha);
      left -= weight;
      Picture variation = picture.copy();
      int depth = chainDepth == 0 ? 1 + rng.nextInt(DEEPEST) : chainDepth;
      for (int j = 0; j < depth; j++) {
        vary(variation, rng);
      }
      add(variation.values(), (float) weight, mixed);
    }
    for (int i = 0; i < mixed.length; i++) {
      mixed[i] = Picture.clamped(mixed[i]);
    }
    System.arraycopy(mixed, 0, picture.values(), 0, mixed.length);
  }

  private void vary(Picture variation, Rng rng) {
    PolicyOperation[] all = PolicyOperation.values();
    SPACE.apply(
        all[1 + rng.nextInt(all.length - 1)],
        variation,
        rng.nextInt(severity) / (STRENGTHS - 1.0),
        padding,
        rng);
  }

  private static void add(float[] values, float weight, float[] to) {
    for (int i = 0; i < to.length; i++) {
      to[i] += weight * values[i];
    }
  }
}
