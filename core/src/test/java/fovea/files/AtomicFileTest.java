package fovea.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import fovea.FoveaException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class AtomicFileTest {
  @TempDir Path folder;

  @Test
  void theNewFileReplacesTheOldOneAndLeavesNothingBeside() {
    Path file = folder.resolve("a.txt");
    AtomicFile.write(file, "one");
    AtomicFile.write(file, "zwölf");
    assertThat(file).hasContent("zwölf");
    assertThat(folder).isDirectoryContaining(path -> path.equals(file));
    assertThat(folder.toFile().list()).hasSize(1);
  }

  @Test
  void aFailureHalfWayLeavesTheOldFile() {
    Path file = folder.resolve("a.txt");
    AtomicFile.write(file, "old");
    assertThatThrownBy(
            () ->
                AtomicFile.write(
                    file,
                    out -> {
                      out.write("half of the n".getBytes(StandardCharsets.UTF_8));
                      out.flush();
                      throw new IOException("No space left on device");
                    }))
        .isInstanceOf(FoveaException.class)
        .hasMessageStartingWith(file + ": the disk is full (No space left on device")
        .hasMessageEndingWith("). Make room or choose a folder on another disk.");
    assertThat(file).hasContent("old");
    assertThat(folder.toFile().list()).hasSize(1);
  }

  @Test
  void aMissingFolderIsRefusedByName() {
    Path file = folder.resolve("none").resolve("a.txt");
    assertThatThrownBy(() -> AtomicFile.write(file, "text"))
        .isInstanceOf(FoveaException.class)
        .hasMessage(file + ": can't be written, its folder doesn't exist");
    assertThat(Files.exists(file)).isFalse();
  }

  @Test
  void aLinkStaysAndItsFileIsReplaced() throws IOException {
    Path file = Files.createDirectory(folder.resolve("elsewhere")).resolve("a.txt");
    Files.writeString(file, "old");
    Path link = Files.createSymbolicLink(folder.resolve("link"), file);
    AtomicFile.write(link, "new");
    assertThat(link).isSymbolicLink();
    assertThat(file).hasContent("new");
  }

  @Test
  void aLinkToAFileThatIsNotThereYetStaysToo() throws IOException {
    Path file = Files.createDirectory(folder.resolve("elsewhere")).resolve("a.txt");
    Path link = Files.createSymbolicLink(folder.resolve("link"), Path.of("elsewhere/a.txt"));
    Path second = Files.createSymbolicLink(folder.resolve("second"), Path.of("link"));
    AtomicFile.write(second, "new");
    assertThat(link).isSymbolicLink();
    assertThat(second).isSymbolicLink();
    assertThat(file).hasContent("new");
    Path circle = Files.createSymbolicLink(folder.resolve("circle"), Path.of("circle"));
    assertThatThrownBy(() -> AtomicFile.write(circle, "new"))
        .isInstanceOf(FoveaException.class)
        .hasMessageStartingWith(circle + ": can't be written");
  }

  @Test
  @EnabledOnOs({OS.LINUX, OS.MAC})
  void aFileKeepsItsPermissions() throws IOException {
    Path file = Files.writeString(folder.resolve("secret.txt"), "old");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    AtomicFile.write(file, "new");
    assertThat(file).hasContent("new");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
  }

  @Test
  @EnabledOnOs({OS.LINUX, OS.MAC})
  void aPipeIsWrittenToRatherThanReplaced() throws Exception {
    Path pipe = folder.resolve("pipe");
    assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor()).isZero();
    CompletableFuture<String> reader =
        CompletableFuture.supplyAsync(
            () -> {
              try {
                return Files.readString(pipe);
              } catch (IOException e) {
                throw new UncheckedIOException(e);
              }
            });
    AtomicFile.write(pipe, "through");
    assertThat(Files.readAttributes(pipe, BasicFileAttributes.class).isOther()).isTrue();
    assertThat(reader.get(10, TimeUnit.SECONDS)).isEqualTo("through");
  }

  /** What `--json /dev/stdout` is in a pipeline: a link to what no path names. */
  @Test
  @EnabledOnOs(OS.LINUX)
  void thePipeBehindAProcessesStandardOutputIsWrittenTo() throws Exception {
    Path out = folder.resolve("out");
    Process cat = new ProcessBuilder("sh", "-c", "cat > " + out).redirectErrorStream(true).start();
    try (Stream<Path> descriptors = Files.list(Path.of("/proc/self/fd"))) {
      Path pipe =
          descriptors
              .filter(AtomicFile::isDevice)
              .filter(descriptor -> leadsTo(descriptor, cat.pid()))
              .findFirst()
              .orElseThrow();
      AtomicFile.write(pipe, "through");
    }
    cat.getOutputStream().close();
    assertThat(cat.waitFor()).isZero();
    assertThat(out).hasContent("through");
  }

  /** Whether it is the other end of a process's standard input. */
  private static boolean leadsTo(Path descriptor, long pid) {
    try {
      return Files.readSymbolicLink(descriptor)
          .equals(Files.readSymbolicLink(Path.of("/proc/" + pid + "/fd/0")));
    } catch (IOException e) {
      return false;
    }
  }

  @Test
  void twoThreadsThatWriteOneFileWriteItWholeOneAfterTheOther() {
    Path file = folder.resolve("a.txt");
    AtomicFile.write(
        file,
        out -> {
          out.write("the first ".getBytes(StandardCharsets.UTF_8));
          out.flush();
          CompletableFuture.runAsync(() -> AtomicFile.write(file, "another")).join();
          assertThat(file).hasContent("another");
          out.write("is whole".getBytes(StandardCharsets.UTF_8));
        });
    assertThat(file).hasContent("the first is whole");
    assertThat(folder.toFile().list()).containsExactly("a.txt");
  }

  @Test
  void leftoversOfKilledProcessesAreClearedAndNothingElse() throws IOException {
    long own = ProcessHandle.current().pid();
    long living = ProcessHandle.current().parent().orElseThrow().pid();
    for (String leftover :
        List.of(".a.txt.tmp999999999", ".a.txt.tmp999999999-0badcafe", ".b.tmp" + own + "-1")) {
      Files.writeString(folder.resolve(leftover), "half");
    }
    Path beingWritten = Files.writeString(folder.resolve(".b.tmp" + living + "-00000001"), "half");
    Path notes = Files.writeString(folder.resolve(".notes.tmpl"), "somebody's own");
    Path file = folder.resolve("a.txt");
    AtomicFile.write(
        file,
        out -> {
          AtomicFile.clearLeftovers(folder);
          out.write("whole".getBytes(StandardCharsets.UTF_8));
        });
    assertThat(file).hasContent("whole");
    assertThat(folder.toFile().listFiles())
        .containsExactlyInAnyOrder(file.toFile(), beingWritten.toFile(), notes.toFile());
  }
}
