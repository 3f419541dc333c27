package fovea.run;

import fovea.FoveaException;
import fovea.io.Safetensors;
import fovea.io.StoredTensors;
import fovea.recipe.Recipe;
import fovea.tensor.Scope;
import fovea.tensor.Tensor;
import fovea.train.EpochRecord;
import fovea.train.EpochSoFar;
import fovea.train.Trainer;
import fovea.train.TrainerState;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * A trainer's state in a run folder. It is one file, written aside and moved into place, so that a
 * process killed at any moment leaves the last whole one.
 */
final class Checkpoint {
  private static final String RECIPE = "recipe";
  private static final String EPOCHS = "epochs";
  private static final String AVERAGED_STEPS = "averagedSteps";

  /** Amid an epoch alone, so that a checkpoint between two is as earlier versions wrote it. */
  private static final String UNDER_WAY = "underWay";

  private Checkpoint() {}

  static Path file(RunFolder run) {
    return run.checkpointFolder().resolve("state.safetensors");
  }

  static boolean exists(RunFolder run) {
    return Files.exists(file(run));
  }

  /**
   * Writes where a trainer stands.
   *
   * @param recipe the run's, as its file had it when the run began
   * @throws FoveaException if that fails; then the checkpoint before is still there
   */
  static void write(RunFolder run, String recipe, TrainerState state) {
    Map<String, String> metadata = new LinkedHashMap<>();
    metadata.put(RECIPE, recipe);
    metadata.put(EPOCHS, Integer.toString(state.epochs().size()));
    metadata.put(AVERAGED_STEPS, Long.toString(state.averagedSteps()));
    state.underWay().ifPresent(epoch -> metadata.put(UNDER_WAY, RunJson.line(epoch).strip()));
    Safetensors.write(file(run), state.tensors(), metadata);
  }

  /**
   * Puts a trainer where the run stood, and the epoch log with it, which may be one line ahead.
   *
   * @throws FoveaException if the checkpoint can't be read or is of another recipe or model
   */
  static void restore(RunFolder run, Recipe recipe, Trainer trainer) {
    restore(run, recipe, trainer, UnaryOperator.identity());
  }

  /** {@link #restore}, as a search may go on with another number of threads than it began with. */
  static void restoreOnAnyThreads(RunFolder run, Recipe recipe, Trainer trainer) {
    restore(run, recipe, trainer, compared -> compared.with("threads=0"));
  }

  private static void restore(
      RunFolder run, Recipe recipe, Trainer trainer, UnaryOperator<Recipe> compared) {
    Path file = file(run);
    StoredTensors stored = Safetensors.read(file);
    String began = stored.metadata().getOrDefault(RECIPE, "");
    // Not as texts: a later version writes more keys.
    Recipe then = Recipe.recorded(began, file + ", `recipe` in its metadata");
    if (!compared.apply(recipe).equals(compared.apply(then))) {
      throw new FoveaException(
          run.recipeFile()
              + ": was changed after the run began, which can't go on by another recipe; put it"
              + " back, or start a new run with `--recipe "
              + run.recipeFile()
              + "`");
    }
    Optional<EpochSoFar> underWay = underWay(file, stored);
    long trained = number(file, stored, EPOCHS);
    if (trained < 0 || trained > recipe.epochs()) {
      throw new FoveaException(
          "%s: `%s` in its metadata is %d, expected 0 to the %d of the recipe"
              .formatted(file, EPOCHS, trained, recipe.epochs()));
    }
    List<EpochRecord> epochs = run.epochs().keep((int) trained);
    try (Scope scope = Scope.open()) {
      Map<String, Tensor> tensors = new LinkedHashMap<>();
      stored.tensors().forEach((name, tensor) -> tensors.put(name, tensor.toTensor()));
      trainer.restore(
          new TrainerState(tensors, number(file, stored, AVERAGED_STEPS), epochs, underWay));
    } catch (FoveaException e) {
      throw new FoveaException(file + ": " + e.getMessage(), e);
    }
  }

  private static Optional<EpochSoFar> underWay(Path file, StoredTensors stored) {
    return Optional.ofNullable(stored.metadata().get(UNDER_WAY))
        .map(
            json ->
                RunJson.parse(
                    json, EpochSoFar.class, "%s, `%s` in its metadata".formatted(file, UNDER_WAY)));
  }

  private static long number(Path file, StoredTensors stored, String key) {
    String text = stored.metadata().getOrDefault(key, "");
    try {
      return Long.parseLong(text);
    } catch (NumberFormatException e) {
      throw new FoveaException(
          "%s: `%s` in its metadata is `%s`, expected a whole number".formatted(file, key, text),
          e);
    }
  }
}
