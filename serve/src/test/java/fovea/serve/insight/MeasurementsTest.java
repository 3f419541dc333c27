package fovea.serve.insight;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import fovea.data.Split;
import fovea.files.FileFailure;
import fovea.run.TrainedModel;
import fovea.serve.TinyModels;
import fovea.serve.limits.Refusal;
import fovea.serve.model.ModelSource;
import fovea.serve.model.ModelVersion;
import fovea.serve.model.ServedModels;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.function.Supplier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What is measured in the background, when it can't be or nobody waits for it any more. */
class MeasurementsTest {
  @TempDir Path folder;
  private ServedModels models;

  @BeforeEach
  void serve() {
    models =
        new ServedModels(
            List.of(
                ModelSource.of(TinyModels.write(folder.resolve("a.safetensors"), 1)),
                ModelSource.of(TinyModels.write(folder.resolve("b.safetensors"), 2))),
            1,
            notice -> {},
            (name, served) -> {});
    models.load();
  }

  /** Test pictures that are had in some way. */
  private record Pictures(Supplier<Split.Test> images) implements TestData {
    @Override
    public String name() {
      return "pictures";
    }

    @Override
    public Split.Test images(TrainedModel trained) {
      return images.get();
    }
  }

  @Test
  @Timeout(60)
  void whatWaitsToBeMeasuredKeepsNoModelOpenWhenTheServiceEnds() throws Exception {
    CountDownLatch begun = new CountDownLatch(1);
    Pictures slow =
        new Pictures(
            () -> {
              begun.countDown();
              try {
                new CountDownLatch(1).await(); // until it is interrupted
              } catch (InterruptedException e) {
                throw new IllegalStateException(e);
              }
              throw new AssertionError("never");
            });
    List<Path> copies = new ArrayList<>();
    try (ServedModels served = models;
        Measurements measurements = new Measurements(Optional.of(slow))) {
      for (String name : List.of("a", "b")) {
        try (ModelVersion.Lease lease = served.lease(name, null)) {
          copies.add(lease.version().keptFile());
          assertThat(measurements.judgements().of(lease).found()).isEmpty();
        }
      }
      begun.await();
      assertThat(copies).allSatisfy(copy -> assertThat(copy).exists());
    }
    assertThat(copies).hasSize(2).allSatisfy(copy -> assertThat(copy).doesNotExist());
  }

  @Test
  @Timeout(60)
  void picturesThatCanNotBeReadAreSaidWithoutWhereTheyLie() throws Exception {
    Pictures unreadable =
        new Pictures(
            () -> {
              throw FileFailure.unreadable(
                  Path.of("/srv/private/pets"), new IOException("stale handle"));
            });
    try (ServedModels served = models;
        Measurements measurements = new Measurements(Optional.of(unreadable));
        ModelVersion.Lease lease = served.lease("a", null)) {
      assertThatThrownBy(
              () -> {
                while (measurements.judgements().of(lease).found().isEmpty()) {
                  Thread.sleep(5);
                }
              })
          .satisfies(
              thrown -> {
                Refusal refusal = Refusal.in(thrown).orElseThrow();
                assertThat(refusal.code()).isEqualTo("not_available");
                assertThat(refusal.sentence())
                    .isEqualTo(
                        "the test pictures can't be read: pets: can't be read (stale handle)");
              });
    }
  }
}
