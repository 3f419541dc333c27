package fovea.run;

import fovea.FoveaException;
import fovea.files.FileFailure;
import fovea.recipe.Recipe;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The folder of a recipe's runs with several seeds: a run's folder for each, {@code seed-1} say,
 * and {@code seeds.json}. Each run holds out its own validation images, as its seed shuffles them;
 * the test images are the same.
 */
public final class SeedsFolder {
  private static final String FILE = "seeds.json";

  private final Path path;
  private SeedsReport report;

  private SeedsFolder(Path path, SeedsReport report) {
    this.path = path;
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
   * Makes the folder.
   *
   * @param data as the user named them
   * @throws FoveaException if something of that name exists
   */
  public static SeedsFolder create(Path path, Recipe recipe, String data, List<Long> seeds) {
    RunFolder.requireFree(path);
    try {
      Files.createDirectories(path);
    } catch (IOException e) {
      throw FileFailure.unwritable(path, e);
    }
    SeedsFolder folder = new SeedsFolder(path, SeedsReport.planned(data, recipe.toYaml(), seeds));
    folder.write();
    return folder;
  }

  /**
   * One that was made before.
   *
   * @throws FoveaException if it isn't one, or its file is broken
   */
  public static SeedsFolder open(Path path) {
    Path file = path.resolve(FILE);
    return new SeedsFolder(path, RunJson.read(file, SeedsReport.class));
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

  /** Takes up what came of the runs that have ended by now. */
  public void update() {
    List<SeedsReport.Run> ended = new ArrayList<>();
    for (long seed : report.seeds()) {
      if (RunFolder.isRun(run(seed)) && RunFolder.open(run(seed)).isFinished()) {
        ended.add(new SeedsReport.Run(seed, "seed-" + seed, RunFolder.open(run(seed)).result()));
      }
    }
    report = report.with(ended);
    write();
  }

  /** Takes the folder away again if no run has begun in it. */
  public void discardUnused() {
    if (runs().isEmpty()) {
      try {
        Files.deleteIfExists(file());
        Files.deleteIfExists(path);
      } catch (IOException e) {
        // Somebody put something into it, or it can't be removed: it stays.
      }
    }
  }

  private void write() {
    RunJson.write(file(), report);
  }
}
