package fovea.serve.insight;

import fovea.image.Pixels;
import fovea.serve.http.Query;
import java.util.List;

/** Something to be found out about a model and a picture. */
interface Study {
  /** Names of the parameters that it knows. */
  List<String> parameters();

  /** Whether it ends early, by an exception, where its thread is interrupted. */
  default boolean heedsInterrupts() {
    return false;
  }

  /**
   * Finds it out.
   *
   * @param picture in the model's size
   * @return a record, whose parts become the reply's
   */
  Object of(StudiedModel model, Pixels picture, Query query);
}
