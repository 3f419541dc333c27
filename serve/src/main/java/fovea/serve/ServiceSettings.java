package fovea.serve;

import fovea.serve.http.Door;
import fovea.serve.insight.TestData;
import fovea.serve.limits.Limits;
import fovea.similar.ImageIndex;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * How the service is run.
 *
 * @param door where it listens, and to whom
 * @param limits of what it takes
 * @param workers threads that compute predictions, each on one core
 * @param runs folders whose trainings may be watched
 * @param data on which models are judged, if there are any
 * @param indexes of pictures to show the nearest of, closed with the service
 * @param notices hears, in a sentence each, of what somebody should know, such as that a model was
 *     replaced
 */
public record ServiceSettings(
    Door door,
    Limits limits,
    int workers,
    List<Path> runs,
    Optional<TestData> data,
    List<ImageIndex> indexes,
    Consumer<String> notices) {
  public ServiceSettings {
    runs = List.copyOf(runs);
    indexes = List.copyOf(indexes);
    if (workers < 1) {
      throw new IllegalArgumentException("workers: " + workers + ", expected at least 1");
    }
  }
}
