package fovea.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Which of a cache's files this process holds open. */
@EnabledOnOs(OS.LINUX)
class CacheFilesTest {
  @TempDir Path parent;
  private CachedFolder folder;

  @BeforeEach
  void folder() throws IOException {
    folder = new CachedFolder(parent).with("cat", 5).with("dog", 5);
  }

  /** The names of those that are open, be they deleted meanwhile. */
  private List<String> open() throws IOException {
    try (Stream<Path> descriptors = Files.list(Path.of("/proc/self/fd"))) {
      return descriptors
          .map(CacheFilesTest::target)
          .filter(target -> target.startsWith(parent.toString()))
          .map(target -> target.replaceFirst(" \\(deleted\\)$", ""))
          .map(target -> target.substring(target.lastIndexOf('/') + 1))
          .filter(name -> !name.endsWith(".used"))
          .sorted()
          .toList();
    }
  }

  private static String target(Path descriptor) {
    try {
      return Files.readSymbolicLink(descriptor).toString();
    } catch (IOException e) {
      return ""; // that of the listing itself
    }
  }

  @Test
  void onlyTheTwoFilesOfAWholeOneAreHeldOpen() throws IOException {
    ImageFolder first = folder.read();
    Path index = folder.cache().resolve("index");
    byte[] bytes = Files.readAllBytes(index);
    bytes[bytes.length / 2] ^= 1;
    Files.write(index, bytes);
    ImageFolder second = folder.read();
    assertThat(folder.notes.get(0)).endsWith("is damaged and made anew");
    assertThat(open()).containsExactly("index", "index", "pixels", "pixels");
    assertThat(first.unreadable()).isEqualTo(second.unreadable());
  }

  @Test
  void oneMayBeUsedByTwoPathsAtOnce() throws IOException {
    Path caches = Files.createDirectory(parent.resolve("caches"));
    Path link = Files.createSymbolicLink(parent.resolve("link"), caches);
    CacheUse.begin(caches.resolve("a"));
    CacheUse.begin(link.resolve("a"));
    AtomicBoolean done = new AtomicBoolean();
    for (Path path : List.of(caches, link)) {
      assertThat(CacheUse.ifUnused(path.resolve("a"), () -> done.set(true))).isFalse();
    }
    assertThat(done).isFalse();
  }
}
