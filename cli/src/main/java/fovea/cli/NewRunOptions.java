package fovea.cli;

import fovea.run.RunFolder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where a new run goes, and what can be said of it besides its recipe. */
final class NewRunOptions {
  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "The new folder of the run (default: runs/DATA-RECIPE-TIME).")
  private @Nullable Path out;

  @Option(names = "--seed", paramLabel = "N", description = "Same as --set seed=N.")
  private @Nullable Long seed;

  @Option(
      names = "--threads",
      paramLabel = "N",
      description = "Same as --set threads=N; 0 is all cores.")
  private @Nullable Integer threads;

  boolean hasSeed() {
    return seed != null;
  }

  /** What is set, and what these options set. */
  List<String> with(List<String> settings) {
    List<String> all = new ArrayList<>(settings);
    if (seed != null) {
      all.add("seed=" + seed);
    }
    if (threads != null) {
      all.add("threads=" + threads);
    }
    return all;
  }

  /**
   * The run's folder.
   *
   * @param data as the user calls them
   * @param recipe its name or file
   * @throws fovea.FoveaException if something is there
   */
  Path folder(String data, String recipe) {
    Path folder =
        out == null ? Timestamp.after("runs/" + lastName(data) + "-" + lastName(recipe)) : out;
    RunFolder.requireFree(folder);
    return folder;
  }

  /** The last part of a path, without its ending. */
  static String lastName(String pathOrName) {
    Path last = Path.of(pathOrName).toAbsolutePath().normalize().getFileName();
    return last == null ? "data" : last.toString().replaceFirst("\\.ya?ml$", "");
  }
}
