package fovea.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import fovea.FoveaException;
import fovea.data.HostileServer.Request;
import fovea.download.Archive;
import fovea.download.Checksum;
import fovea.download.DownloadListener;
import fovea.download.RetryPolicy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.assertj.core.api.AbstractThrowableAssert;

/** A server with a small CIFAR-10, an empty home to download it to, and what the listener heard. */
final class DownloadSite implements AutoCloseable {
  static final byte[] ARCHIVE = Tarballs.honestBytes();

  /** As messages give it. */
  static final String SIZE = String.format(Locale.ROOT, "%,d", ARCHIVE.length);

  /** So long that only a test of stalls meets it, whatever else the machine does. */
  private static final Duration PATIENT = Duration.ofSeconds(5);

  final HostileServer server;
  final Path home;
  final List<Long> received = new ArrayList<>();
  final List<String> retries = new ArrayList<>();

  private final Duration stall;

  DownloadSite(Path home, HostileServer.Answer answer) {
    this(home, PATIENT, answer);
  }

  /**
   * @param stall after which a connection counts as dead
   */
  DownloadSite(Path home, Duration stall, HostileServer.Answer answer) {
    this.home = home;
    this.stall = stall;
    this.server = new HostileServer(answer);
  }

  static DownloadSite honest(Path home) {
    return new DownloadSite(home, (request, out) -> HostileServer.serve(ARCHIVE, request, out));
  }

  Cifar10Download download() {
    return download(
        new DownloadListener() {
          @Override
          public void received(long bytes, long total) {
            assertThat(total).isEqualTo(ARCHIVE.length);
            received.add(bytes);
          }

          @Override
          public void retrying(String reason) {
            retries.add(reason);
          }
        });
  }

  Cifar10Download download(DownloadListener listener) {
    return download(listener, stall);
  }

  /**
   * @param stall instead of the site's
   */
  Cifar10Download download(DownloadListener listener, Duration stall) {
    return new Cifar10Download(
        home,
        new Archive(server.address(), ARCHIVE.length, new Checksum("MD5", Tarballs.md5(ARCHIVE))),
        new RetryPolicy(stall, 3, Duration.ofMillis(10)),
        listener);
  }

  /** What an earlier download left. */
  void withPart(byte[] bytes) throws IOException {
    Files.createDirectories(part().getParent());
    Files.write(part(), bytes);
  }

  /** What the user put there. */
  void withByHand(byte[] bytes) throws IOException {
    Files.createDirectories(byHand().getParent());
    Files.write(byHand(), bytes);
  }

  Path part() {
    return home.resolve("cifar10/cifar.tar.gz.part");
  }

  Path byHand() {
    return home.resolve("cifar10/cifar.tar.gz");
  }

  Path folder() {
    return home.resolve("cifar10/cifar-10-batches-bin");
  }

  /** The first byte of each request, -1 for the whole file. */
  List<Integer> asked() {
    return server.requests().stream().map(Request::from).toList();
  }

  AbstractThrowableAssert<?, ? extends Throwable> refused() {
    AbstractThrowableAssert<?, ? extends Throwable> refusal =
        assertThatThrownBy(() -> download().ensure()).isInstanceOf(FoveaException.class);
    assertThat(folder()).doesNotExist();
    return refusal;
  }

  void assertComplete() {
    for (int i = 1; i <= 5; i++) {
      assertThat(folder().resolve("data_batch_" + i + ".bin"))
          .hasBinaryContent(Cifar10Batches.batch(20, i));
    }
    assertThat(folder().resolve("test_batch.bin")).hasBinaryContent(Cifar10Batches.batch(10, 100));
    assertThat(Cifar10.read(folder()).classes()).startsWith("a", "b");
    assertThat(home.resolve("cifar10").toFile().list())
        .containsExactlyInAnyOrder(".lock", "cifar-10-batches-bin");
  }

  @Override
  public void close() throws IOException {
    server.close();
  }
}
