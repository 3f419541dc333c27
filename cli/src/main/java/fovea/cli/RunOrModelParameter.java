package fovea.cli;

import fovea.run.TrainedModel;
import java.nio.file.Path;
import picocli.CommandLine.Parameters;

/** The trained model that a command is about. */
final class RunOrModelParameter {
  @Parameters(
      index = "0",
      paramLabel = "RUN|MODEL",
      description = "The folder of a run, or a model file.")
  private Path path = Path.of("");

  /** The folder of a run, or a model file. */
  Path path() {
    return path;
  }

  TrainedModel open() {
    return TrainedModel.open(path);
  }
}
