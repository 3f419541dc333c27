package fovea.cli;

import fovea.run.ChangedModel;
import fovea.run.TrainedModel;
import java.io.PrintStream;
import java.nio.file.Path;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** A model, and the file of the one that is made of it. */
final class ChangedModelOptions {
  @Parameters(
      index = "0",
      paramLabel = "RUN|MODEL",
      description = "The folder of a run, or a model file, which stays as it is.")
  private Path model = Path.of("");

  @Option(
      names = "--out",
      paramLabel = "NEW.safetensors",
      required = true,
      description = "The new model's file.")
  private Path out = Path.of("");

  @Option(names = "--json", description = "Print JSON, for programs.")
  private boolean json;

  Path out() {
    return out;
  }

  /** Opens the model, once it is sure that the new one can be written. */
  TrainedModel open() {
    WritableFile.require(out, "the new model");
    ChangedModel.requireFree(out);
    return TrainedModel.open(model);
  }

  /** Where people's text goes. */
  PrintStream text(Console console) {
    return console.text(json);
  }

  void printJson(Console console, Object report) {
    if (json) {
      console.out().print(Json.of(report));
    }
  }
}
