package fovea.cli;

import fovea.data.DataSet;
import fovea.run.TrainedModel;
import java.nio.file.Path;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Which model is judged, and on which data. */
final class JudgedModelOptions {
  @Parameters(
      index = "0",
      paramLabel = "RUN|MODEL",
      description = "The folder of a run, or a model file.")
  private Path model = Path.of("");

  @Option(
      names = "--data",
      paramLabel = "DATA",
      required = true,
      description = "cifar10, shapes, or a folder, as for `fovea train`.")
  private String data = "";

  TrainedModel open() {
    return TrainedModel.open(model);
  }

  /** The folder of a run, or a model file. */
  Path model() {
    return model;
  }

  /** The data as the user calls them. */
  String data() {
    return data;
  }

  /** The data in the size that the model takes. */
  DataSet read(Console console, TrainedModel trained) {
    return DataArgument.openToJudge(console, data, trained);
  }

  /** The images to judge on; what someone should know of them is said. */
  Judged choose(Console console, TrainedModel trained, DataSet found, SplitName split) {
    Judged judged = Judged.of(trained, found, data, split);
    judged.notes().forEach(console::warn);
    return judged;
  }
}
