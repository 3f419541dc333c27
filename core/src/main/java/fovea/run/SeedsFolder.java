package fovea.run;

import fovea.FoveaException;
import fovea.files.FileFailure;
import fovea.recipe.Recipe;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The folder of a recipe's runs with several seeds: a run's folder for each, {@code seed-1} say,
 * and {@code seeds.json}. Each run holds out its own validation images, as its seed shuffles them;
 * the test images are the same.
 */
public final class SeedsFolder {
  private static final String FILE = "seeds.json";

  private final Path path;
  private final boolean isNew;
  private SeedsReport report;

  private SeedsFolder(Path path, boolean isNew, SeedsReport report) {
    this.path = path;
    this.isNew = isNew;
    this.report = report;
  }

  /** Where it lies. */
  public Path path() {
    return path;
  }

  /** Whether a folder is one of these. */
  public static boolean is(Path folder) {
    return Files.isRegularFile(folder.resolve(FILE));
  }

  /**
   * Makes the folder: aside, and moved into place with its file, without which nothing would go on
   * with it.
   *
   * @param data as the user named them
   * @throws FoveaException if something of that name exists, or it can't be made
   */
  public static SeedsFolder create(Path path, Recipe recipe, String data, List<Long> seeds) {
    RunFolder.requireFree(path);
    SeedsReport plan = SeedsReport.planned(data, recipe.toYaml(), seeds);
    Path target = path.toAbsolutePath().normalize();
    Path aside =
        target.resolveSibling("." + target.getFileName() + ".tmp" + ProcessHandle.current().pid());
    try {
      Files.createDirectories(aside);
      RunJson.write(aside.resolve(FILE), plan);
      Files.move(aside, path);
    } catch (IOException e) {
      throw FileFailure.unwritable(path, e);
    } finally {
      discard(aside);
    }
    return new SeedsFolder(path, true, plan);
  }

  private static void discard(Path folder) {
    try {
      Files.deleteIfExists(folder.resolve(FILE));
      Files.deleteIfExists(folder);
    } catch (IOException e) {
      // Somebody put something into it, or it can't be removed: it stays.
    }
  }

  /**
   * One that was made before.
   *
   * @throws FoveaException if it isn't one, or its file is broken
   */
  public static SeedsFolder open(Path path) {
    Path file = path.resolve(FILE);
    return new SeedsFolder(path, false, RunJson.read(file, SeedsReport.class));
  }

  public Path file() {
    return path.resolve(FILE);
  }

  public SeedsReport report() {
    return report;
  }

  /** The folder of a seed's run, whether it has begun or not. */
  public Path run(long seed) {
    return path.resolve("seed-" + seed);
  }

  /** The folders of the runs that have begun, in the order of the seeds. */
  public List<Path> runs() {
    return report.seeds().stream().map(this::run).filter(RunFolder::isRun).toList();
  }

  /** The recipe with a seed. */
  public Recipe recipe(long seed) {
    return Recipe.recorded(report.recipe(), file() + ", `recipe`").with("seed=" + seed);
  }

  /** Whether a seed's run has ended, be it that its training failed. */
  public boolean isOver(long seed) {
    return begun(seed).map(run -> run.isFinished() || run.failure().isPresent()).orElse(false);
  }

  private Optional<RunFolder> begun(long seed) {
    return RunFolder.isRun(run(seed)) ? Optional.of(RunFolder.open(run(seed))) : Optional.empty();
  }

  /** Takes up what came of the runs that have ended by now. */
  public void update() {
    List<SeedsReport.Run> ended = new ArrayList<>();
    List<SeedsReport.Failed> failed = new ArrayList<>();
    for (long seed : report.seeds()) {
      String name = "seed-" + seed;
      Optional<RunFolder> begun = begun(seed);
      begun
          .filter(RunFolder::isFinished)
          .ifPresent(run -> ended.add(new SeedsReport.Run(seed, name, run.result())));
      begun
          .flatMap(RunFolder::failure)
          .ifPresent(why -> failed.add(new SeedsReport.Failed(seed, name, why.problem())));
    }
    report = report.with(ended, failed);
    write();
  }

  /**
   * Removes what was left of runs that a killed process was about to begin.
   *
   * @throws FoveaException if something else is where a run would be, or it can't be removed
   */
  public void clearUnbegun() {
    report.seeds().forEach(seed -> UnbegunRun.clear(run(seed)));
  }

  /** Takes the folder away again if this object made it, and nothing has been put into it since. */
  public void discardUnused() {
    String[] inside = path.toFile().list();
    if (isNew && inside != null && inside.length == 1) {
      discard(path);
    }
  }

  private void write() {
    RunJson.write(file(), report);
  }
}
