package fovea.pretrained;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import fovea.FoveaException;
import fovea.download.DownloadListener;
import fovea.download.RetryPolicy;
import fovea.files.FolderLock;
import fovea.files.Sha256;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Official weights from a server of our own, whose size nobody knows before. */
@Timeout(60)
class WeightsDownloadTest {
  private static final String ADDRESS = "fovea.weights.url";

  @TempDir Path home;
  private final byte[] bytes = new byte[100_000];
  private final List<String> asked = new ArrayList<>();
  private final List<Long> received = new ArrayList<>();
  private OfficialWeights weights;
  private HttpServer server;
  private byte[] served;
  private int sent = Integer.MAX_VALUE;
  private boolean sizeSaid = true;

  @BeforeEach
  void serve() throws IOException {
    new SplittableRandom(1).nextBytes(bytes);
    served = bytes;
    String sha = HexFormat.of().formatHex(Sha256.fresh().digest(bytes));
    weights = new OfficialWeights("tiny", "tiny-" + sha.substring(0, 8) + ".pth");
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/models/", this::answer);
    server.start();
    System.setProperty(
        ADDRESS, "http://localhost:%d/models".formatted(server.getAddress().getPort()));
  }

  @AfterEach
  void stop() {
    server.stop(0);
    System.clearProperty(ADDRESS);
  }

  private void answer(HttpExchange exchange) throws IOException {
    String range = exchange.getRequestHeaders().getFirst("Range");
    asked.add(exchange.getRequestMethod() + (range == null ? "" : " " + range));
    int from = range == null ? 0 : Integer.parseInt(range.replaceAll("\\D", ""));
    if (!exchange.getRequestURI().getPath().equals("/models/" + weights.file())) {
      exchange.sendResponseHeaders(404, -1);
    } else if (!exchange.getRequestMethod().equals("GET")) {
      exchange.sendResponseHeaders(405, -1);
    } else if (from >= served.length) {
      exchange.sendResponseHeaders(range == null ? 200 : 416, -1);
    } else {
      exchange
          .getResponseHeaders()
          .set("Content-Range", "bytes %d-%d/%d".formatted(from, served.length - 1, served.length));
      exchange.sendResponseHeaders(
          range == null ? 200 : 206, sizeSaid ? served.length - from : 0); // 0 is chunk by chunk
      int end = from + Math.min(served.length - from, sent);
      exchange.getResponseBody().write(Arrays.copyOfRange(served, from, end));
    }
    exchange.close();
  }

  private Path fetch() {
    DownloadListener listener =
        (have, total) -> {
          assertThat(total).isEqualTo(bytes.length);
          received.add(have);
        };
    RetryPolicy retries = new RetryPolicy(Duration.ofSeconds(5), 3, Duration.ofMillis(10));
    return new WeightsDownload(weights, home, retries, listener).fetch();
  }

  @Test
  void aFileIsFetchedOnceAndCheckedEachTime() throws IOException {
    assertThat(fetch()).isEqualTo(weights.in(home)).hasBinaryContent(bytes);
    assertThat(asked).containsExactly("GET");
    assertThat(received).endsWith(100_000L);
    assertThat(fetch()).hasBinaryContent(bytes);
    assertThat(asked).hasSize(1);
    Files.write(weights.in(home), new byte[7]);
    assertThat(fetch()).hasBinaryContent(bytes);
    assertThat(weights.requireIn(home)).hasBinaryContent(bytes);
    assertThat(home.resolve("weights").toFile().list())
        .containsExactlyInAnyOrder(".lock", weights.file());
  }

  @Test
  void aDownloadThatIsCutGoesOnWhereItWas() {
    sent = 40_000;
    assertThat(fetch()).hasBinaryContent(bytes);
    assertThat(asked).containsExactly("GET", "GET bytes=40000-", "GET bytes=80000-");
  }

  @Test
  void whatIsThereTakesNeitherServerNorLock() throws IOException {
    Files.createDirectories(weights.in(home).getParent());
    Files.write(weights.in(home), bytes);
    try (FolderLock held = FolderLock.of(weights.in(home).getParent(), () -> {})) {
      assertThat(fetch()).hasBinaryContent(bytes);
    }
    assertThat(asked).isEmpty();
  }

  @Test
  void whatAnEarlierDownloadBroughtIsKeptAsFarAsItGoes() throws IOException {
    part(Arrays.copyOf(bytes, 30_000));
    assertThat(fetch()).hasBinaryContent(bytes);
    assertThat(asked).containsExactly("GET bytes=30000-");
    Files.delete(weights.in(home));
    part(bytes);
    assertThat(fetch()).hasBinaryContent(bytes);
    assertThat(asked).hasSize(1);
    Files.delete(weights.in(home));
    part(new byte[100_001]);
    assertThat(fetch()).hasBinaryContent(bytes);
    assertThat(asked).hasSize(3).endsWith("GET bytes=100001-", "GET");
  }

  private void part(byte[] begun) throws IOException {
    Path folder = Files.createDirectories(weights.in(home).getParent());
    Files.write(folder.resolve(weights.file() + ".part"), begun);
  }

  @Test
  void aServerNeedNotSayHowLargeTheFileIs() {
    sizeSaid = false;
    assertThat(fetch()).hasBinaryContent(bytes);
    assertThat(asked).containsExactly("GET");
    assertThat(received).containsExactly(100_000L);
  }

  @Test
  void anEmptyFileIsRefusedByItsChecksum() {
    served = new byte[0];
    assertThatThrownBy(this::fetch)
        .isInstanceOf(FoveaException.class)
        .hasMessageContaining("the file that arrived is damaged and was deleted (SHA-256 e3b0c442");
    assertThat(asked).containsExactly("GET", "GET");
    assertThat(weights.in(home)).doesNotExist();
  }

  @Test
  void anotherFileIsRefusedByItsChecksum() {
    served = bytes.clone();
    served[5]++;
    assertThatThrownBy(this::fetch)
        .isInstanceOf(FoveaException.class)
        .hasMessageStartingWith(
            weights.address() + ": the file that arrived is damaged and was deleted (SHA-256 ")
        .hasMessageContaining(
            ", expected " + weights.digits() + "). Where there is no network, put")
        .hasMessageContaining(weights.in(home).toString());
    assertThat(weights.in(home)).doesNotExist();
  }

  @Test
  void whatIsNotThereIsSaid() {
    OfficialWeights other = new OfficialWeights("other", "other-00000000.pth");
    assertThatThrownBy(() -> WeightsDownload.of(other, home, DownloadListener.SILENT).fetch())
        .isInstanceOf(FoveaException.class)
        .hasMessageStartingWith(other.address() + ": the server answers 404. Where there is no");
    assertThatThrownBy(() -> other.requireIn(home))
        .hasMessage(
            "other: its weights aren't here yet; `fovea weights fetch other` downloads them");
    for (String address : new String[] {"not an address", "ftp://x.org/a", "weights", "http:///"}) {
      System.setProperty(ADDRESS, address);
      assertThatThrownBy(other::address)
          .isInstanceOf(FoveaException.class)
          .hasMessage(
              "FOVEA_WEIGHTS_URL is %s, expected the web address of a folder, such as"
                      .formatted(address)
                  + " http://localhost:8000/weights");
    }
    System.setProperty(ADDRESS, " ");
    assertThat(other.address()).hasHost("download.pytorch.org");
  }

  @Test
  void allFilesAreTorchvisionsWithEightDigits() {
    System.clearProperty(ADDRESS);
    assertThat(OfficialWeights.names())
        .contains("resnet18", "resnet34", "resnet50", "mobilenet_v2", "efficientnet_b0")
        .contains("convnext_tiny", "vgg16_bn");
    for (OfficialWeights each : OfficialWeights.all()) {
      assertThat(each.file()).startsWith(each.name()).endsWith(".pth");
      assertThat(each.digits()).matches("[0-9a-f]{8}");
      assertThat(each.address()).hasHost("download.pytorch.org").hasPath("/models/" + each.file());
      assertThat(OfficialWeights.named(each.name())).contains(each);
    }
    assertThat(OfficialWeights.named("resnet-18")).isEmpty();
    assertThat(OfficialWeights.named("vgg16-bn").map(OfficialWeights::name)).contains("vgg16_bn");
  }
}
