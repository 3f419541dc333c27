package fovea.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ForkJoinTask;
import org.junit.jupiter.api.Test;

class ErrorsTest {
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private final Errors errors =
      new Errors(
          new Console(
              OutputStream.nullOutputStream(),
              new PrintStream(err, true, StandardCharsets.UTF_8),
              0,
              false),
          () -> false);

  /** It throws a new error of the same kind, with the first as its cause. */
  @Test
  void whichMemoryIsUsedUpIsToldAlsoWhereAParallelStreamUsedIt() {
    ForkJoinPool pool = new ForkJoinPool(1);
    ForkJoinTask<?> work =
        pool.submit(
            () -> {
              throw new OutOfMemoryError("Java heap space");
            });
    OutOfMemoryError error = catchThrowableOfType(OutOfMemoryError.class, work::join);
    pool.shutdown();
    assertThat(errors.outOf(error)).isEqualTo(1);
    assertThat(err.toString(StandardCharsets.UTF_8))
        .startsWith("fovea: Java's memory is used up (Java heap space); give it more, such as");
  }

  @Test
  void theFirstCauseThatSaysSomethingCounts() {
    OutOfMemoryError error = new OutOfMemoryError();
    Throwable unused = error.initCause(new OutOfMemoryError("Metaspace"));
    assertThat(errors.outOf(error)).isEqualTo(1);
    assertThat(err.toString(StandardCharsets.UTF_8)).contains("used up (Metaspace)");
  }
}
