package fovea.cli;

import fovea.data.DataSet;
import fovea.run.TrainedModel;
import java.nio.file.Path;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Which model is judged, and on which data. */
final class JudgedModelOptions {
  @Mixin private RunOrModelParameter model = new RunOrModelParameter();

  @Option(
      names = "--data",
      paramLabel = "DATA",
      required = true,
      description = "cifar10, shapes, or a folder, as for `fovea train`.")
  private String data = "";

  TrainedModel open() {
    return model.open();
  }

  /** The folder of a run, or a model file. */
  Path model() {
    return model.path();
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
