package fovea.run;

import fovea.FoveaException;
import fovea.data.DataSet;
import fovea.data.Split;
import fovea.evaluate.Familiarity;
import fovea.evaluate.FeatureExtractor;
import fovea.evaluate.Int8Report;
import fovea.evaluate.Outputs;
import fovea.evaluate.Predictor;
import fovea.evaluate.Reading;
import fovea.evaluate.Temperature;
import fovea.files.Sha256;
import fovea.io.ModelFile;
import fovea.models.Head;
import fovea.models.Model;
import fovea.nn.Module;
import fovea.nn.Prepared;
import fovea.recipe.Recipe;
import fovea.tensor.Execution;
import fovea.tensor.Libtorch;
import fovea.tensor.Precision;
import fovea.tensor.Scope;
import fovea.tensor.Threads;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A model that was trained, opened from the folder of its run or from a model file, with what the
 * file says of its training.
 *
 * @param file the model lies in
 * @param recipe it was trained by, where the file says so
 * @param data fingerprint of what it was trained on, where the file says so
 * @param precise whether the file asks for float32, as others' weights do: their authors' programs
 *     compute in it
 * @param fitted after training, by `fovea calibrate`
 */
public record TrainedModel(
    Path file,
    Model model,
    Optional<Recipe> recipe,
    Optional<String> data,
    boolean precise,
    Fitted fitted)
    implements AutoCloseable {
  /** Where a model file has its recipe. */
  public static final String RECIPE = "fovea.recipe";

  /** Where it has the number format to predict in, if no recipe says that. */
  static final String PRECISION = "fovea.precision";

  /** Where it has the fingerprint of its data. */
  static final String DATA = "fovea.data";

  /**
   * Reads the model.
   *
   * @param runOrModel the folder of a run that has ended, or a model file
   * @throws FoveaException if there is none, or it is broken
   */
  public static TrainedModel open(Path runOrModel) {
    Path file = ModelPath.of(runOrModel);
    Libtorch.loadAhead(); // while the file is read
    ModelFile.Loaded loaded = ModelFile.read(file);
    try {
      Optional<Recipe> recipe =
          Optional.ofNullable(loaded.provenance().get(RECIPE))
              .map(
                  yaml ->
                      Recipe.recorded(yaml, "%s, `%s` in its metadata".formatted(file, RECIPE)));
      Optional<String> data = Optional.ofNullable(loaded.provenance().get(DATA));
      boolean precise = Precision.FLOAT32.toString().equals(loaded.provenance().get(PRECISION));
      Fitted fitted = Fitted.of(file, loaded.provenance());
      return new TrainedModel(file, loaded.model(), recipe, data, precise, fitted);
    } catch (RuntimeException | Error e) {
      loaded.model().close();
      throw e;
    }
  }

  /**
   * In the precision it was trained in or that its file asks for, or else in float32 where the
   * processor doesn't compute with that; on all cores unless a run of before says otherwise; the
   * fastest way where nobody knows.
   */
  public Execution execution() {
    Execution asked =
        recipe
            .map(Recipe::execution)
            .orElseGet(() -> precise ? Execution.allCores(Precision.FLOAT32) : Execution.fastest());
    return Precision.supported().contains(asked.precision())
        ? asked
        : new Execution(asked.threads(), Precision.FLOAT32);
  }

  /**
   * The model prepared for inference in its precision, and in evaluation mode.
   *
   * @param int8 with layers in 8-bit whole numbers, by what `fovea quantize` wrote
   * @throws FoveaException if it wrote nothing, or not of this model
   */
  public Prepared prepared(boolean int8) {
    Module network = model.network();
    network.eval();
    Execution how = execution();
    try (Threads.Block block = Threads.block(how.threads())) {
      return int8
          ? Prepared.of(network, model.input(), how.precision(), int8().ranges())
          : Prepared.of(network, model.input(), how.precision());
    }
  }

  /**
   * What `fovea quantize` found of it.
   *
   * @throws FoveaException if it wrote nothing, or not of this model
   */
  public Int8Report int8() {
    Path folder = file.toAbsolutePath().getParent();
    RunFolder run = RunFolder.open(folder == null ? file : folder);
    Int8Report report = run.int8Report();
    requireOfThese(report.weightsSha256(), run);
    try {
      report.ranges().requireFits(model.network());
    } catch (FoveaException e) {
      throw new FoveaException(
          "%s: %s. `fovea quantize %s` makes it anew."
              .formatted(run.int8File(), e.getMessage(), run.path()),
          e);
    }
    return report;
  }

  /**
   * Refuses what was found of other weights: of another model in the folder, or of one that lay
   * there then.
   *
   * @param measured SHA-256 of the weights that it was found of; null where nobody noted it
   */
  private void requireOfThese(@Nullable String measured, RunFolder run) {
    if (measured == null && !file.toAbsolutePath().equals(run.modelFile())) {
      throw new FoveaException(
          "%s: doesn't say of which weights it was made, so it counts for %s alone and not for %s; `fovea quantize %s` makes it anew, and notes them"
              .formatted(run.int8File(), run.modelFile().getFileName(), file, run.path()));
    }
    if (measured != null && !measured.equals(weightsSha256())) {
      throw new FoveaException(
          "%s: was made of other weights than %s; `fovea quantize %s` makes it anew of %s"
              .formatted(run.int8File(), file, run.path(), run.modelFile().getFileName()));
    }
  }

  /**
   * Its outputs with the features that its head is given.
   *
   * @throws FoveaException if it has no head
   */
  public <S extends Split> Outputs<S> outputsWithFeatures(S split) {
    return Outputs.withInputsOf(model.network(), split, execution(), head().name());
  }

  /**
   * What gives the features that its head is given of any images.
   *
   * @throws FoveaException if it has no head
   */
  public FeatureExtractor featureExtractor() {
    Module head = Objects.requireNonNull(model.network().modules().get(head().name()));
    return new FeatureExtractor(prepared(false), head, model.input(), execution().threads());
  }

  /** A predictor as the model was trained. */
  public Predictor predictor() {
    return predictor(false, execution().threads());
  }

  /**
   * A predictor by a {@linkplain #prepared prepared} network.
   *
   * @param threads that one call uses
   */
  public Predictor predictor(boolean int8, int threads) {
    if (int8 && fitted.comparesFeatures()) {
      throw new FoveaException(
          "%s: tells unknown images by features that 8-bit whole numbers change; leave out --int8, or calibrate with another method of --none-of-these"
              .formatted(file));
    }
    Reading reading = reading();
    return new Predictor(prepared(int8), model.classes(), model.input(), threads, reading);
  }

  /**
   * How its outputs are to be read, by what was fitted.
   *
   * @throws FoveaException if what it takes is missing
   */
  public Reading reading() {
    if (fitted.noneOfThese().isEmpty()) {
      return new Reading(temperature(), null, null);
    }
    FittedThreshold threshold = fitted.noneOfThese().get();
    Familiarity by = familiarity(threshold);
    return new Reading(
        temperature(),
        threshold.by(by),
        by.needsFeatures() ? model.network().modules().get(head().name()) : null);
  }

  /** What its logits are divided by for its probabilities. */
  public Temperature temperature() {
    return fitted
        .temperature()
        .map(found -> new Temperature(found.temperature()))
        .orElse(Temperature.NONE);
  }

  private Familiarity familiarity(FittedThreshold threshold) {
    return Familiarity.named(
            threshold.method(), () -> FeatureFile.read(file, String.valueOf(threshold.features())))
        .orElseThrow(
            () ->
                new FoveaException(
                    "%s: tells unknown images by `%s`, which this Fovea doesn't know; use the version that calibrated it"
                        .formatted(file, threshold.method())));
  }

  /**
   * The part of its network that names the classes; what that is given are the image's features.
   *
   * @throws FoveaException if it has none
   */
  public Head head() {
    return Head.of(model.network(), model.classes().size())
        .orElseThrow(
            () ->
                new FoveaException(
                    "%s: its last layer isn't one that names the classes, so there are no features before it"
                        .formatted(file)));
  }

  /** The data with the test images held out as they were when the model was trained on them. */
  public DataSet asTrainedOn(DataSet set) {
    return data.map(set::asRecorded).orElse(set);
  }

  /** Whether these are the images that it was trained on, with the same ones to test with. */
  public boolean wasTrainedOn(DataSet set) {
    return data.filter(set.fingerprint()::equals).isPresent();
  }

  /**
   * SHA-256 over its weights, in hex, whatever else its file says: two models that have the same
   * see the same in an image.
   */
  public String weightsSha256() {
    MessageDigest sha = Sha256.fresh();
    try (Scope scope = Scope.open()) {
      model
          .network()
          .stateDict()
          .forEach(
              (name, tensor) -> {
                Sha256.add(sha, "%s %s %s\n".formatted(name, tensor.dtype(), tensor.shape()));
                sha.update(tensor.toRaw());
              });
    }
    return HexFormat.of().formatHex(sha.digest());
  }

  /** What its run called the data, if it lies in the folder of a run. */
  public Optional<String> dataName() {
    Path folder = file.toAbsolutePath().getParent();
    return folder == null ? Optional.empty() : RunFolder.dataNameIn(folder);
  }

  @Override
  public void close() {
    model.close();
  }
}
