package fovea.cli;

import fovea.FoveaException;
import fovea.data.TypicalSize;
import fovea.recipe.Recipe;
import java.util.OptionalInt;

/** How networks are trained that judge labels: fast, since it is done several times. */
final class AuditRecipe {
  private static final int SMALL = 32;
  private static final int LARGE = 64;
  private static final int EPOCHS = 3;

  /** Few images make short epochs; networks need as many steps all the same. */
  private static final int FEWEST_STEPS = 100;

  private static final int FEWEST_A_BATCH = 32;
  private static final int STEPS_AN_EPOCH = 50;

  private AuditRecipe() {}

  /** The height and width that a data set's images are looked at in. */
  static int size(String data) {
    try {
      OptionalInt side = TypicalSize.of(data);
      return side.isPresent() && side.getAsInt() > LARGE ? LARGE : SMALL;
    } catch (FoveaException e) { // it will be said when the data are opened
      return SMALL;
    }
  }

  /** The recipe {@code sprint} for images of a size, with more epochs. */
  static Recipe forSize(int size) {
    return Recipe.builtIn("sprint")
        .with(
            "model.arguments.imageSize=" + size,
            "progressive.startSize=" + size / 2,
            "epochs=" + EPOCHS);
  }

  /** The same for so many training images: with few, small batches and more epochs. */
  static Recipe fitted(Recipe recipe, int images) {
    int batch = Math.max(FEWEST_A_BATCH, Math.min(recipe.batchSize(), images / STEPS_AN_EPOCH));
    int steps = Math.max(1, images / batch);
    int epochs = Math.max(recipe.epochs(), (FEWEST_STEPS + steps - 1) / steps);
    double rate =
        recipe.optimizer().learningRate() * Math.sqrt((double) batch / recipe.batchSize());
    return recipe.with(
        "batchSize=" + batch,
        "microBatchSize="
            + Math.min(recipe.microBatchSize(), batch / 4), // so that threads share it
        "epochs=" + epochs,
        "optimizer.learningRate=" + rate);
  }
}
