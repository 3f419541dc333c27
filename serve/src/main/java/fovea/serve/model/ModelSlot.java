package fovea.serve.model;

import fovea.FoveaException;
import fovea.files.FileName;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A place that a model is served from: its file, and what was last read of it. */
final class ModelSlot {
  private final ModelSource source;
  private final int batch;
  private final boolean session;
  private volatile @Nullable ModelVersion current;
  private @Nullable ModelStamp read;
  private @Nullable ModelStamp seen;

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
    ModelStamp before = ModelStamp.of(source);
    current = ModelVersion.open(source, batch);
    read = before;
    seen = before;
  }

  /** What became of a look at the file. */
  enum Outcome {
    SAME,
    REPLACED,
    REFUSED
  }

  /**
   * Looks whether the file, or the features beside it, were replaced, and serves the new ones if
   * they are sound. What is still changing is left for the next look.
   *
   * @param notices hears of what was done
   */
  synchronized Outcome look(Consumer<String> notices) {
    ModelVersion old = current;
    if (old == null) {
      return Outcome.SAME;
    }
    ModelStamp now = ModelStamp.of(old.trained().file());
    if (read != null && !now.isNewerThan(read)) {
      return Outcome.SAME;
    }
    if (!now.equals(seen)) {
      seen = now;
      return Outcome.SAME;
    }
    read = now;
    String file = FileName.ofPath(old.trained().file());
    ModelVersion opened;
    try {
      opened = ModelVersion.open(source, batch);
    } catch (RuntimeException | OutOfMemoryError e) { // whatever it is, the old one goes on
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
