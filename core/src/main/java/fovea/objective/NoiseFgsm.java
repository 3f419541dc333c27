package fovea.objective;

import fovea.data.Batch;
import fovea.nn.Module;
import fovea.settings.Declared;
import fovea.settings.Named;
import fovea.settings.Setting;
import fovea.tensor.Rng;
import fovea.tensor.Tensor;

/**
 * Cross-entropy on images with strong noise and one step along the gradient on top, which are not
 * brought back to within epsilon: as cheap as {@link FastFgsm}, and seldom overfits to the step.
 *
 * @see <a href="https://arxiv.org/abs/2202.01181">de Jorge et al. 2022, algorithm 1</a>
 */
@Named("n-fgsm")
public record NoiseFgsm(
    @Setting(
            about = "the most that an attack changes a value, of 255",
            standard = "8",
            range = "[0.1, 255]")
        double epsilon255,
    @Setting(about = "size of a step, as a share of epsilon", standard = "1", range = "(0, 10]")
        double step,
    @Setting(
            about =
                "the most that noise changes a value, as a share of epsilon ([de Jorge et al. "
                    + "2022](https://arxiv.org/abs/2202.01181), section 4)",
            standard = "2",
            range = "[0, 10]")
        double noise)
    implements ObjectiveSettings {
  public NoiseFgsm {
    Declared.check(NoiseFgsm.class, epsilon255, step, noise);
  }

  @Override
  public Passes passes() {
    return new Passes(1, 1, 0);
  }

  @Override
  public Outcome of(Module network, Batch batch, Rng rng) {
    LinfBall ball = LinfBall.of255(epsilon255);
    return AttackedCrossEntropy.of(
        network,
        batch,
        rng,
        (images, loss) -> {
          Tensor start = ball.noised(images, noise, rng);
          return ball.stepped(start, step, loss).clamp(0, 1);
        });
  }
}
