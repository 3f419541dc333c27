package fovea.cli;

import fovea.FoveaException;
import fovea.files.FileKind;
import fovea.files.GivenPath;
import fovea.run.RunFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Notices a folder of images before the model; of an image before it, its kind says so. */
final class ModelFirst {
  private ModelFirst() {}

  /**
   * @param command that takes a model and then images
   * @throws FoveaException if they are the other way round
   */
  static void require(String command, Path model, List<String> images) {
    if (!Files.isDirectory(model) || RunFolder.isRun(model)) {
      return;
    }
    for (String image : images) {
      if (isModel(image)) {
        throw new FoveaException(
            "%s: not the folder of a run; the model comes first: `fovea %s %s %s`"
                .formatted(model, command, image, model));
      }
    }
  }

  private static boolean isModel(String argument) {
    try {
      Path path = GivenPath.of(argument);
      return RunFolder.isRun(path)
          || (Files.isRegularFile(path) && FileKind.of(path) == FileKind.SAFETENSORS);
    } catch (FoveaException | IOException e) {
      return false; // it will be said of it as an image
    }
  }
}
