package fovea.train;

import fovea.data.DataSet;
import fovea.data.Draw;
import fovea.data.ImageFolder;
import fovea.data.Splits;
import fovea.tensor.Rng;
import java.nio.file.Path;
import java.util.List;

/**
 * A whole training run as an immutable value: what {@code RUN/recipe.yaml} holds. Keys that a file
 * leaves out have the values of {@link #standard()}; keys it doesn't know, and values out of their
 * range, are refused by name and line.
 *
 * @param draw how test and validation images are held out where the data set has none; {@code
 *     version} in the file
 * @param seed the one source of all randomness
 * @param epochs passes over the training images, in [1, 100000]
 * @param batchSize images a step, in [1, 65536]
 * @param microBatchSize images that go through the network together; their gradients add up to the
 *     batch's; 0 is the whole batch. Batch norm normalises a micro-batch at a time
 * @param validation the share of the training split that is held out where the data set has no
 *     validation split of its own, in [0, 0.5]
 * @param threads for the native operations; 0 is all cores
 * @param gradientClip the largest L2 norm of all gradients together; 0 is no limit
 * @param testViews whether the result also states the test accuracy over mirrored and shifted views
 *     of each image, apart from the plain one
 * @param skipBroken the share of a folder's images that may be left out because they can't be read,
 *     in [0, 1]; unless it is 0, one always may
 * @param labelSmoothing the share of each label that is spread over all classes, in [0, 1) (<a
 *     href="https://arxiv.org/abs/1512.00567">Szegedy et al. 2016</a>, section 7)
 */
public record Recipe(
    Draw draw,
    ModelSettings model,
    long seed,
    int epochs,
    int batchSize,
    int microBatchSize,
    double validation,
    PrecisionSetting precision,
    int threads,
    OptimizerSettings optimizer,
    double gradientClip,
    ScheduleSettings schedule,
    AugmentSettings augment,
    ProgressiveSettings progressive,
    SkippingSettings skipping,
    double labelSmoothing,
    AveragingSettings averaging,
    EarlyStoppingSettings earlyStopping,
    boolean testViews,
    double skipBroken,
    ShapesSettings shapes) {

  private static final Recipe STANDARD =
      new Recipe(
          RecipeVersion.NEWEST.draw(),
          ModelSettings.STANDARD,
          1,
          16,
          128,
          0,
          0.1,
          PrecisionSetting.AUTO,
          0,
          OptimizerSettings.Sgd.STANDARD,
          0,
          ScheduleSettings.OneCycle.STANDARD,
          AugmentSettings.STANDARD,
          ProgressiveSettings.STANDARD,
          SkippingSettings.STANDARD,
          0,
          AveragingSettings.STANDARD,
          EarlyStoppingSettings.STANDARD,
          false,
          ImageFolder.TOLERATED_SHARE,
          ShapesSettings.STANDARD);

  /**
   * @throws fovea.FoveaException naming the first value that is out of its range
   */
  public Recipe {
    Limits.EPOCHS.check("epochs", epochs);
    Limits.BATCH_SIZE.check("batchSize", batchSize);
    Limits.MICRO_BATCH_SIZE.check("microBatchSize", microBatchSize);
    Limits.VALIDATION.check("validation", validation);
    Limits.THREADS.check("threads", threads);
    Limits.GRADIENT_CLIP.check("gradientClip", gradientClip);
    Limits.BELOW_ONE.check("labelSmoothing", labelSmoothing);
    Limits.SHARE.check("skipBroken", skipBroken);
  }

  /** The value of every key that a file leaves out. */
  public static Recipe standard() {
    return STANDARD;
  }

  /**
   * Reads a YAML file; one in the folder of a run is read as {@link #recorded}.
   *
   * @throws fovea.FoveaException if it can't be read, isn't YAML, or has a key or value that a
   *     recipe doesn't allow; the message names file and line
   */
  public static Recipe read(Path file) {
    String yaml = RecipeReader.text(file);
    return RunFolder.isRecord(file)
        ? recorded(yaml, file.toString())
        : RecipeReader.read(yaml, file.toString(), RecipeVersion.NEWEST);
  }

  /**
   * Reads a recipe that Fovea wrote beside a model or a checkpoint: without {@code version} it is
   * of the first one, in which recipes had no such key.
   *
   * @param source what messages call it
   */
  public static Recipe recorded(String yaml, String source) {
    return RecipeReader.read(yaml, source, RecipeVersion.FIRST);
  }

  /**
   * A recipe that comes with Fovea.
   *
   * @throws fovea.FoveaException if there is none of that name
   */
  public static Recipe builtIn(String name) {
    return RecipeReader.read(builtInYaml(name), "recipe `" + name + "`", RecipeVersion.NEWEST);
  }

  /** A built-in recipe's file, with the comments that explain it: one to start from. */
  public static String builtInYaml(String name) {
    return BuiltInRecipes.yaml(name);
  }

  /** The recipes that {@link #builtIn} knows. */
  public static List<String> builtInNames() {
    return BuiltInRecipes.NAMES;
  }

  /**
   * The built-in recipe of that name, or the file where it ends in {@code .yaml} or names a folder.
   */
  public static Recipe of(String nameOrFile) {
    return BuiltInRecipes.isFile(nameOrFile) ? read(Path.of(nameOrFile)) : builtIn(nameOrFile);
  }

  /**
   * This recipe with some values changed, as {@code --set} does it. A section that gets another
   * {@code name} starts from that one's defaults.
   *
   * @param settings {@code key=value} each, with dots between section and key, such as {@code
   *     optimizer.learningRate=0.05}
   * @throws fovea.FoveaException for an unknown key or a value out of its range, naming the setting
   */
  public Recipe with(List<String> settings) {
    return RecipeReader.read(RecipeChanges.apply(this, settings), RecipeVersion.NEWEST);
  }

  /** {@link #with(List)}, for a few. */
  public Recipe with(String... settings) {
    return with(List.of(settings));
  }

  /** This recipe with another network. */
  Recipe with(ModelSettings network) {
    return new Recipe(
        draw,
        network,
        seed,
        epochs,
        batchSize,
        microBatchSize,
        validation,
        precision,
        threads,
        optimizer,
        gradientClip,
        schedule,
        augment,
        progressive,
        skipping,
        labelSmoothing,
        averaging,
        earlyStopping,
        testViews,
        skipBroken,
        shapes);
  }

  /** The data's splits as a run of this recipe has them: the same ones, whoever asks. */
  public Splits split(DataSet data) {
    return data.drawn(draw).split(validation, draw, Rng.seeded(seed).split("validation"));
  }

  /** How many threads an operation is spread over on this machine. */
  public int threadCount() {
    return threads == 0 ? Runtime.getRuntime().availableProcessors() : threads;
  }

  /** All keys with their values; {@link #read} makes an equal recipe of it. */
  public String toYaml() {
    return RecipeWriter.write(this);
  }
}
