package fovea.serve.insight;

import fovea.FoveaException;
import fovea.data.ImageSet;
import fovea.data.Split;
import fovea.files.FileFailure;
import fovea.files.FileName;
import fovea.run.TrainedModel;
import fovea.serve.limits.Refusal;
import fovea.serve.model.ModelVersion;
import fovea.variation.InputVariation;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is found out about models by test pictures, one thing after the other, in the background.
 */
final class Measurements implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Measurements.class);
  private static final int KEPT = 2;

  private final Optional<TestData> data;
  private final ExecutorService thread =
      Executors.newSingleThreadExecutor(
          task -> {
            Thread made = new Thread(task, "measurements");
            made.setDaemon(true);
            return made;
          });

  /** The other cores are for those who ask. */
  private final int threads = Math.max(1, Runtime.getRuntime().availableProcessors() / 2);

  /** Of the models that were asked about last; the background's alone. */
  private final Map<ModelVersion, Split.Test> images = new LinkedHashMap<>();

  private final Measured<ImageSet> pictures =
      new Measured<>((version, progress) -> images(version).images(), thread);

  private final Measured<Judgement> judgements =
      new Measured<>(
          (version, progress) -> {
            try (StudiedModel model = StudiedModel.of(version, threads)) {
              return Judgement.of(model, images(version).images(), progress);
            }
          },
          thread);

  private final Measured<InputVariation> curves =
      new Measured<>(
          (version, progress) -> {
            try (StudiedModel model = StudiedModel.of(version, threads)) {
              return Curves.of(model, images(version), threads, progress);
            }
          },
          thread);

  Measurements(Optional<TestData> data) {
    this.data = data;
  }

  private Split.Test images(ModelVersion version) {
    Split.Test found = images.get(version);
    if (found == null) {
      found = images(version.trained());
      images.put(version, found);
      Iterator<Split.Test> oldest = images.values().iterator();
      while (images.size() > KEPT) {
        Split.Test unused = oldest.next();
        oldest.remove();
      }
    }
    return found;
  }

  /** What of the data can't be read is no fault of the service's, and may be mended meanwhile. */
  private Split.Test images(TrainedModel trained) {
    try {
      return data().images(trained);
    } catch (FoveaException e) {
      if (!FileFailure.isBehind(e)) {
        throw e;
      }
      LOG.warn("the test pictures can't be read: {}", e.getMessage());
      throw Refusal.notAvailable(
          "the test pictures can't be read: "
              + FileName.withoutFolders(String.valueOf(e.getMessage())));
    }
  }

  /**
   * The data that models are judged on.
   *
   * @throws Refusal if there are none
   */
  TestData data() {
    return data.orElseThrow(
        () ->
            Refusal.notAvailable(
                "the service has no test pictures; start it with --data to have some"));
  }

  Measured<ImageSet> pictures() {
    return pictures;
  }

  Measured<Judgement> judgements() {
    return judgements;
  }

  Measured<InputVariation> curves() {
    return curves;
  }

  @Override
  public void close() {
    for (Runnable waiting : thread.shutdownNow()) {
      if (waiting instanceof Measured.Begun<?> begun) {
        begun.close();
      }
    }
    try {
      boolean unused = thread.awaitTermination(10, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
