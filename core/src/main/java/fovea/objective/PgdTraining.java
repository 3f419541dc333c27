package fovea.objective;

import fovea.data.Batch;
import fovea.nn.Module;
import fovea.settings.Declared;
import fovea.settings.Named;
import fovea.settings.Setting;
import fovea.tensor.Rng;
import fovea.tensor.Tensor;

/**
 * Cross-entropy on images changed by projected gradient descent from a random start: several steps,
 * each a pass through the network there and back.
 *
 * @see <a href="https://arxiv.org/abs/1706.06083">Madry et al. 2018, sections 2.1 and 5</a>
 */
@Named("pgd")
public record PgdTraining(
    @Setting(
            about = "the most that an attack changes a value, of 255",
            standard = "8",
            range = "[0.1, 255]")
        double epsilon255,
    @Setting(about = "size of a step, as a share of epsilon", standard = "0.25", range = "(0, 10]")
        double step,
    @Setting(about = "steps of an attack", standard = "7", range = "[1, 100]") int steps)
    implements ObjectiveSettings {
  public PgdTraining {
    Declared.check(PgdTraining.class, epsilon255, step, steps);
  }

  @Override
  public Passes passes() {
    return new Passes(1, steps, 0);
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
          return ball.climbed(images, start, steps, step, loss);
        });
  }
}
