package fovea.run;

import fovea.FoveaException;
import fovea.files.WebAddress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Finds the model file that RUN or MODEL names. */
final class ModelPath {
  private ModelPath() {}

  /**
   * The file itself, or that of a run's folder.
   *
   * @throws FoveaException if there is none
   */
  static Path of(Path runOrModel) {
    if (!Files.exists(runOrModel)) {
      throw new FoveaException(
          WebAddress.is(runOrModel.toString())
              ? WebAddress.refusal(runOrModel.toString(), "the model")
              : runOrModel
                  + ": no such file or folder, expected the folder of a run or a model file");
    }
    if (!Files.isDirectory(runOrModel)) {
      return runOrModel;
    }
    requireRun(runOrModel);
    RunFolder run = RunFolder.open(runOrModel);
    if (run.isFinished() && run.hasLostModel()) {
      throw new FoveaException(
          "%s: the run has ended, but its model.safetensors is missing; `fovea train --resume %s` writes it anew from the checkpoint"
              .formatted(runOrModel, runOrModel));
    }
    if (!Files.exists(run.modelFile())) {
      throw run.unfinished("so it has no model yet");
    }
    return run.modelFile();
  }

  private static void requireRun(Path folder) {
    if (RunFolder.isRun(folder)) {
      return;
    }
    for (Path inside : list(folder)) {
      if (RunFolder.isRun(inside) || inside.toString().endsWith(".safetensors")) {
        throw new FoveaException(
            "%s: a folder, but not a run's; name what is in it, such as %s"
                .formatted(folder, inside));
      }
    }
    RunFolder unused = RunFolder.open(folder); // says what it lacks
  }

  private static List<Path> list(Path folder) {
    try (Stream<Path> entries = Files.list(folder)) {
      return entries.sorted().toList();
    } catch (IOException e) {
      return List.of();
    }
  }
}
