package fovea.run;

import fovea.FoveaException;
import fovea.evaluate.Int8Report;
import fovea.files.AtomicFile;
import fovea.files.FileFailure;
import fovea.files.FileKind;
import fovea.recipe.Recipe;
import fovea.train.RunResult;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileStore;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;

/** The folder that holds all a run was told and all that came of it; its files are a contract. */
public final class RunFolder {
  private final Path path;

  RunFolder(Path path) {
    this.path = path;
  }

  /**
   * Makes the folder, and those above it.
   *
   * @throws FoveaException if something of that name exists, which stays untouched, or the folder
   *     can't be made
   */
  public static RunFolder create(Path path) {
    requireFree(path);
    try {
      createParents(path);
      Files.createDirectory(path);
      return new RunFolder(path);
    } catch (FileAlreadyExistsException e) {
      throw exists(path);
    } catch (IOException e) {
      throw FileFailure.unwritable(path, e);
    }
  }

  private static void createParents(Path path) throws IOException {
    Path parent = path.toAbsolutePath().getParent();
    try {
      if (parent != null) {
        Files.createDirectories(parent);
      }
    } catch (FileAlreadyExistsException e) {
      throw new FoveaException(
          "%s: can't be made, %s is a file; choose another folder".formatted(path, e.getFile()), e);
    }
  }

  /**
   * Refuses a path that {@link #create} would refuse, before any work is done.
   *
   * @throws FoveaException if something of that name exists
   */
  public static void requireFree(Path path) {
    if (Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
      throw exists(path);
    }
  }

  /**
   * Refuses a path on a disk that is full already, rather than after an epoch of work.
   *
   * @param bytes that a run will need at least
   * @throws FoveaException if fewer are free
   */
  static void requireRoom(Path path, long bytes) {
    Path there = path.toAbsolutePath();
    while (!Files.exists(there)) {
      there = Objects.requireNonNull(there.getParent(), "the root of a file system");
    }
    try {
      FileStore disk = Files.getFileStore(there);
      if (disk.getUsableSpace() < bytes && disk.getTotalSpace() > 0) {
        throw new FoveaException(
            String.format(
                Locale.ROOT,
                "%s: the disk has %,d MB free, the run needs %,d; make room or choose a folder on"
                    + " another disk",
                path,
                disk.getUsableSpace() / 1_000_000,
                1 + bytes / 1_000_000),
            // No fault of the recipe's, which a search asks.
            new FileSystemException(path.toString(), null, "too little room"));
      }
    } catch (IOException e) {
      // Not every file system says; the run will find out.
    }
  }

  /**
   * The folder of a run that was started before.
   *
   * @throws FoveaException if there is no such folder, or it isn't a run's
   */
  public static RunFolder open(Path path) {
    if (!Files.isDirectory(path)) {
      throw new FoveaException("%s: %s, expected the folder of a run".formatted(path, found(path)));
    }
    RunFolder folder = new RunFolder(path);
    if (!isRun(path)) {
      throw new FoveaException(
          path + ": not the folder of a run, it has no " + folder.recipeFile().getFileName());
    }
    return folder;
  }

  /** Whether a folder is a run's, with a model or without. */
  public static boolean isRun(Path folder) {
    return Files.isRegularFile(new RunFolder(folder).recipeFile());
  }

  private static String found(Path path) {
    if (!Files.isRegularFile(path)) {
      return Files.exists(path) ? "not a folder" : "no such folder";
    }
    try {
      FileKind kind = FileKind.of(path);
      boolean telling = kind != FileKind.EMPTY && kind != FileKind.UNKNOWN;
      return telling ? kind.description() : "not a folder";
    } catch (IOException e) {
      return "not a folder";
    }
  }

  /** How a run in this folder called its data; empty where there is no run, or it is broken. */
  public static Optional<String> dataNameIn(Path folder) {
    RunFolder run = new RunFolder(folder);
    if (!Files.isRegularFile(run.environmentFile())) {
      return Optional.empty();
    }
    try {
      return Optional.of(run.environment().data());
    } catch (FoveaException e) {
      return Optional.empty();
    }
  }

  private static FoveaException exists(Path path) {
    String goOn = ", or go on with the run in it by `--resume %s`".formatted(path);
    return new FoveaException(
        "%s: exists already. Choose another folder%s."
            .formatted(path, isRun(path) || SeedsFolder.is(path) ? goOn : ""));
  }

  public Path path() {
    return path;
  }

  public Path recipeFile() {
    return path.resolve("recipe.yaml");
  }

  public Path environmentFile() {
    return path.resolve("environment.json");
  }

  public Path modelFile() {
    return path.resolve("model.safetensors");
  }

  public Path curvesFile() {
    return path.resolve("curves.svg");
  }

  public Path resultFile() {
    return path.resolve("result.json");
  }

  /** Why it came to no result, if training failed. */
  public Path failureFile() {
    return path.resolve("failed.json");
  }

  /** What `--int8` needs; only in folders of runs that were quantised. */
  public Path int8File() {
    return path.resolve("int8.json");
  }

  /** What resuming needs; made by whoever takes the run's lock. */
  public Path checkpointFolder() {
    return path.resolve("checkpoint");
  }

  /** {@code epochs.jsonl}. */
  public EpochLog epochs() {
    return new EpochLog(path.resolve("epochs.jsonl"));
  }

  public void write(Recipe recipe) {
    AtomicFile.write(recipeFile(), recipe.toYaml());
  }

  public void write(Environment environment) {
    RunJson.write(environmentFile(), environment);
  }

  public void write(RunResult result) {
    RunJson.write(resultFile(), result);
  }

  public void write(Int8Report report) {
    RunJson.write(int8File(), report);
  }

  /**
   * The ranges and accuracies of the run's model in 8-bit whole numbers.
   *
   * @throws FoveaException if its file is missing or broken
   */
  public Int8Report int8Report() {
    if (!Files.exists(int8File())) {
      throw new FoveaException(
          "%s: no such file; `fovea quantize %s` makes it".formatted(int8File(), path));
    }
    return RunJson.read(int8File(), Int8Report.class);
  }

  public Recipe recipe() {
    return Recipe.recorded(recipeText(), recipeFile().toString());
  }

  /** The recipe as its file has it. */
  String recipeText() {
    return Recipe.text(recipeFile());
  }

  /**
   * The environment in which the run began.
   *
   * @throws FoveaException if its file is missing or broken
   */
  public Environment environment() {
    return RunJson.read(environmentFile(), Environment.class);
  }

  /** Whether the run has ended, and {@link #result} has something to say. */
  public boolean isFinished() {
    return Files.exists(resultFile());
  }

  /**
   * Whether the model of a run that has ended is no longer there, and can be made anew.
   *
   * @throws FoveaException if it isn't there, nor a checkpoint to make it from
   */
  public boolean hasLostModel() {
    if (Files.exists(modelFile())) {
      return false;
    }
    if (!Checkpoint.exists(this)) {
      throw new FoveaException(
          "%s: the run has ended, but its model.safetensors is missing, and so is its checkpoint; train it anew by `fovea train --recipe %s`"
              .formatted(path, recipeFile()));
    }
    return true;
  }

  /**
   * Why training failed; empty of a run that has ended or may go on.
   *
   * @throws FoveaException if the file is broken
   */
  public Optional<RunFailure> failure() {
    return Files.exists(failureFile()) && !isFinished()
        ? Optional.of(RunJson.read(failureFile(), RunFailure.class))
        : Optional.empty();
  }

  /** Whether a folder is that of a trial, which a search goes on with by itself. */
  static boolean isTrial(Path folder) {
    Path trials = folder.toAbsolutePath().normalize().getParent();
    return trials != null
        && trials.endsWith("trials")
        && Files.exists(trials.resolveSibling("trials.db"));
  }

  /**
   * A run that hasn't ended can't be used.
   *
   * @param lacks a clause that begins with {@code so}
   */
  FoveaException unfinished(String lacks) {
    if (isTrial(path)) {
      return new FoveaException(
          "%s: a trial of a search, which sees no test images and keeps no model; begin a run with `fovea train --recipe %s`"
              .formatted(path, recipeFile()));
    }
    return failure()
        .map(
            failure ->
                new FoveaException(
                    "%s: the run failed, %s; train it anew with other settings: %s"
                        .formatted(path, lacks, failure.problem())))
        .orElseGet(
            () ->
                new FoveaException(
                    "%s: the run hasn't ended, %s; go on with it by `fovea train --resume %s`"
                        .formatted(path, lacks, path)));
  }

  /**
   * What came of the run.
   *
   * @throws FoveaException if the run didn't end yet, or the file is broken
   */
  public RunResult result() {
    if (!isFinished()) {
      throw unfinished("so it has no result yet");
    }
    return RunJson.read(resultFile(), RunResult.class);
  }
}
