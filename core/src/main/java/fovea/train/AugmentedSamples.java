package fovea.train;

import fovea.data.Batch;
import fovea.data.Batches;
import fovea.data.ImageSet;
import fovea.recipe.Recipe;
import fovea.tensor.Rng;
import fovea.tensor.Scope;
import java.util.ArrayList;
import java.util.List;

/** Training images as a recipe shows them to the network, to look at. */
public final class AugmentedSamples {
  private AugmentedSamples() {}

  /**
   * Some images as one batch, in each of the first epochs.
   *
   * @param images of the size that the network takes
   * @param chosen which of them, in the order of the batch
   * @param scope the current one, which owns what is returned
   * @return a batch an epoch
   * @throws fovea.FoveaException if a step can't vary images of this size
   */
  public static List<Batch> of(
      Recipe recipe, ImageSet images, int[] chosen, int epochs, Scope scope) {
    recipe.augment().forEach(step -> step.requireFits(images.height(), images.width()));
    Rng run = Rng.seeded(recipe.seed());
    Variation variation = new Variation(recipe, images, run);
    ImageSet shown = images.enlarged().select(chosen);
    List<Batch> samples = new ArrayList<>();
    for (int epoch = 1; epoch <= epochs; epoch++) {
      try (Batches once = Batches.inOrder(shown, chosen.length)) {
        Batch asTheyAre = once.next(scope);
        Batch numbered =
            new Batch(asTheyAre.images(), asTheyAre.target(), chosen, asTheyAre.classes());
        samples.add(variation.apply(numbered, epoch, run.split("preview", epoch)));
      }
    }
    return samples;
  }
}
