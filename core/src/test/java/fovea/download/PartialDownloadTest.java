package fovea.download;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import fovea.FoveaException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PartialDownloadTest {
  @TempDir Path folder;

  @Test
  void aFullDiskIsNamed() {
    Path full = Path.of("/dev/full");
    assumeTrue(Files.isWritable(full), "this system has no /dev/full");
    try (PartialDownload.Appender file = new PartialDownload(full).appending(0)) {
      assertThatThrownBy(() -> file.write(ByteBuffer.allocate(10)))
          .isInstanceOf(FoveaException.class)
          .hasMessage(
              "/dev/full: the disk is full (No space left on device). Make room or choose a folder on another disk.");
    }
  }

  @Test
  void whatFollowsTheKeptBytesIsForgotten() throws Exception {
    PartialDownload file = new PartialDownload(folder.resolve("a.part"));
    assertThat(file.size()).isZero();
    append(file, 0, "abcdef");
    append(file, 2, "X");
    assertThat(file.path()).hasContent("abX");
    assertThat(file.size()).isEqualTo(3);
    file.delete();
    assertThat(file.path()).doesNotExist();
  }

  @Test
  void md5IsThatOfTheStandard() {
    PartialDownload file = new PartialDownload(folder.resolve("a.part"));
    append(file, 0, "message digest");
    Checksum begun = new Checksum("MD5", "f96b");
    assertThat(begun.of(file.path()))
        .isEqualTo("f96b697d7cb7938d525a2f31aaf161d0"); // RFC 1321, A.5
    assertThat(begun.isOf(file.path())).isTrue();
    assertThat(new Checksum("MD5", "f96c").isOf(file.path())).isFalse();
  }

  private static void append(PartialDownload file, long kept, String text) {
    try (PartialDownload.Appender to = file.appending(kept)) {
      to.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII)));
    }
  }
}
