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
  @TempDir Path caches;

  @BeforeEach
  void threeCachesOfAHundredBytes() throws IOException {
    cache("a-1", 300);
    cache("b-1", 100);
    cache("c-1", 200);
  }

  @Test
  void theLeastRecentlyUsedGoFirst() throws IOException {
    make(300, 50, "d-");
    assertThat(left()).containsExactly("a-1", "c-1");
    make(300, 150, "d-");
    assertThat(left()).containsExactly("a-1");
  }

  @Test
  void nothingGoesWhileThereIsRoom() throws IOException {
    make(350, 50, "d-");
    assertThat(left()).containsExactly("a-1", "b-1", "c-1");
  }

  @Test
  void whatAFolderHadBeforeItChangedGoesWhateverRoomThereIs() throws IOException {
    make(1000, 50, "a-");
    assertThat(left()).containsExactly("b-1", "c-1");
  }

  @Test
  void whatIsInUseStaysAndTooLittleRoomIsSaid() throws IOException {
    CacheUse.begin(caches.resolve("b-1"));
    Files.setLastModifiedTime(caches.resolve("b-1.used"), FileTime.fromMillis(1));
    assertThatThrownBy(() -> make(300, 250, "d-"))
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
    assertThatThrownBy(() -> make(10, 250, "d-")).isInstanceOf(FoveaException.class);
    assertThat(left()).containsExactly("pip");
    assertThat(other.resolve("index")).exists();
  }

  @Test
  void moreThanTheDiskHoldsIsRefusedBeforeAnythingIsWritten() throws IOException {
    assertThatThrownBy(() -> make(Long.MAX_VALUE, 1L << 60, "d-"))
        .isInstanceOf(FoveaException.class)
        .hasMessageContaining("the decoded images of pets take 1152921504.6 GB");
  }

  @Test
  void whatOthersAreMakingCountsAsIfItWereMade() throws IOException {
    underWay(".e-1");
    make(500, 50, "d-");
    assertThat(left()).containsExactly(".e-1", "a-1", "b-1", "c-1");
    make(499, 50, "d-");
    assertThat(left()).containsExactly(".e-1", "a-1", "c-1");
    assertThatThrownBy(() -> make(199, 50, "d-"))
        .isInstanceOf(FoveaException.class)
        .hasMessageContaining("in use or under way");
    assertThat(left()).containsExactly(".e-1");
  }

  @Test
  void whatOneIsMakingOneselfDoesNotCountTwice() throws IOException {
    underWay(".d-1");
    make(450, 150, "d-");
    assertThat(left()).containsExactly(".d-1", "a-1", "b-1", "c-1");
  }

  @Test
  void oneThatMayNotBeWrittenStays() throws IOException {
    CachedFolder.giveAway(caches.resolve("b-1"));
    make(1000, 50, "b-");
    assertThat(left()).containsExactly("a-1", "b-1", "c-1");
  }

  /** Is to take 150 bytes, of which some are there. */
  private void underWay(String name) throws IOException {
    Path aside = Files.createDirectory(caches.resolve(name));
    Files.createFile(caches.resolve(name.substring(1) + ".used"));
    CacheRoom.plan(aside, 150);
    Files.write(aside.resolve("pixels"), new byte[100]);
  }

  private void make(long limit, long bytes, String older) {
    new CacheRoom(caches, OptionalLong.of(limit))
        .make(caches.resolve(".d-1"), bytes, older, Path.of("pets"));
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
