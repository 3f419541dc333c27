package fovea.train;

import fovea.data.Batches;
import fovea.models.Head;
import fovea.nn.CountedWork;
import fovea.nn.Evaluating;
import fovea.nn.Freezing;
import fovea.nn.Module;
import fovea.optim.ParameterGroups;
import fovea.recipe.Recipe;
import fovea.tensor.Autograd;
import fovea.tensor.Scope;
import fovea.tensor.Shape;
import fovea.tensor.Tensor;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * The counted work of a whole run by its recipe, validation and augmentation apart; {@link
 * CountedWork}. Smaller images at first, images left out, weights that are frozen, in epochs that
 * train the head alone or throughout, and an objective's attacks count as they are.
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
    Predicate<String> frozen = new ParameterGroups(recipe.groups(), recipe.layerDecay())::freezes;
    Predicate<String> behindHead = frozen.or(behindHead(recipe, network, input));
    Map<Integer, Double> works = new HashMap<>();
    long trained = 0;
    double flops = 0;
    for (int epoch = 1; epoch <= recipe.epochs(); epoch++) {
      int left = images - recipe.skipping().skipped(epoch, recipe.epochs(), images);
      int steps = Batches.perEpoch(left, recipe.batchSize());
      int batch = Math.min(recipe.batchSize(), left);
      Predicate<String> still = epoch <= recipe.headEpochs() ? behindHead : frozen;
      if (epoch == recipe.headEpochs() + 1) {
        works.clear(); // the rest is trained from now on
      }
      for (int step = 0; step < steps; step++) {
        long at = (epoch - 1L) * perEpoch + (long) step * perEpoch / steps;
        int size = recipe.progressive().size(at, (long) perEpoch * recipe.epochs(), full);
        Shape image = Shape.of(input.size(0), size, size);
        flops += batch * works.computeIfAbsent(size, s -> work(recipe, network, image, still));
        trained += batch;
      }
    }
    return new TrainingWork(recipe.epochs(), images, trained, flops);
  }

  private static double work(Recipe recipe, Module network, Shape image, Predicate<String> frozen) {
    try (Freezing meanwhile = network.freezing(frozen)) {
      CountedWork once = CountedWork.of(network, image);
      return recipe.sam().gradients() * recipe.objective().passes().operations(once);
    }
  }

  /** What epochs of the head alone freeze, if there are any. */
  private static Predicate<String> behindHead(Recipe recipe, Module network, Shape input) {
    if (recipe.headEpochs() == 0) {
      return name -> false;
    }
    Optional<Head> head = Head.of(network, classes(network, input));
    return name -> head.stream().noneMatch(part -> part.has(name));
  }

  private static int classes(Module network, Shape input) {
    try (Evaluating mode = network.evaluating();
        Scope scope = Scope.open();
        Autograd.NoGrad off = Autograd.noGrad()) {
      long[] sizes = input.toArray();
      Tensor logits = network.call(Tensor.zeros(1, sizes[0], sizes[1], sizes[2]));
      return Math.toIntExact(logits.shape().size(1));
    }
  }
}
