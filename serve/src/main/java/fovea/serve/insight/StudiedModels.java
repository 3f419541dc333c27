package fovea.serve.insight;

import fovea.serve.model.ModelVersion;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/** The models that were looked into last; a copy of each is kept for the next question. */
final class StudiedModels implements AutoCloseable {
  private static final int KEPT = 2;

  private final Map<ModelVersion, StudiedModel> kept = new LinkedHashMap<>();

  /** A copy of a model, which stays open until others have been asked for. */
  synchronized StudiedModel of(ModelVersion version) {
    StudiedModel found = kept.remove(version);
    StudiedModel model = found == null ? StudiedModel.of(version) : found;
    kept.put(version, model); // as the last one
    Iterator<StudiedModel> oldest = kept.values().iterator();
    while (kept.size() > KEPT) {
      StudiedModel dropped = oldest.next();
      oldest.remove();
      dropped.close();
    }
    return model;
  }

  @Override
  public synchronized void close() {
    RuntimeException failure = null;
    for (StudiedModel model : kept.values()) {
      try {
        model.close();
      } catch (RuntimeException e) { // the others are to be closed all the same
        if (failure == null) {
          failure = e;
        } else {
          failure.addSuppressed(e);
        }
      }
    }
    kept.clear();
    if (failure != null) {
      throw failure;
    }
  }
}
