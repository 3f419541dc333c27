package fovea.serve.model;

import fovea.files.FileName;
import fovea.run.FeatureFile;
import java.io.IOException;
import java.io.UncheckedIOException;
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
  private final TemporaryFolder folder;

  private KeptFile(Path file, ModelStamp stamp, Path copy, TemporaryFolder folder) {
    this.file = file;
    this.stamp = stamp;
    this.copy = copy;
    this.folder = folder;
  }

  /** Copies a file; where nothing can be written aside, the file itself has to do. */
  static KeptFile of(Path file) {
    ModelStamp stamp = ModelStamp.of(file);
    TemporaryFolder folder = new TemporaryFolder();
    KeptFile itself = new KeptFile(file, stamp, file, folder);
    try {
      Path copy = folder.path().resolve(FileName.of(file));
      Files.copy(file, copy);
      Path features = FeatureFile.beside(file);
      if (Files.exists(features)) {
        Files.copy(features, FeatureFile.beside(copy));
      }
      return new KeptFile(file, stamp, copy, folder);
    } catch (IOException e) {
      itself.close();
      return itself;
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
    try {
      folder.close();
    } catch (UncheckedIOException e) {
      // The system clears such folders away.
    }
  }
}
