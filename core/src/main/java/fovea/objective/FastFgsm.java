package fovea.objective;

import fovea.data.Batch;
import fovea.nn.Module;
import fovea.settings.Declared;
import fovea.settings.Named;
import fovea.settings.Setting;
import fovea.tensor.Rng;
import fovea.tensor.Tensor;

/**
 * Cross-entropy on images changed by one large step along the gradient, from a random start: the
 * cheapest adversarial training, which may overfit to that one step.
 *
 * @see <a href="https://arxiv.org/abs/2001.03994">Wong et al. 2020, algorithm 3</a>
 */
@Named("fast-fgsm")
public record FastFgsm(
    @Setting(
            about = "the most that an attack changes a value, of 255",
            standard = "8",
            range = "[0.1, 255]")
        double epsilon255,
    @Setting(about = "size of a step, as a share of epsilon", standard = "1.25", range = "(0, 10]")
        double step)
    implements ObjectiveSettings {
  public FastFgsm {
    Declared.check(FastFgsm.class, epsilon255, step);
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
          Tensor start = ball.noised(images, 1, rng);
          return ball.projected(images, ball.stepped(start, step, loss));
        });
  }
}
