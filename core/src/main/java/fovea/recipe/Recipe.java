package fovea.recipe;

import fovea.augment.AugmentStep;
import fovea.data.DataSet;
import fovea.data.DividedData;
import fovea.data.HoldOut;
import fovea.data.ImageFolder;
import fovea.data.ImageGroups;
import fovea.data.Splits;
import fovea.files.GivenPath;
import fovea.objective.ObjectiveSettings;
import fovea.optim.OptimizerSettings;
import fovea.optim.ParameterGroup;
import fovea.optim.Schedule;
import fovea.optim.ScheduleSettings;
import fovea.settings.Declared;
import fovea.settings.Setting;
import fovea.settings.SettingChanges;
import fovea.settings.YamlNode;
import fovea.settings.YamlText;
import fovea.tensor.Execution;
import fovea.tensor.Rng;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * A whole training run as an immutable value: what {@code RUN/recipe.yaml} holds. Keys that a file
 * leaves out have the values of {@link #standard()}; keys it doesn't know, and values out of their
 * range, are refused by name and line.
 */
public record Recipe(
    @Setting(
            about =
                "how images are held out: 2 class by class, 1 over all classes, as a run whose "
                    + "recipe has no `version` does",
            standard = "2",
            range = "[1, 1000000]")
        int version,
    @Setting(about = "the network") ModelSettings model,
    @Setting(
            about =
                "weights to start from: a run's folder, a file, or a name of `fovea weights list`; `none` draws them",
            standard = FROM_NOWHERE,
            tacit = true)
        String from,
    @Setting(about = "the one source of all randomness", standard = "1") long seed,
    @Setting(about = "passes over the training images", standard = "16", range = "[1, 100000]")
        int epochs,
    @Setting(
            about =
                "how many training images `epochs` is meant for: with fewer a run has more epochs,"
                    + " with more it has fewer, by the root of their number; 0 is `epochs`"
                    + " whatever their number",
            standard = "0",
            range = "[0, 10000000]",
            unit = "images",
            tacit = true)
        int epochsFor,
    @Setting(about = "images a step", standard = "128", range = "[1, 65536]") int batchSize,
    @Setting(
            about =
                "images that go through the network at once, so that they fit the cache and threads"
                    + " can share a batch; their gradients add up to the batch's, and batch norm"
                    + " sees as many; 0 is the whole batch",
            standard = "0",
            range = "[0, 65536]")
        int microBatchSize,
    @Setting(
            about =
                "share of `train` to hold out where the data set has no validation split; 0 "
                    + "trains on all",
            standard = "0.1",
            range = "[0, 0.5]")
        double validation,
    @Setting(
            about = "number format; batch-norm statistics and the loss are float32 always",
            standard = "auto")
        PrecisionSetting precision,
    @Setting(about = "for parts of a batch; 0 is all cores", standard = "0", range = "[0, 1024]")
        int threads,
    @Setting(about = "how the gradients change the weights", standard = "sgd")
        OptimizerSettings optimizer,
    @Setting(
            about = "the largest L2 norm of all gradients together; 0 is no limit",
            standard = "0",
            range = "[0, inf]")
        double gradientClip,
    @Setting(
            about =
                "what the limit is of: the `norm` of all gradients together, or each one's `value`",
            standard = "norm",
            tacit = true)
        ClipBy gradientClipBy,
    @Setting(about = "steps by the gradient of a point uphill", tacit = true) SamSettings sam,
    @Setting(
            about =
                "the rate of each layer as a share of that of the layer after it; the last layer "
                    + "has the whole rate",
            standard = "1",
            range = "(0, 1]",
            tacit = true)
        double layerDecay,
    @Setting(
            about =
                "epochs at first in which the head alone is trained, the last layer with weights, and the rest is frozen",
            standard = "0",
            range = "[0, 100000]",
            unit = "epochs",
            tacit = true)
        int headEpochs,
    @Setting(
            about = "weights with a rate or decay of their own, or frozen; the first match counts",
            tacit = true)
        List<ParameterGroup> groups,
    @Setting(about = "how the learning rate changes over the run", standard = "one-cycle")
        ScheduleSettings schedule,
    @Setting(
            about = "how training images are varied, a step after the other",
            earlier = EarlierAugment.class)
        List<AugmentStep> augment,
    @Setting(
            about =
                "how many times the network's image size a folder's images to train on are kept"
                    + " at, so that what is cropped from them is sharp; only `random-resized-crop`"
                    + " gains by it",
            standard = "1",
            range = "[1, 4]",
            tacit = true)
        double oversize,
    @Setting(about = "smaller images at first") ProgressiveSettings progressive,
    @Setting(
            about =
                "how often an epoch has an image: `plain` once, `balanced` more often if its class is"
                    + " rare, by the root of the classes' sizes, `auto` balanced where a class has"
                    + " more than twice the images of another, `groups` as often from each group of"
                    + " each class",
            standard = "plain",
            tacit = true)
        Sampling sampling,
    @Setting(
            about =
                "what tells the groups apart that `sampling: groups` and `group-dro` go by: `folders`,"
                    + " those below the class's, or a CSV file with the columns `file` and one or more"
                    + " others",
            standard = ImageGroups.FOLDERS,
            tacit = true)
        String imageGroups,
    @Setting(about = "leaving out images that the network knows") SkippingSettings skipping,
    @Setting(about = "what training makes small", standard = "cross-entropy")
        ObjectiveSettings objective,
    @Setting(about = "exponential average of the weights") AveragingSettings averaging,
    @Setting(about = "equal average of the weights after the last epochs", tacit = true)
        SwaSettings swa,
    @Setting(about = "ending before the last epoch") EarlyStoppingSettings earlyStopping,
    @Setting(about = "what the network withstands, epoch by epoch", tacit = true)
        RobustnessSettings robustness,
    @Setting(
            about =
                "whether `result.json` also states `testAccuracyWithViews`, by the mean of "
                    + "mirrored and shifted views",
            standard = "false")
        boolean testViews,
    @Setting(
            about =
                "share of a folder's images that are left out if they can't be read; with more, "
                    + "nothing is trained. One always is left out, unless this is 0; 1, or "
                    + "`--skip-broken`, leaves out all",
            standard = "" + ImageFolder.TOLERATED_SHARE,
            range = "[0, 1]")
        double skipBroken,
    @Setting(about = "the built-in data set") ShapesSettings shapes) {
  /** What {@link #from} is where a network begins at random. */
  private static final String FROM_NOWHERE = "none";

  private static final Recipe STANDARD =
      RecipeReader.read(YamlNode.Mapping.empty("recipe"), RecipeVersion.NEWEST);

  /**
   * @throws fovea.FoveaException naming the first value that is out of its range, or doesn't go
   *     with the others
   */
  public Recipe {
    groups = List.copyOf(groups);
    augment = List.copyOf(augment);
    Declared.check(
        Recipe.class,
        version,
        model,
        from,
        seed,
        epochs,
        epochsFor,
        batchSize,
        microBatchSize,
        validation,
        precision,
        threads,
        optimizer,
        gradientClip,
        gradientClipBy,
        sam,
        layerDecay,
        headEpochs,
        groups,
        schedule,
        augment,
        oversize,
        progressive,
        sampling,
        imageGroups,
        skipping,
        objective,
        averaging,
        swa,
        earlyStopping,
        robustness,
        testViews,
        skipBroken,
        shapes);
    RecipeVersion.of(version);
    WholeEpisodes.require(objective, batchSize, microBatchSize, augment, skipping);
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
    return RecipeReader.isOfRun(file)
        ? recorded(yaml, file.toString())
        : RecipeReader.read(yaml, file.toString(), RecipeVersion.NEWEST);
  }

  /**
   * A recipe's file as it was written.
   *
   * @throws fovea.FoveaException if it can't be read, or is larger than any recipe
   */
  public static String text(Path file) {
    return RecipeReader.text(file);
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
    return BuiltInRecipes.isFile(nameOrFile) ? read(GivenPath.of(nameOrFile)) : builtIn(nameOrFile);
  }

  /**
   * This recipe with some values changed, as {@code --set} does it. A section that gets another
   * {@code name} starts from that one's defaults; whoever says how many epochs gets as many, and of
   * fewer than there were the head at most a quarter alone, unless that is said too.
   *
   * @param settings {@code key=value} each, with dots between section and key, such as {@code
   *     optimizer.learningRate=0.05}
   * @throws fovea.FoveaException for an unknown key or a value out of its range, naming the setting
   */
  public Recipe with(List<String> settings) {
    Recipe changed =
        RecipeReader.read(
            SettingChanges.apply(this, "recipe", RunLength.asTold(settings)), RecipeVersion.NEWEST);
    return RunLength.withHead(this, changed, settings);
  }

  /** {@link #with(List)}, for a few. */
  public Recipe with(String... settings) {
    return with(List.of(settings));
  }

  /** This recipe with another network. */
  public Recipe with(ModelSettings network) {
    return Declared.with(Recipe.class, this, "model", network);
  }

  /** This recipe with a network that starts from weights; see {@link #from}. */
  public Recipe startingFrom(String weights) {
    return Declared.with(Recipe.class, this, "from", weights);
  }

  /** What its network starts from, if that isn't chance. */
  public Optional<String> startsFrom() {
    return from.equals(FROM_NOWHERE) ? Optional.empty() : Optional.of(from);
  }

  /** With as many epochs as {@link #epochsFor} makes of so many images, once and for all. */
  public Recipe fittedTo(int images) {
    return epochsFor == 0 ? this : lasting(RunLength.fitting(epochs, epochsFor, images));
  }

  /** {@link #fittedTo(int)} the training images that a run of this recipe has of the data. */
  public Recipe fittedTo(DividedData data) {
    return fittedTo(data.splits().train().images().size());
  }

  /**
   * With as many epochs as fit, images or a time; the head has alone what it was told: all if those
   * were all, and at most a quarter if nothing were left for the rest.
   */
  public Recipe lasting(int fitting) {
    return with("epochs=" + fitting, "headEpochs=" + RunLength.ofHead(this, fitting));
  }

  /** The data as a run of this recipe has them: the same splits, whoever asks. */
  public DividedData divide(DataSet data) {
    DataSet held = data.holdingOut(holdOut());
    Rng rng = Rng.seeded(seed).split("validation");
    return new DividedData(held, held.split(validation, RecipeVersion.of(version).holdOut(), rng));
  }

  /** The splits of {@link #divide}. */
  public Splits split(DataSet data) {
    return divide(data).splits();
  }

  /** A JSON Schema of recipes, by which editors complete and check them. */
  public static String jsonSchema() {
    return RecipeSchema.json().toPrettyString() + "\n";
  }

  /** How many threads share the work on this machine. */
  public int threadCount() {
    return threads == 0 ? Runtime.getRuntime().availableProcessors() : threads;
  }

  /** How a network is run that this recipe trains, on this machine. */
  public Execution execution() {
    return new Execution(threadCount(), precision.resolve());
  }

  /** How test images are held out where the data set has none. */
  public HoldOut holdOut() {
    return objective.episodes().isPresent()
        ? HoldOut.ONE_OF_EACH
        : RecipeVersion.of(version).holdOut();
  }

  /**
   * The learning rate of each step, where the epochs so far multiply the schedule's by a factor.
   */
  public Schedule plan(long stepsPerEpoch, double factor) {
    double peak = optimizer.learningRate();
    Schedule known = schedule.over(peak, stepsPerEpoch, epochs);
    return swa.after(t -> factor * known.learningRate(t), peak, stepsPerEpoch, epochs);
  }

  /** Whether its learning rate goes by what validation images say, too. */
  public boolean watchesValidation() {
    return schedule.watches();
  }

  /** Whether it trains by groups of images. */
  public boolean usesGroups() {
    return sampling == Sampling.GROUPS || objective.usesGroups();
  }

  /** All keys with their values; {@link #read} makes an equal recipe of it. */
  public String toYaml() {
    return YamlText.of(this);
  }
}
