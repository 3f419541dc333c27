package fovea.run;

import fovea.FoveaException;
import fovea.data.DataSet;
import fovea.data.DividedData;
import fovea.files.FileFailure;
import fovea.files.Sha256;
import fovea.recipe.Recipe;
import fovea.tensor.Libtorch;
import fovea.train.EpochRecord;
import fovea.train.RunResult;
import fovea.train.Trainer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Repeats a run from what it recorded, and compares what came of it with what came of it then. */
public final class Replay {
  private final RunFolder run;
  private final Environment began;
  private final Recipe recipe;

  /**
   * What the two runs differ in that may change the weights.
   *
   * @param what as it stands in a sentence, such as {@code libtorch}
   */
  public record Difference(String what, String then, String now) {}

  /**
   * What came of a run and of its repetition.
   *
   * @param weightsThen SHA-256 over names, shapes and bytes of the chosen weights, in hex
   * @param sameFile whether the model files are equal to the byte
   * @param differsFrom the first epoch whose figures differ, times apart; null where all are equal
   * @param differences in version, processor and number format; without any, weights are equal
   */
  public record Outcome(
      Path run,
      Path repeated,
      String weightsThen,
      String weightsNow,
      boolean sameFile,
      @Nullable Integer differsFrom,
      RunResult resultThen,
      RunResult resultNow,
      List<Difference> differences) {
    /** Whether the repetition ended in the same weights by the same figures. */
    public boolean isSame() {
      return weightsThen.equals(weightsNow) && differsFrom == null;
    }
  }

  private Replay(RunFolder run) {
    this.run = run;
    began = run.environment();
    recipe = asBegun(run.recipe(), began);
  }

  /**
   * The replay of a run that has ended.
   *
   * @throws FoveaException if the folder isn't a run's, the run hasn't ended, or what came of it is
   *     no longer there to compare with
   */
  public static Replay of(Path folder) {
    RunFolder run = RunFolder.open(folder);
    if (!run.isFinished()) {
      throw run.unfinished("so there is nothing yet to compare a replay with");
    }
    String unused = weights(run);
    int epochs = run.epochs().read().size();
    if (epochs != run.result().epochs()) {
      throw new FoveaException(
          "%s: found %d of the %d epochs that were trained by %s, so a replay can't be compared with them; put the file back as it was"
              .formatted(
                  run.path().resolve("epochs.jsonl"),
                  epochs,
                  run.result().epochs(),
                  run.resultFile().getFileName()));
    }
    return new Replay(run);
  }

  /** With as many threads, and in the number format that `auto` meant then. */
  private static Recipe asBegun(Recipe recorded, Environment began) {
    Recipe counted = recorded.with("threads=" + began.threads());
    return counted.precision().resolve().toString().equals(began.precision())
        ? counted
        : counted.with("precision=" + began.precision());
  }

  /** What is trained again. */
  public Recipe recipe() {
    return recipe;
  }

  /** How the run called its data. */
  public String dataName() {
    return began.data();
  }

  /** What may make the repetition differ, of what is known before it. */
  public List<Difference> differences() {
    Environment now =
        Environment.detect(
            began.threads(),
            Libtorch.version(),
            began.data(),
            began.dataFingerprint(),
            began.seed(),
            recipe.precision().resolve());
    List<Difference> found = new ArrayList<>();
    compare(found, "Fovea's version", began.fovea(), now.fovea());
    compare(found, "Java", began.java(), now.java());
    compare(found, "libtorch", began.libtorch(), now.libtorch());
    compare(found, "the processor", began.cpu().model(), now.cpu().model());
    compare(
        found,
        "the processor's instruction sets",
        String.join(" ", began.cpu().flags()),
        String.join(" ", now.cpu().flags()));
    return found;
  }

  private static void compare(List<Difference> found, String what, String then, String now) {
    if (!then.equals(now)) {
      found.add(new Difference(what, then, now));
    }
  }

  /**
   * Refuses other data, other groups of them, and other weights to start from than the run began
   * with.
   *
   * @return the data as {@link #recipe} divides them
   * @throws FoveaException if they are
   */
  public DividedData requireSame(DataSet found) {
    DividedData data = recipe.divide(found);
    if (!data.set().fingerprint().equals(began.dataFingerprint())) {
      throw new FoveaException(
          "%s: the data differ: the run began with data of fingerprint %s (%s), found %s; nothing was repeated. --data DATA says where the same are."
              .formatted(
                  run.path(), began.dataFingerprint(), began.data(), data.set().fingerprint()));
    }
    if (!began.hasGroups(Trainer.groupsFingerprint(recipe, data))) {
      throw new FoveaException(
          "%s: the groups of images differ: the run began with others than `imageGroups: %s` gives now; nothing was repeated"
              .formatted(run.path(), recipe.imageGroups()));
    }
    Optional<String> weights = StartingWeights.sha256(recipe);
    if (!weights.equals(Optional.ofNullable(began.startedFrom()))) {
      throw new FoveaException(
          "%s: the weights to start from differ: the run began with those of SHA-256 %s, and in %s there are those of %s; nothing was repeated"
              .formatted(
                  run.path(),
                  Objects.requireNonNullElse(began.startedFrom(), "nothing"),
                  recipe.from(),
                  weights.orElse("nothing")));
    }
    return data;
  }

  /**
   * Removes a folder that holds nothing but what a killed process left that was about to begin a
   * repetition there; any other stays.
   *
   * @throws FoveaException if it can't be removed
   */
  public static void clearUnbegun(Path folder) {
    UnbegunRun.clearIfNothingElse(folder);
  }

  /**
   * Whether a folder holds a repetition of the run, ended or interrupted: another run by the same
   * recipe on the same data.
   *
   * @throws FoveaException if it holds a run whose files are broken
   */
  public boolean isRepeatedIn(Path folder) {
    if (!RunFolder.isRun(folder) || isItself(folder)) {
      return false;
    }
    RunFolder other = RunFolder.open(folder);
    return other.recipe().equals(recipe)
        && other.environment().dataFingerprint().equals(began.dataFingerprint());
  }

  private boolean isItself(Path folder) {
    try {
      return Files.isSameFile(folder, run.path());
    } catch (IOException e) {
      throw FileFailure.unreadable(folder, e);
    }
  }

  /** Compares with a run of {@link #recipe} on the same data that has ended. */
  public Outcome compare(Path folder) {
    RunFolder repeated = RunFolder.open(folder);
    return new Outcome(
        run.path(),
        folder,
        weights(run),
        weights(repeated),
        Sha256.ofFile(run.modelFile()).equals(Sha256.ofFile(repeated.modelFile())),
        differsFrom(run.epochs().read(), repeated.epochs().read()),
        run.result(),
        repeated.result(),
        differences());
  }

  private static String weights(RunFolder run) {
    try (TrainedModel trained = TrainedModel.open(run.modelFile())) {
      return trained.weightsSha256();
    }
  }

  private static @Nullable Integer differsFrom(List<EpochRecord> then, List<EpochRecord> now) {
    for (int i = 0; i < Math.max(then.size(), now.size()); i++) {
      if (i >= then.size()
          || i >= now.size()
          || !figures(then.get(i)).equals(figures(now.get(i)))) {
        return i + 1;
      }
    }
    return null;
  }

  /** All but times; lists may hold null. */
  private static List<@Nullable Object> figures(EpochRecord epoch) {
    List<@Nullable Object> figures = new ArrayList<>();
    figures.add(epoch.trainLoss());
    figures.add(epoch.trainAccuracy());
    figures.add(epoch.validationLoss());
    figures.add(epoch.validationAccuracy());
    figures.add(epoch.learningRate());
    figures.add(epoch.robust());
    return figures;
  }
}
