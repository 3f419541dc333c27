package fovea.train;

import fovea.data.Batches;
import fovea.nn.CountedWork;
import fovea.nn.Module;
import fovea.recipe.Recipe;
import fovea.tensor.Shape;
import java.util.HashMap;
import java.util.Map;

/**
 * The counted work of a whole run by its recipe, validation and augmentation apart; {@link
 * CountedWork}. Smaller images at first, images left out and an objective's attacks count as they
 * are; epochs that train the head alone count like the others.
 *
 * @param images of the training split
 * @param imagesTrained of all epochs together
 * @param flops of all epochs together
 */
public record TrainingWork(int epochs, int images, long imagesTrained, double flops) {
  /**
   * Of a recipe.
   *
   * @param recipe {@linkplain Recipe#fittedTo(int) fitted} to the images
   * @param network the recipe's
   * @param input [C, H, W] of its images at full size
   * @param images of the training split, at least 1
   */
  public static TrainingWork of(Recipe recipe, Module network, Shape input, int images) {
    int perEpoch = Batches.perEpoch(images, recipe.batchSize());
    int full = Math.toIntExact(input.size(1));
    Map<Integer, Double> works = new HashMap<>();
    long trained = 0;
    double flops = 0;
    for (int epoch = 1; epoch <= recipe.epochs(); epoch++) {
      int left = images - recipe.skipping().skipped(epoch, recipe.epochs(), images);
      int steps = Batches.perEpoch(left, recipe.batchSize());
      int batch = Math.min(recipe.batchSize(), left);
      for (int step = 0; step < steps; step++) {
        long at = (epoch - 1L) * perEpoch + (long) step * perEpoch / steps;
        int size = recipe.progressive().size(at, (long) perEpoch * recipe.epochs(), full);
        flops += batch * works.computeIfAbsent(size, s -> work(recipe, network, input.size(0), s));
        trained += batch;
      }
    }
    return new TrainingWork(recipe.epochs(), images, trained, flops);
  }

  private static double work(Recipe recipe, Module network, long channels, int size) {
    CountedWork once = CountedWork.of(network, Shape.of(channels, size, size));
    return recipe.sam().gradients() * recipe.objective().passes().operations(once);
  }
}
