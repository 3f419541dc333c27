package fovea.run;

import fovea.data.Batch;
import fovea.data.ImageSet;
import fovea.image.Pixels;
import fovea.recipe.Recipe;
import fovea.tensor.Scope;
import fovea.train.AugmentedSamples;
import java.util.ArrayList;
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
      return pixels(AugmentedSamples.of(recipe, images, chosen, 1, scope).get(0));
    }
  }

  private static List<Pixels> pixels(Batch batch) {
    int height = Math.toIntExact(batch.images().shape().size(2));
    int width = Math.toIntExact(batch.images().shape().size(3));
    float[] values = batch.images().permute(0, 2, 3, 1).toFloats();
    int size = 3 * height * width;
    List<Pixels> pixels = new ArrayList<>();
    for (int image = 0; image < batch.size(); image++) {
      byte[] rgb = new byte[size];
      for (int i = 0; i < size; i++) {
        float value = Math.min(1, Math.max(0, values[image * size + i]));
        rgb[i] = (byte) Math.round(255 * value);
      }
      pixels.add(new Pixels(width, height, rgb));
    }
    return pixels;
  }
}
