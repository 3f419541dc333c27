package fovea.serve.model;

import fovea.files.FileName;
import fovea.run.FeatureFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A model's file as it was when the model was opened: a version can be studied and handed out as
 * long as it is served, whatever becomes of its file. A copy is kept, with the features beside it.
 */
final class KeptFile implements AutoCloseable {
  private final Path file;
  private final Path copy;

  private final ModelStamp stamp;

  private KeptFile(Path file, ModelStamp stamp, Path copy) {
    this.file = file;
    this.stamp = stamp;
    this.copy = copy;
  }

  /** Copies a file; where nothing can be written aside, the file itself has to do. */
  static KeptFile of(Path file) {
    ModelStamp stamp = ModelStamp.of(file);
    try {
      Path folder = Files.createTempDirectory("fovea-serve");
      KeptFile kept = new KeptFile(file, stamp, folder.resolve(FileName.of(file)));
      try {
        Files.copy(file, kept.copy);
        Path features = FeatureFile.beside(file);
        if (Files.exists(features)) {
          Files.copy(features, FeatureFile.beside(kept.copy));
        }
        return kept;
      } catch (IOException e) {
        kept.close();
        throw e;
      }
    } catch (IOException e) {
      return new KeptFile(file, stamp, file);
    }
  }

  /** Whether the model's file was like that before and after it was copied. */
  boolean is(ModelStamp other) {
    return stamp.equals(other) && ModelStamp.of(file).equals(other);
  }

  /** What nobody writes to, unless nothing could be written aside. */
  Path copy() {
    return copy;
  }

  /** The file itself while all of it is as it was, else the copy. */
  Path path() {
    return ModelStamp.of(file).equals(stamp) ? file : copy;
  }

  @Override
  public void close() {
    if (copy.equals(file)) {
      return;
    }
    try {
      Files.deleteIfExists(FeatureFile.beside(copy));
      Files.deleteIfExists(copy);
      Files.deleteIfExists(copy.getParent());
    } catch (IOException e) {
      // The system clears such folders away.
    }
  }
}
