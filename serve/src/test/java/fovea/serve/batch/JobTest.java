package fovea.serve.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import fovea.evaluate.Scores;
import fovea.image.ImageFile;
import fovea.image.Pixels;
import fovea.serve.TinyModels;
import fovea.serve.http.Uploads.Upload;
import fovea.serve.limits.Limits;
import fovea.serve.limits.Refusal;
import fovea.serve.metrics.ServiceMetrics;
import fovea.serve.model.Input;
import fovea.serve.model.ModelSource;
import fovea.serve.model.ModelVersion;
import fovea.serve.model.ServedModels;
import fovea.tensor.LiveTensors;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A model stays open as long as any of its images is computed, and no longer. */
class JobTest {
  private static final Pixels PICTURE = ImageFile.decode("picture", TinyModels.png(1));

  @TempDir Path folder;
  private ModelSource tiny;
  private long before;

  @BeforeEach
  void write() {
    tiny = ModelSource.of(TinyModels.write(folder.resolve("tiny.safetensors"), 1));
    before = LiveTensors.count();
  }

  private ServedModels served() {
    ServedModels models = new ServedModels(List.of(tiny), 2, notice -> {}, (name, served) -> {});
    models.load();
    return models;
  }

  @Test
  void anImageThatIsComputedKeepsTheModelOpenThoughItsJobFails() {
    ServedModels models = served();
    Job job = new Job(models.lease("tiny", null), 2, 10_000);
    ModelVersion.Lease use = Objects.requireNonNull(job.take(0));
    job.fail(Refusal.undecodable("the other image is damaged"));
    models.close(); // from here on nobody has the model but who computes
    assertThat(use.version().scores(List.of(new Input.Picture(PICTURE)))).hasSize(1);
    use.close();
    assertThat(LiveTensors.count()).isEqualTo(before);
  }

  @Test
  void anImageThatIsComputedKeepsTheModelOpenThoughItsJobIsLate() {
    ServedModels models = served();
    Job job = new Job(models.lease("tiny", null), 2, 0);
    ModelVersion.Lease use = Objects.requireNonNull(job.take(0));
    job.expire();
    models.close();
    assertThat(use.version().scores(List.of(new Input.Picture(PICTURE)))).hasSize(1);
    use.close();
    assertThat(LiveTensors.count()).isEqualTo(before);
  }

  /** Decoding of several images goes on at once, and while others of them are computed. */
  @Test
  void whereTheTimeWentIsNoMoreThanItTook() throws Exception {
    try (ServedModels models = served();
        ModelVersion.Lease lease = models.lease("tiny", null)) {
      List<Scores> scores = lease.version().scores(List.of(new Input.Picture(PICTURE)));
      long start = System.nanoTime();
      Job job = new Job(models.lease("tiny", null), 3, 10_000);
      for (int image = 0; image < 3; image++) {
        job.decoded(image, 1_000_000_000);
        ModelVersion.Lease use = Objects.requireNonNull(job.take(image));
        job.deliver(image, scores.get(0), 1);
        use.close();
      }
      Timing timing = job.answer().get().timing();
      assertThat(timing.queueMs()).isNotNegative();
      assertThat(timing.computeMs()).isNotNegative();
      assertThat(timing.queueMs() + timing.computeMs())
          .isLessThanOrEqualTo((System.nanoTime() - start) / 1e6 + 0.001);
    }
  }

  @Test
  void nothingIsTakenOfAJobThatIsOver() {
    try (ServedModels models = served()) {
      Job job = new Job(models.lease("tiny", null), 1, 10_000);
      job.fail(Refusal.undecodable("the image is damaged"));
      assertThat(job.take(0)).isNull();
    }
    assertThat(LiveTensors.count()).isEqualTo(before);
  }

  @Test
  void theImagesOfAJobThatIsOverMakeRoomAtOnce() {
    try (ServedModels models = served()) {
      ImageQueue queue = new ImageQueue(2);
      queue.admit(2);
      Job late = new Job(models.lease("tiny", null), 1, 0);
      Job job = new Job(models.lease("tiny", null), 1, 10_000);
      queue.put(new QueuedImage(late, 0, new Input.Picture(PICTURE)));
      queue.put(new QueuedImage(job, 0, new Input.Picture(PICTURE)));
      late.expire();
      queue.drop(late);
      assertThat(queue.size()).isEqualTo(1);
      queue.drop(late);
      assertThat(queue.size()).isEqualTo(1);
      job.fail(Refusal.undecodable("the image is damaged"));
    }
    assertThat(LiveTensors.count()).isEqualTo(before);
  }

  @Test
  void aModelIsClosedOnceAllThatWasAskedOfItIsComputedOrHasFailed() {
    byte[] good = TinyModels.png(1);
    byte[] damaged = Arrays.copyOf(good, good.length / 2);
    ServedModels models = served();
    try (Predictions predictions = new Predictions(Limits.USUAL, 2, new ServiceMetrics())) {
      for (int i = 0; i < 20; i++) {
        List<Upload> files =
            List.of(new Upload("a", good), new Upload("b", damaged), new Upload("c", good));
        CompletableFuture<Answer> answer =
            predictions.ofFiles(models.lease("tiny", null), files, 10_000);
        assertThatThrownBy(answer::join).hasRootCauseInstanceOf(Refusal.class);
      }
      CompletableFuture<Answer> answer =
          predictions.ofFiles(models.lease("tiny", null), List.of(new Upload("a", good)), 10_000);
      assertThat(answer.join().scores()).hasSize(1);
    }
    models.close();
    assertThat(LiveTensors.count()).isEqualTo(before);
  }
}
