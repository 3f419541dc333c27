package fovea.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import fovea.FoveaException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CacheRoomTest {
  private static final Path DATA = Path.of("pets");

  @TempDir Path caches;

  @BeforeEach
  void threeCachesOfAHundredBytes() throws IOException {
    cache("a-1", 300);
    cache("b-1", 100);
    cache("c-1", 200);
  }

  @Test
  void theLeastRecentlyUsedGoFirst() throws IOException {
    room(300).make(50, "d-", DATA);
    assertThat(left()).containsExactly("a-1", "c-1");
    room(300).make(150, "d-", DATA);
    assertThat(left()).containsExactly("a-1");
  }

  @Test
  void nothingGoesWhileThereIsRoom() throws IOException {
    room(350).make(50, "d-", DATA);
    assertThat(left()).containsExactly("a-1", "b-1", "c-1");
  }

  @Test
  void whatAFolderHadBeforeItChangedGoesWhateverRoomThereIs() throws IOException {
    room(1000).make(50, "a-", DATA);
    assertThat(left()).containsExactly("b-1", "c-1");
  }

  @Test
  void whatIsInUseStaysAndTooLittleRoomIsSaid() throws IOException {
    CacheUse.begin(caches.resolve("b-1"));
    Files.setLastModifiedTime(caches.resolve("b-1.used"), FileTime.fromMillis(1));
    assertThatThrownBy(() -> room(300).make(250, "d-", DATA))
        .isInstanceOf(FoveaException.class)
        .hasMessageStartingWith(
            caches + ": the decoded images of pets take 0.0 GB, more than there is room for (")
        .hasMessageContaining("choose a folder on another disk by FOVEA_HOME");
    assertThat(left()).containsExactly("b-1");
  }

  @Test
  void foldersOfOthersStayWhateverRoomIsLacking() throws IOException {
    Path other = Files.createDirectories(caches.resolve("pip").resolve("wheels")).getParent();
    Files.write(other.resolve("index"), new byte[100]);
    assertThatThrownBy(() -> room(10).make(250, "d-", DATA)).isInstanceOf(FoveaException.class);
    assertThat(left()).containsExactly("pip");
    assertThat(other.resolve("index")).exists();
  }

  @Test
  void moreThanTheDiskHoldsIsRefusedBeforeAnythingIsWritten() throws IOException {
    assertThatThrownBy(() -> room(Long.MAX_VALUE).make(1L << 60, "d-", DATA))
        .isInstanceOf(FoveaException.class)
        .hasMessageContaining("the decoded images of pets take 1152921504.6 GB");
  }

  private CacheRoom room(long limit) {
    return new CacheRoom(caches, OptionalLong.of(limit));
  }

  private void cache(String name, long used) throws IOException {
    Path cache = Files.createDirectory(caches.resolve(name));
    Files.write(cache.resolve("pixels"), new byte[100]);
    Files.createFile(caches.resolve(name + ".used"));
    Files.setLastModifiedTime(caches.resolve(name + ".used"), FileTime.fromMillis(used));
  }

  private List<String> left() throws IOException {
    try (Stream<Path> all = Files.list(caches)) {
      return all.filter(Files::isDirectory)
          .map(cache -> cache.getFileName().toString())
          .sorted()
          .toList();
    }
  }
}
