package fovea.run;

import fovea.data.Batch;
import fovea.data.ImageSet;
import fovea.image.Pixels;
import fovea.recipe.Recipe;
import fovea.tensor.Scope;
import fovea.train.AugmentedSamples;
import java.util.List;
import java.util.stream.IntStream;

/** Training images as the network sees them, varied by the recipe's augmentation. */
public final class TrainingImages {
  private TrainingImages() {}

  /**
   * Some of them; others in each epoch, as long as there are others.
   *
   * @param sight of the run
   * @param most how many
   */
  public static List<Pixels> of(Recipe recipe, Onlooker.Sight sight, int most) {
    ImageSet images = sight.train().images();
    int count = Math.min(most, images.size());
    long first = (long) (sight.epoch() - 1) * count;
    int[] chosen =
        IntStream.range(0, count).map(i -> (int) ((first + i) % images.size())).toArray();
    try (Scope scope = Scope.open()) {
      return of(AugmentedSamples.of(recipe, images, chosen, 1, scope).get(0));
    }
  }

  /** The images of a batch as they are to look at. */
  public static List<Pixels> of(Batch batch) {
    int height = Math.toIntExact(batch.images().shape().size(2));
    int width = Math.toIntExact(batch.images().shape().size(3));
    float[] values = batch.images().toFloats();
    return IntStream.range(0, batch.size())
        .mapToObj(i -> Pixels.ofValues(values, i * 3 * height * width, height, width))
        .toList();
  }
}
