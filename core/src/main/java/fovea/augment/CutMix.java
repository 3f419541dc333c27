package fovea.augment;

import fovea.data.Batch;
import fovea.settings.Declared;
import fovea.settings.Named;
import fovea.settings.Setting;
import fovea.tensor.Rng;
import fovea.tensor.Shape;
import fovea.tensor.Tensor;
import java.util.Arrays;

/**
 * Pastes a box of another image of the batch into each, and shares the target by the box's area,
 * exactly as much as lies in the image. The box has the image's proportions, its centre may lie
 * anywhere, and its area is 1 - lambda of the image, drawn from Beta(alpha, alpha) for the batch.
 *
 * @see <a href="https://arxiv.org/abs/1905.04899">Yun et al. 2019, section 3.1</a>
 */
@Named("cutmix")
public record CutMix(
    @Setting(
            about = "how large boxes are: 1 makes all areas alike, near 0 most tiny or the whole",
            standard = "1",
            range = "(0, 100]")
        double alpha,
    @Setting(about = "share of the batches that get a box", standard = "1", range = "[0, 1]")
        double probability)
    implements AugmentStep {
  public CutMix {
    Declared.check(CutMix.class, alpha, probability);
  }

  /** Pixels from {@code start} on, cut off at the image's edges. */
  private record Span(int start, int length) {
    static Span about(int centre, int length, int size) {
      int start = Math.max(0, centre - length / 2);
      return new Span(start, Math.min(size, centre - length / 2 + length) - start);
    }

    Tensor of(Tensor images, int dim) {
      return images.narrow(dim, start, length);
    }
  }

  @Override
  public boolean mixesClasses() {
    return true;
  }

  @Override
  public Batch apply(Batch batch, Moment moment) {
    Rng rng = moment.batch();
    if (rng.nextDouble() >= probability) {
      return batch;
    }
    Shape shape = batch.images().shape();
    double side = Math.sqrt(1 - rng.nextBeta(alpha, alpha));
    Span rows = span(side, Math.toIntExact(shape.size(2)), rng);
    Span columns = span(side, Math.toIntExact(shape.size(3)), rng);
    long[] order = Arrays.stream(rng.permutation(batch.size())).asLongStream().toArray();
    Tensor partners = Tensor.ofLongs(order, order.length);
    Tensor images = batch.images().copy();
    Tensor pasted = batch.images().indexSelect(0, partners);
    columns.of(rows.of(images, 2), 3).copyFrom(columns.of(rows.of(pasted, 2), 3));
    double area = (double) rows.length * columns.length / (shape.size(2) * shape.size(3));
    Tensor own = batch.shares();
    return batch.with(images, own.mul(1 - area).add(own.indexSelect(0, partners).mul(area)));
  }

  private static Span span(double share, int size, Rng rng) {
    return Span.about(rng.nextInt(size), (int) (size * share), size);
  }
}
