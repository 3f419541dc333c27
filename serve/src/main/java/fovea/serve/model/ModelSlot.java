package fovea.serve.model;

import fovea.FoveaException;
import fovea.files.FileName;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A place that a model is served from: its file, and what was last read of it. */
final class ModelSlot {
  private final ModelSource source;
  private final int batch;
  private final boolean session;
  private volatile @Nullable ModelVersion current;
  private @Nullable FileStamp read;
  private @Nullable FileStamp seen;

  /**
   * @param session whether it is served until the service ends only, and may be removed
   */
  ModelSlot(ModelSource source, int batch, boolean session) {
    this.source = source;
    this.batch = batch;
    this.session = session;
  }

  boolean isOfSession() {
    return session;
  }

  ModelSource source() {
    return source;
  }

  /** What is served now; empty while it is being loaded for the first time. */
  Optional<ModelVersion> current() {
    return Optional.ofNullable(current);
  }

  /**
   * Loads it for the first time.
   *
   * @throws FoveaException if there is no model, or a broken one
   */
  synchronized void load() {
    // Of what the file may become while it is read, the next look will know.
    FileStamp before = stamp(source.path()).orElse(null);
    current = ModelVersion.open(source, batch);
    read = before;
    seen = before;
  }

  private static Optional<FileStamp> stamp(Path path) {
    Path file = path.resolve("model.safetensors");
    return FileStamp.of(file).or(() -> FileStamp.of(path));
  }

  /** What became of a look at the file. */
  enum Outcome {
    SAME,
    REPLACED,
    REFUSED
  }

  /**
   * Looks whether the file was replaced, and serves the new one if it is sound. A file that is
   * still changing is left for the next look.
   *
   * @param notices hears of what was done
   */
  synchronized Outcome look(Consumer<String> notices) {
    ModelVersion old = current;
    if (old == null) {
      return Outcome.SAME;
    }
    Optional<FileStamp> now = FileStamp.of(old.trained().file());
    if (now.isEmpty() || now.get().equals(read)) {
      return Outcome.SAME; // a file that is gone may be about to be replaced
    }
    if (!now.get().equals(seen)) {
      seen = now.get();
      return Outcome.SAME;
    }
    read = now.get();
    String file = FileName.ofPath(old.trained().file());
    ModelVersion opened;
    try {
      opened = ModelVersion.open(source, batch);
    } catch (FoveaException | OutOfMemoryError e) {
      notices.accept(
          "%s: was replaced, but can't be served, so %s goes on with %s (%s)"
              .formatted(file, source.name(), old.version(), e.getMessage()));
      return Outcome.REFUSED;
    }
    current = opened;
    old.release();
    notices.accept(
        "%s: was replaced; %s is served with %s now, before with %s"
            .formatted(file, source.name(), opened.version(), old.version()));
    return Outcome.REPLACED;
  }

  /** Ends it; leases keep it open for as long as they last. */
  synchronized void close() {
    ModelVersion last = current;
    current = null;
    if (last != null) {
      last.release();
    }
  }
}
