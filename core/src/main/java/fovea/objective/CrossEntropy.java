package fovea.objective;

import fovea.data.Batch;
import fovea.nn.Module;
import fovea.settings.Declared;
import fovea.settings.Named;
import fovea.settings.Setting;
import fovea.tensor.Loss;
import fovea.tensor.Rng;
import fovea.tensor.Tensor;

/**
 * Cross-entropy of what the network says with the target, which may be smoothed.
 *
 * @see <a href="https://arxiv.org/abs/1512.00567">Szegedy et al. 2016, section 7, on smoothing</a>
 */
@Named("cross-entropy")
public record CrossEntropy(
    @Setting(
            about =
                "share of each label that is spread over all classes ([Szegedy et al. "
                    + "2016](https://arxiv.org/abs/1512.00567), section 7)",
            standard = "0",
            range = "[0, 1)",
            formerly = "labelSmoothing")
        double labelSmoothing)
    implements ObjectiveSettings {
  /** With the target as it is. */
  static final CrossEntropy PLAIN = new CrossEntropy(0);

  public CrossEntropy {
    Declared.check(CrossEntropy.class, labelSmoothing);
  }

  @Override
  public Outcome of(Module network, Batch batch, Rng rng) {
    Tensor logits = network.call(batch.images());
    return new Outcome(Loss.crossEntropy(logits, batch.target(), labelSmoothing), logits);
  }
}
