package fovea.cli;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.stream.Stream;

/** The runs among the resources, trained on {@link UnevenImages} when recipes had no version. */
final class EarlierRuns {
  private EarlierRuns() {}

  /** A copy of a run, in a folder of its name. */
  static Path copy(String name, Path parent) throws IOException, URISyntaxException {
    Path from =
        Path.of(
            Objects.requireNonNull(EarlierRuns.class.getResource("/fovea/runs/version1/" + name))
                .toURI());
    Path to = parent.resolve(name);
    try (Stream<Path> paths = Files.walk(from)) {
      for (Path path : paths.toList()) {
        Files.copy(path, to.resolve(from.relativize(path).toString()));
      }
    }
    return to;
  }
}
