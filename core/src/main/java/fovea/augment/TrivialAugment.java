package fovea.augment;

import fovea.data.Batch;
import fovea.settings.Declared;
import fovea.settings.Named;
import fovea.settings.Setting;
import fovea.tensor.Geometry.Padding;

/**
 * Applies one random operation of random strength to each image: the operations of {@link
 * RandAugment}, and the wide space of strengths, in 31 steps, of torchvision's {@code
 * TrivialAugmentWide}.
 *
 * @see <a href="https://arxiv.org/abs/2103.10158">Müller and Hutter 2021, section 3 and table 1</a>
 */
@Named("trivial-augment")
public record TrivialAugment(
    @Setting(about = "what is let in from outside", standard = "zero") Padding padding)
    implements AugmentStep {
  private static final int LARGEST_MOVE = 32;
  static final PolicySpace WIDE = new PolicySpace(0.99, side -> LARGEST_MOVE, 135, 0.99, 8, 6);
  private static final int STRENGTHS = 31;

  public TrivialAugment {
    Declared.check(TrivialAugment.class, padding);
  }

  @Override
  public Batch apply(Batch batch, Moment moment) {
    return Picture.each(
        "trivialAugment",
        batch,
        moment,
        (picture, rng) ->
            WIDE.apply(
                PolicyOperation.draw(rng),
                picture,
                rng.nextInt(STRENGTHS) / (STRENGTHS - 1.0),
                padding,
                rng));
  }
}
