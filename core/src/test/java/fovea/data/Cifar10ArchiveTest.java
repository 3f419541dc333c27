package fovea.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import fovea.FoveaException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class Cifar10ArchiveTest {
  private static final byte[] EVIL = "evil".getBytes(StandardCharsets.UTF_8);

  @TempDir Path temporary;
  private Path folder;
  private Path archive;

  @BeforeEach
  void makeFolder() throws IOException {
    folder = Files.createDirectory(temporary.resolve("into"));
    archive = temporary.resolve("a.tar.gz");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "../evil.bin",
        "cifar-10-batches-bin/../../evil.bin",
        "/evil.bin",
        "..\\evil.bin",
        "C:/evil.bin",
        ".."
      })
  void anEntryThatLeadsOutOfTheFolderIsRefused(String name) throws Exception {
    Files.write(archive, Tarballs.honest().file(name, EVIL).bytes());
    refused()
        .hasMessage(
            archive + ": the entry `" + name + "` leads out of the folder; nothing was unpacked");
    assertOnlyKnownFiles();
  }

  @Test
  void linksAreRefused() throws Exception {
    for (byte kind : new byte[] {TarConstants.LF_SYMLINK, TarConstants.LF_LINK}) {
      Tarballs tarball =
          new Tarballs().link("cifar-10-batches-bin/data_batch_1.bin", "../../evil.bin", kind);
      Files.write(archive, tarball.bytes());
      refused()
          .hasMessageContaining(
              "`cifar-10-batches-bin/data_batch_1.bin` is a link or no plain file");
      assertThat(folder).isEmptyDirectory();
    }
  }

  @Test
  void anEntryThatClaimsToBeHugeIsRefusedBeforeItIsWritten() throws Exception {
    Files.write(archive, Tarballs.claiming("cifar-10-batches-bin/test_batch.bin", 1L << 40));
    refused()
        .hasMessageContaining("`cifar-10-batches-bin/test_batch.bin` has 1,099,511,627,776 bytes");
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void tooManyEntriesAreRefused() throws Exception {
    Tarballs tarball = new Tarballs();
    for (int i = 0; i < 200; i++) {
      tarball.file("cifar-10-batches-bin/more" + i, EVIL);
    }
    Files.write(archive, tarball.bytes());
    refused().hasMessageContaining("is one file too many");
  }

  @Test
  void filesOfOtherNamesAreLeftInTheArchive() throws Exception {
    Files.write(
        archive,
        Tarballs.honest()
            .file("cifar-10-batches-bin/evil.sh", EVIL)
            .file("data_batch_1.bin", EVIL)
            .file("cifar-10-batches-bin/deeper/data_batch_1.bin", EVIL)
            .bytes());
    Cifar10Archive.unpack(archive, folder);
    assertOnlyKnownFiles();
    assertThat(folder.resolve("data_batch_1.bin")).hasBinaryContent(Cifar10Batches.batch(20, 1));
  }

  @Test
  void anArchiveWithoutABatchIsRefusedByName() throws Exception {
    Files.write(
        archive, new Tarballs().file("cifar-10-batches-bin/data_batch_1.bin", EVIL).bytes());
    refused().hasMessage(archive + ": there is no data_batch_2.bin in it");
  }

  @Test
  void anArchiveCutAnywhereIsRefused() throws Exception {
    byte[] whole = Tarballs.honest().bytes();
    for (int length : new int[] {0, 5, 100, whole.length / 2, whole.length - 20}) {
      Files.write(archive, Arrays.copyOf(whole, length));
      assertThatThrownBy(() -> Cifar10Archive.unpack(archive, folder))
          .isInstanceOf(FoveaException.class)
          .hasMessageStartingWith(archive + ": ");
    }
  }

  private AbstractThrowableAssert<?, ? extends Throwable> refused() {
    return assertThatThrownBy(() -> Cifar10Archive.unpack(archive, folder))
        .isInstanceOf(FoveaException.class);
  }

  private void assertOnlyKnownFiles() throws IOException {
    try (Stream<Path> all = Files.walk(temporary)) {
      List<String> names =
          all.filter(Files::isRegularFile)
              .map(file -> temporary.relativize(file).toString())
              .toList();
      assertThat(names)
          .containsExactlyInAnyOrder(
              "a.tar.gz",
              "into/data_batch_1.bin",
              "into/data_batch_2.bin",
              "into/data_batch_3.bin",
              "into/data_batch_4.bin",
              "into/data_batch_5.bin",
              "into/test_batch.bin",
              "into/batches.meta.txt");
    }
  }
}
