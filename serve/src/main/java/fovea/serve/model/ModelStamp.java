package fovea.serve.model;

import fovea.run.FeatureFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * By what a model shows that it was written or replaced: its file, and the known features that may
 * lie beside it and are opened with it.
 *
 * @param file empty where there is none
 * @param features empty where there are none
 */
record ModelStamp(Optional<FileStamp> file, Optional<FileStamp> features) {
  static ModelStamp of(Path file) {
    return new ModelStamp(FileStamp.of(file), FileStamp.of(FeatureFile.beside(file)));
  }

  /** Of the file that is opened of a run or a file. */
  static ModelStamp of(ModelSource source) {
    Path inside = source.path().resolve("model.safetensors");
    return of(Files.exists(inside) ? inside : source.path());
  }

  /** Whether something is there that wasn't; what is gone alone may be about to be replaced. */
  boolean isNewerThan(ModelStamp other) {
    return file.isPresent()
        && (!file.equals(other.file) || (features.isPresent() && !features.equals(other.features)));
  }
}
