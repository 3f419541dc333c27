package fovea.data;

import static org.assertj.core.api.Assertions.assertThat;

import fovea.tensor.Rng;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A cache is made by several processes at once, some of which are killed. */
@Timeout(60)
class CacheProcessesTest {
  @TempDir Path parent;

  /** Another process: reads the folder slowly, and says what it does. */
  public static void main(String[] folders) throws Exception {
    ImageCache cache =
        new ImageCache(Path.of(folders[1]), OptionalLong.of(1 << 30), OptionalLong.empty());
    ImageFolder.Progress slowly =
        (done, all) -> {
          System.out.println("done " + done);
          try {
            Thread.sleep(5);
          } catch (InterruptedException e) {
            throw new IllegalStateException(e);
          }
        };
    ImageFolder read =
        ImageFolder.read(
            Path.of(folders[0]),
            CachedFolder.SIZE,
            CachedFolder.SIZE,
            new PixelStorage(0, cache),
            slowly);
    System.out.println(read.data().fingerprint());
  }

  @Test
  void aProcessThatIsKilledLeavesNothingThatIsBelieved() throws Exception {
    CachedFolder folder = new CachedFolder(parent).with("cat", 20).with("dog", 20);
    String fingerprint = folder.inMemory().data().fingerprint();
    for (int kill = 0; kill < 3; kill++) {
      Process other = start(folder);
      int last = 1 + Rng.seeded(kill).nextInt(40);
      try (BufferedReader said = other.inputReader()) {
        while (!("done " + last).equals(said.readLine())) {
          assertThat(other.isAlive() || last == 40).isTrue();
        }
        other.destroyForcibly().waitFor();
      }
    }
    assertThat(folder.read().data().fingerprint()).isEqualTo(fingerprint);
    folder.read();
    assertThat(folder.decoded).hasValue(0);
  }

  @Test
  void twoProcessesThatReadAFolderAtOnceDecodeItOnce() throws Exception {
    CachedFolder folder = new CachedFolder(parent).with("cat", 20).with("dog", 20);
    List<Process> both = List.of(start(folder), start(folder));
    List<String> said = new ArrayList<>();
    for (Process process : both) {
      said.addAll(process.inputReader().lines().toList());
      assertThat(process.waitFor()).isZero();
    }
    assertThat(said).filteredOn(line -> line.startsWith("done")).hasSize(40);
    String fingerprint = folder.read().data().fingerprint();
    assertThat(folder.decoded).hasValue(0);
    assertThat(said).filteredOn(fingerprint::equals).hasSize(2);
  }

  @Test
  void aCacheOfAnotherUserIsRead() throws Exception {
    CachedFolder folder = new CachedFolder(parent).with("cat", 20).with("dog", 20);
    String fingerprint = folder.read().data().fingerprint();
    CachedFolder.giveAway(folder.cache());
    Process other = start(folder);
    assertThat(other.inputReader().lines()).containsExactly(fingerprint);
    assertThat(other.waitFor()).isZero();
  }

  private static Process start(CachedFolder folder) throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            System.getProperty("java.class.path"),
            CacheProcessesTest.class.getName(),
            folder.images.toString(),
            folder.caches.toString())
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
  }
}
