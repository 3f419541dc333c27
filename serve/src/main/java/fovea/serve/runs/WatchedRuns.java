package fovea.serve.runs;

import fovea.FoveaException;
import fovea.files.FileName;
import fovea.run.RunFolder;
import fovea.serve.limits.Refusal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The runs in some folders, by the names of their own.
 *
 * @param folders that runs lie in
 */
public record WatchedRuns(List<Path> folders) {
  private static final int MOST = 200;
  private static final String NOWHERE = "no folder, name one by --runs";

  public WatchedRuns {
    folders = folders.stream().map(Path::toAbsolutePath).map(Path::normalize).distinct().toList();
  }

  /** What is known of each, the last changed first. */
  List<RunState> all() {
    List<RunState> states = new ArrayList<>();
    for (Path folder : folders) {
      for (Path run : in(folder)) {
        try {
          states.add(RunState.of(run));
        } catch (FoveaException e) {
          // one that is broken, or just being made
        }
      }
    }
    states.sort(Comparator.comparing(RunState::modified).reversed());
    return states.subList(0, Math.min(MOST, states.size()));
  }

  private static List<Path> in(Path folder) {
    try (Stream<Path> entries = Files.list(folder)) {
      return entries.filter(RunFolder::isRun).sorted().toList();
    } catch (IOException e) {
      return List.of();
    }
  }

  /** Without where they lie, which is nobody's business. */
  private String names() {
    return folders.stream().map(FileName::of).collect(Collectors.joining(", "));
  }

  /**
   * The folder of a run.
   *
   * @throws Refusal if there is none of that name
   */
  Path named(String name) {
    return folders.stream()
        .flatMap(folder -> in(folder).stream())
        .filter(run -> RunState.name(run).equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                Refusal.unknownRun(
                    "there is no run `%s`; the runs that are shown lie in %s"
                        .formatted(name, folders.isEmpty() ? NOWHERE : names())));
  }
}
