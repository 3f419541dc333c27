package fovea.serve.insight;

import fovea.serve.model.ModelSource;
import fovea.serve.model.ModelVersion;
import fovea.serve.model.ServedModels;
import fovea.serve.model.TemporaryFolder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Objects;
import java.util.function.Consumer;

/**
 * Models that are made while the service runs. Each lies in a folder of its own, which goes when
 * the model does.
 *
 * @param folder in which those are
 */
record SessionModels(ServedModels models, TemporaryFolder folder) {
  private static final String FILE = "model.safetensors"; // names may be too long for a file's

  /**
   * Serves one more.
   *
   * @param name which may be changed, so that no other model has it
   * @param write is given the file to write it to, and may write others beside it
   * @return a use of it
   * @throws fovea.serve.limits.Refusal if there are as many already as may be
   * @throws fovea.FoveaException if it can't be served; then nothing of it is left
   */
  ModelVersion.Lease add(String name, Consumer<Path> write) {
    Path own = fresh();
    try {
      Path file = own.resolve(FILE);
      write.accept(file);
      return models.addForSession(new ModelSource(name, file));
    } catch (RuntimeException | Error e) {
      try {
        TemporaryFolder.remove(own);
      } catch (UncheckedIOException alsoFailed) {
        e.addSuppressed(alsoFailed);
      }
      throw e;
    }
  }

  private Path fresh() {
    try {
      return folder.fresh();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Serves one no longer.
   *
   * @throws fovea.serve.limits.Refusal if there is no such model, or it was there from the start
   */
  void remove(String name) {
    for (Path file : models.removeFromSession(name)) {
      TemporaryFolder.remove(Objects.requireNonNull(file.getParent()));
    }
  }
}
