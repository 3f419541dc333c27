package fovea.serve.insight;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import fovea.FoveaException;
import fovea.files.FileFailure;
import fovea.serve.TinyModels;
import fovea.serve.limits.Refusal;
import fovea.serve.model.ModelSource;
import fovea.serve.model.ModelVersion;
import fovea.serve.model.ServedModels;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is measured of several models at a time; it begins when the test lets it. */
class MeasuredTest {
  private static final int MOST = 8;

  @TempDir Path folder;
  private final List<Runnable> begun = new ArrayList<>();
  private final Measured<String> measured =
      new Measured<>((version, progress) -> version.name(), begun::add);
  private ServedModels models;

  @BeforeEach
  void serve() {
    List<ModelSource> sources =
        IntStream.rangeClosed(0, MOST)
            .mapToObj(i -> TinyModels.write(folder.resolve("m" + i + ".safetensors"), i))
            .map(ModelSource::of)
            .toList();
    models = new ServedModels(sources, 1, notice -> {}, (name, served) -> {});
    models.load();
  }

  @AfterEach
  void close() {
    begun.forEach(Runnable::run);
    models.close();
  }

  private Measured.State<String> asked(int model) {
    try (ModelVersion.Lease lease = models.lease("m" + model, null)) {
      return measured.of(lease);
    }
  }

  @Test
  void whatIsNotFoundYetIsBegunOnceHoweverManyAreAskedForInTurn() {
    for (int round = 0; round < 3; round++) {
      for (int model = 0; model < 6; model++) {
        assertThat(asked(model).found()).isEmpty();
      }
    }
    assertThat(begun).hasSize(6);
  }

  @Test
  void noMoreAreBegunThanMayBeUntilOneIsFound() {
    for (int model = 0; model < MOST; model++) {
      Measured.State<String> unused = asked(model);
    }
    assertThatThrownBy(() -> asked(MOST))
        .isInstanceOfSatisfying(
            Refusal.class, refusal -> assertThat(refusal.code()).isEqualTo("queue_full"));
    assertThat(asked(0).found()).isEmpty();
    begun.remove(0).run();
    assertThat(asked(0).found()).contains("m0");
    assertThat(asked(MOST).found()).isEmpty();
    assertThat(begun).hasSize(MOST);
  }

  private void fails(Measured<String> failing, String code) {
    try (ModelVersion.Lease lease = models.lease("m0", null)) {
      Measured.State<String> state = failing.of(lease);
      assertThatThrownBy(state::found)
          .satisfies(
              thrown ->
                  assertThat(Refusal.in(thrown)).get().extracting(Refusal::code).isEqualTo(code));
    }
  }

  @Test
  void thatAModelCanNotBeAskedSomethingIsFoundOutOnce() {
    AtomicInteger tries = new AtomicInteger();
    AtomicLong nanos = new AtomicLong();
    Measured<String> failing =
        new Measured<>(
            (version, progress) -> {
              tries.incrementAndGet();
              throw new FoveaException("no layer has a width");
            },
            Runnable::run,
            nanos::get);
    for (int i = 0; i < 5; i++) {
      fails(failing, "not_possible");
      nanos.addAndGet(Duration.ofDays(1).toNanos());
    }
    assertThat(tries).hasValue(1);
  }

  @Test
  void whatAFileFailedOfIsTriedAgainAfterAMinute() {
    AtomicInteger tries = new AtomicInteger();
    AtomicLong nanos = new AtomicLong();
    Measured<String> failing =
        new Measured<>(
            (version, progress) -> {
              tries.incrementAndGet();
              throw Refusal.notAvailable("the test pictures can't be read");
            },
            Runnable::run,
            nanos::get);
    fails(failing, "not_available");
    nanos.addAndGet(Duration.ofSeconds(59).toNanos());
    fails(failing, "not_available");
    assertThat(tries).hasValue(1);
    nanos.addAndGet(Duration.ofSeconds(1).toNanos());
    fails(failing, "not_available");
    assertThat(tries).hasValue(2);
  }

  private Measured.State<String> failed(FoveaException failure) {
    Measured<String> failing =
        new Measured<>(
            (version, progress) -> {
              throw failure;
            },
            Runnable::run);
    try (ModelVersion.Lease lease = models.lease("m0", null)) {
      return failing.of(lease);
    }
  }

  @Test
  void whatTheModelCanNotBeAskedIsRefusedAndAFullDiskIsAFault() {
    assertThatThrownBy(failed(new FoveaException("no layer has a width"))::found)
        .isInstanceOfSatisfying(
            Refusal.class,
            refusal -> {
              assertThat(refusal.code()).isEqualTo("not_possible");
              assertThat(refusal.sentence()).isEqualTo("no layer has a width");
            });
    FoveaException full =
        FileFailure.unwritable(folder, new IOException("No space left on device"));
    assertThatThrownBy(failed(full)::found).isSameAs(full);
  }
}
