package fovea.augment;

import fovea.data.Batch;
import fovea.settings.Declared;
import fovea.settings.Named;
import fovea.settings.Setting;
import fovea.tensor.Rng;
import fovea.tensor.Tensor;
import java.util.Arrays;

/**
 * Blends each image with another one of its batch, and their targets by the same share: the first
 * counts {@code lambda}, drawn from Beta(alpha, alpha) for the batch.
 *
 * @see <a href="https://arxiv.org/abs/1710.09412">Zhang et al. 2018, section 2</a>
 */
@Named("mixup")
public record Mixup(
    @Setting(
            about =
                "how evenly two images are blended: 1 makes all shares alike, near 0 hardly any",
            standard = "0.2",
            range = "(0, 100]")
        double alpha,
    @Setting(about = "share of the batches that are blended", standard = "1", range = "[0, 1]")
        double probability)
    implements AugmentStep {
  public Mixup {
    Declared.check(Mixup.class, alpha, probability);
  }

  @Override
  public boolean mixesClasses() {
    return true;
  }

  @Override
  public Batch apply(Batch batch, Moment moment) {
    Rng rng = moment.batch();
    // Nothing is drawn where nothing is to be decided: runs of before there was a share go on.
    if (probability < 1 && rng.nextDouble() >= probability) {
      return batch;
    }
    double lambda = rng.nextBeta(alpha, alpha);
    long[] order = Arrays.stream(rng.permutation(batch.size())).asLongStream().toArray();
    Tensor partners = Tensor.ofLongs(order, order.length);
    return batch.with(
        blended(batch.images(), partners, lambda), blended(batch.shares(), partners, lambda));
  }

  private static Tensor blended(Tensor all, Tensor partners, double lambda) {
    return all.mul(lambda).add(all.indexSelect(0, partners).mul(1 - lambda));
  }
}
