package fovea.run;

import fovea.FoveaException;
import fovea.data.DataSet;
import fovea.io.ModelFile;
import fovea.models.Model;
import fovea.models.Models;
import fovea.nn.Summary;
import fovea.recipe.ModelSettings;
import fovea.recipe.ProgressiveSettings;
import fovea.recipe.Recipe;
import fovea.tensor.Libtorch;
import fovea.tensor.Rng;
import fovea.tensor.Shape;
import fovea.train.EpochRecord;
import fovea.train.RunResult;
import fovea.train.Trainer;
import fovea.train.TrainingListener;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** A training run in a folder, which holds all it was told and all that came of it. */
public final class TrainingRun {
  private TrainingRun() {}

  /**
   * Trains in a new folder, which is made only when the first epoch is about to begin.
   *
   * @param dataName how the user named the data, which resuming asks for again
   * @throws FoveaException if the folder exists, the recipe doesn't fit the data, or training fails
   */
  public static RunResult start(
      Recipe recipe,
      DataSet found,
      String dataName,
      Path folder,
      List<TrainingListener> listeners) {
    RunFolder.requireFree(folder);
    DataSet data = found.drawn(recipe.draw());
    try (Model model = create(recipe, data)) {
      Recipe resolved = recipe.with(new ModelSettings(model.name(), model.arguments()));
      Environment environment =
          Environment.detect(
              recipe.threadCount(),
              Libtorch.version(),
              dataName,
              data.fingerprint(),
              recipe.seed(),
              recipe.precision().resolve());
      try (Trainer trainer = new Trainer(resolved, model, data, logging(folder, listeners))) {
        // A checkpoint is written beside the one before.
        RunFolder.requireRoom(folder, 2 * trainer.state().bytes());
        RunFolder run = RunFolder.create(folder);
        run.write(resolved);
        run.write(environment);
        try (RunLock lock = RunLock.hold(run)) {
          return toTheEnd(run, resolved.toYaml(), model, data, trainer);
        }
      }
    }
  }

  /**
   * Goes on with a run that was interrupted, from its last whole epoch; of a run that had ended,
   * says what came of it.
   *
   * @throws FoveaException if the folder isn't a run's, or the data are not those it began with
   */
  public static RunResult resume(Path folder, DataSet found, List<TrainingListener> listeners) {
    RunFolder run = RunFolder.open(folder);
    // As it was written: a later version writes more keys, and the model's file would differ.
    String text = run.recipeText();
    Recipe recipe = Recipe.recorded(text, run.recipeFile().toString());
    DataSet data = found.drawn(recipe.draw());
    Environment began = run.environment();
    requireSameData(run, began, data);
    if (run.isFinished()) {
      return run.result();
    }
    requireSamePrecision(run, began, recipe);
    try (RunLock lock = RunLock.hold(run);
        Model model = create(recipe, data);
        // Another number of threads, on a machine with other cores, would round differently.
        Trainer trainer =
            new Trainer(recipe, model, data, logging(folder, listeners), began.threads())) {
      if (Checkpoint.exists(run)) {
        Checkpoint.restore(run, recipe, trainer);
      } else {
        List<EpochRecord> unused = run.epochs().keep(0);
      }
      return toTheEnd(run, text, model, data, trainer);
    }
  }

  private static Model create(Recipe recipe, DataSet data) {
    ModelSettings settings = recipe.model();
    Shape input = Models.input(settings.name(), settings.arguments());
    if (input.size(1) != data.height() || input.size(2) != data.width()) {
      throw new FoveaException(
          "model `%s` takes images of %d x %d, but those of %s are %d x %d; set"
                  .formatted(
                      settings.name(),
                      input.size(2),
                      input.size(1),
                      data.name(),
                      data.width(),
                      data.height())
              + " model.arguments.imageSize, or choose another model");
    }
    requireThatItFits(recipe, data);
    Model model =
        Models.create(
            settings.name(),
            settings.arguments(),
            data.classes(),
            Rng.seeded(recipe.seed()).split("initialisation"));
    try {
      requireThatItTakesSmallerImages(recipe.progressive(), model);
      return model;
    } catch (FoveaException e) {
      model.close();
      throw e;
    }
  }

  private static void requireThatItTakesSmallerImages(
      ProgressiveSettings progressive, Model model) {
    if (!progressive.isOn()) {
      return;
    }
    int size = progressive.startSize();
    try {
      Summary unused = Summary.of(model.network(), Shape.of(3, size, size));
    } catch (IllegalArgumentException e) {
      throw new FoveaException(
          "`startSize` in `progressive` is %d, and model `%s` takes images of %d x %d only; set it to 0, or choose a model that takes any size, such as speedrun"
              .formatted(size, model.name(), model.input().size(2), model.input().size(1)),
          e);
    }
  }

  private static void requireThatItFits(Recipe recipe, DataSet data) {
    recipe.augment().forEach(step -> step.requireFits(data.height(), data.width()));
    boolean validates = data.hasValidation() || recipe.validation() > 0;
    if (recipe.earlyStopping().patience() > 0 && !validates) {
      throw new FoveaException(
          "`patience` in `earlyStopping` is %d, but without validation images there is nothing to watch; set validation above 0, or patience to 0"
              .formatted(recipe.earlyStopping().patience()));
    }
  }

  private static List<TrainingListener> logging(Path folder, List<TrainingListener> listeners) {
    List<TrainingListener> all = new ArrayList<>(listeners);
    all.add(0, new EpochLog(folder.resolve("epochs.jsonl")));
    return all;
  }

  private static RunResult toTheEnd(
      RunFolder run, String recipe, Model model, DataSet data, Trainer trainer) {
    trainer.start();
    while (!trainer.done()) {
      EpochRecord unused = trainer.trainEpoch();
      Checkpoint.write(run, recipe, trainer.state());
    }
    RunResult result = trainer.finish();
    ModelFile.write(run.modelFile(), model, provenance(recipe, data));
    run.write(result);
    return result;
  }

  /** Nothing here may differ between two runs of the same recipe on the same data. */
  private static Map<String, String> provenance(String recipe, DataSet data) {
    return Map.of(
        "fovea.recipe", recipe,
        "fovea.data", data.fingerprint(),
        "fovea.version", Environment.version());
  }

  private static void requireSamePrecision(RunFolder run, Environment began, Recipe recipe) {
    String now = recipe.precision().resolve().toString();
    if (!began.precision().equals(now)) {
      throw new FoveaException(
          "%s: began in %s, and this machine's `precision: %s` is %s, which would not end in the same weights. Resume it on a machine like the one it began on."
              .formatted(
                  run.path(),
                  began.precision(),
                  recipe.precision().name().toLowerCase(Locale.ROOT),
                  now));
    }
  }

  private static void requireSameData(RunFolder run, Environment began, DataSet data) {
    if (!began.dataFingerprint().equals(data.fingerprint())) {
      throw new FoveaException(
          "%s: began with data of fingerprint %s (%s), found %s. Resume it with the same data; --data FOLDER says where they are."
              .formatted(run.path(), began.dataFingerprint(), began.data(), data.fingerprint()));
    }
  }
}
