package fovea.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import fovea.FoveaException;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(20)
class FolderLockTest {
  @TempDir Path folder;

  /** Another process: takes the lock, says so, and keeps it until it is killed. */
  public static void main(String[] folder) throws Exception {
    try (FolderLock held = FolderLock.of(Path.of(folder[0]), () -> {})) {
      System.out.println("held");
      Thread.sleep(15_000);
    }
  }

  @Test
  void anotherProcessIsWaitedForUntilItDies() throws Exception {
    Process other =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                FolderLockTest.class.getName(),
                folder.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try {
      assertThat(other.inputReader().readLine()).isEqualTo("held");
      AtomicInteger waited = new AtomicInteger();
      FolderLock.of(
              folder,
              () -> {
                if (waited.incrementAndGet() == 3) {
                  other.destroyForcibly();
                }
              })
          .close();
      assertThat(waited.get()).isGreaterThanOrEqualTo(3);
    } finally {
      other.destroyForcibly();
    }
  }

  @Test
  void anInterruptedThreadStopsWaiting() {
    try (FolderLock held = FolderLock.of(folder, () -> {})) {
      assertThatThrownBy(() -> FolderLock.of(folder, () -> Thread.currentThread().interrupt()))
          .isInstanceOf(FoveaException.class)
          .hasMessage(folder + ": interrupted while another process was at work there");
      assertThat(Thread.interrupted()).isTrue();
    }
    FolderLock.of(folder, () -> {}).close();
  }
}
