package fovea.train;

import fovea.augment.Augmentation;
import fovea.augment.Moment;
import fovea.data.Batch;
import fovea.data.ImageSet;
import fovea.recipe.Recipe;
import fovea.tensor.Geometry;
import fovea.tensor.Rng;
import fovea.tensor.Size2d;

/** How a recipe varies batches of training images, which may be larger than the network takes. */
final class Variation {
  private final Augmentation augmentation;
  private final Size2d size;
  private final Rng run;

  /**
   * @param images of the size that the network takes
   * @param run the run's generator
   */
  Variation(Recipe recipe, ImageSet images, Rng run) {
    augmentation = Augmentation.inOrder(recipe.augment());
    size = new Size2d(images.height(), images.width());
    this.run = run;
  }

  /**
   * @param random the batch's own
   * @return of the size that the network takes, to which no augmentation may have brought them
   */
  Batch apply(Batch batch, int epoch, Rng random) {
    Batch varied = augmentation.apply(batch, new Moment(epoch, run, random, size));
    boolean fits = varied.images().shape().size(2) == size.height();
    return fits ? varied : varied.with(Geometry.resize(varied.images(), size.height()));
  }
}
