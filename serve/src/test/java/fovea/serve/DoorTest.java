package fovea.serve;

import static fovea.serve.RunningService.PREDICT;
import static fovea.serve.RunningService.json;
import static fovea.serve.RunningService.refused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import fovea.FoveaException;
import fovea.serve.RunningService.Wanted;
import fovea.serve.http.Door;
import fovea.serve.limits.Limits;
import fovea.serve.model.ModelSource;
import java.io.IOException;
import java.io.Writer;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who may ask, and what is kept of it. */
class DoorTest {
  @TempDir static Path folder;
  private static ModelSource tiny;

  @BeforeAll
  static void write() {
    tiny = ModelSource.of(TinyModels.write(folder.resolve("tiny.safetensors"), 1));
  }

  private static String asked(RunningService service, String host) throws IOException {
    return asked(service, host, "/v2");
  }

  private static String asked(RunningService service, String host, String path) throws IOException {
    return sent(service, "GET %s HTTP/1.1\r\nHost: %s\r\nConnection: close".formatted(path, host));
  }

  private static String sent(RunningService service, String request) throws IOException {
    try (Socket socket = service.connect()) {
      socket.getOutputStream().write((request + "\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  @Test
  void aNameThatIsNotTheServicesOwnIsRefused() throws IOException {
    try (RunningService service = RunningService.of(Wanted.USUAL.hosts("models.example"), tiny)) {
      for (String host :
          List.of(
              "localhost",
              "LOCALHOST:80",
              "127.0.0.1:1",
              "[::1]:80",
              "10.0.0.7",
              "models.example:443")) {
        assertThat(asked(service, host)).as(host).startsWith("HTTP/1.1 200");
      }
      for (String host :
          List.of(
              "evil.example", "127.0.0.1.evil.example", "localhost.evil", "models.example.evil")) {
        assertThat(asked(service, host))
            .as(host)
            .startsWith("HTTP/1.1 403")
            .contains("\"code\":\"wrong_host\"", "--host NAME");
      }
    }
  }

  @Test
  void aPageOfElsewhereIsRefusedUnlessItWasNamed() {
    try (RunningService service =
        RunningService.of(Wanted.USUAL.origins("https://friend.example"), tiny)) {
      byte[] image = TinyModels.png(1);
      refused(service.post(PREDICT, image, "Origin", "https://evil.example"), 403, "wrong_origin");
      refused(service.post(PREDICT, image, "Origin", "null"), 403, "wrong_origin");
      HttpResponse<byte[]> friend =
          service.post(PREDICT, image, "Origin", "https://friend.example");
      assertThat(friend.statusCode()).isEqualTo(200);
      assertThat(friend.headers().firstValue("Access-Control-Allow-Origin"))
          .contains("https://friend.example");
      HttpResponse<byte[]> before =
          service.method(
              "OPTIONS",
              PREDICT,
              "Origin",
              "https://friend.example",
              "Access-Control-Request-Method",
              "POST");
      assertThat(before.statusCode()).isEqualTo(204);
      assertThat(before.headers().firstValue("Access-Control-Allow-Headers").orElse(""))
          .isEqualTo(
              "Authorization, Content-Type, X-Request-Id, Inference-Header-Content-Length,"
                  + " Last-Event-ID");
      assertThat(friend.headers().firstValue("Access-Control-Expose-Headers").orElse(""))
          .isEqualTo(
              "X-Request-Id, Retry-After, Inference-Header-Content-Length, Content-Disposition");
      String own = "http://127.0.0.1:" + service.service.port();
      HttpResponse<byte[]> ours = service.post(PREDICT, image, "Origin", own);
      assertThat(ours.statusCode()).isEqualTo(200);
      assertThat(ours.headers().firstValue("Access-Control-Allow-Origin")).isEmpty();
    }
  }

  /** It would be asked without an origin. */
  @Test
  void aPictureOrALinkOnAPageOfElsewhereIsRefused() throws IOException {
    try (RunningService service =
        RunningService.of(Wanted.USUAL.origins("https://friend.example"), tiny)) {
      String models = "/v1/models";
      for (String site : List.of("cross-site", "same-site")) {
        refused(service.get(models, "Sec-Fetch-Site", site), 403, "wrong_origin");
        refused(service.get("/metrics", "Sec-Fetch-Site", site), 403, "wrong_origin");
        for (String open : List.of("/", "/v2/health/ready", "/openapi.json")) {
          assertThat(service.get(open, "Sec-Fetch-Site", site).statusCode())
              .as(open)
              .isEqualTo(200);
        }
        HttpResponse<byte[]> friend =
            service.get(models, "Sec-Fetch-Site", site, "Origin", "https://friend.example");
        assertThat(friend.statusCode()).isEqualTo(200);
      }
      for (String site : List.of("same-origin", "none")) {
        assertThat(service.get(models, "Sec-Fetch-Site", site).statusCode()).isEqualTo(200);
      }
    }
  }

  @Test
  void aTokenIsAskedForByAllButThePageAndTheHealth() {
    try (RunningService service = RunningService.of(Wanted.USUAL.token("open sesame"), tiny)) {
      byte[] image = TinyModels.png(1);
      HttpResponse<byte[]> without = service.post(PREDICT, image);
      refused(without, 401, "unauthorized");
      assertThat(without.headers().firstValue("WWW-Authenticate")).contains("Bearer");
      for (String wrong : List.of("Bearer open", "Bearer open sesame!", "Basic open sesame", "")) {
        refused(service.post(PREDICT, image, "Authorization", wrong), 401, "unauthorized");
      }
      refused(service.get("/metrics"), 401, "unauthorized");
      assertThat(service.post(PREDICT, image, "Authorization", "Bearer open sesame").statusCode())
          .isEqualTo(200);
      for (String open : List.of("/v2/health/live", "/v2/health/ready", "/openapi.json")) {
        assertThat(service.get(open).statusCode()).as(open).isEqualTo(200);
      }
    }
  }

  @Test
  void aRequestsIdIsEchoedAndLoggedWithoutTheImage() throws Exception {
    RunningService service = RunningService.of(tiny);
    try (service) {
      HttpResponse<byte[]> named =
          service.post(PREDICT, TinyModels.png(1), "X-Request-Id", "from-the-shop-42");
      assertThat(named.headers().firstValue("X-Request-Id")).contains("from-the-shop-42");
      HttpResponse<byte[]> unnamed = service.get("/v2?nonsense=1");
      assertThat(unnamed.headers().firstValue("X-Request-Id").orElse("")).matches("[0-9a-f]{16}");
      String strange = "x".repeat(200);
      assertThat(service.get("/v2", "X-Request-Id", strange).headers().firstValue("X-Request-Id"))
          .isPresent()
          .get()
          .isNotEqualTo(strange);
    }
    List<String> lines = service.log.toString().lines().toList();
    assertThat(lines).hasSize(3);
    JsonNode first = RunningService.JSON.readTree(lines.get(0));
    assertThat(first.path("id").asText()).isEqualTo("from-the-shop-42");
    assertThat(first.path("method").asText()).isEqualTo("POST");
    assertThat(first.path("endpoint").asText()).isEqualTo("/v1/models/{model}/predict");
    assertThat(first.path("subject").asText()).isEqualTo("tiny");
    assertThat(first.path("status").asInt()).isEqualTo(200);
    assertThat(first.path("images").asInt()).isEqualTo(1);
    assertThat(first.path("bytesIn").asInt()).isEqualTo(TinyModels.png(1).length);
    assertThat(first.path("milliseconds").asDouble()).isPositive();
    assertThat(RunningService.JSON.readTree(lines.get(1)).path("status").asInt()).isEqualTo(400);
    assertThat(lines.get(1)).doesNotContain("nonsense");
  }

  @Test
  void theLogNamesTheModelThoughAVersionOfItIsAsked() throws Exception {
    RunningService service = RunningService.of(tiny);
    try (service) {
      String version = json(service.get("/v1/models/tiny")).path("version").asText();
      String path = "/v1/models/tiny/versions/" + version + "/predict";
      assertThat(service.post(path, TinyModels.png(1)).statusCode()).isEqualTo(200);
    }
    List<String> lines = service.log.toString().lines().toList();
    assertThat(RunningService.JSON.readTree(lines.get(1)).path("subject").asText())
        .isEqualTo("tiny");
  }

  @Test
  void everyReplyTellsABrowserWhatItMayDo() {
    try (RunningService service = RunningService.of(tiny)) {
      HttpResponse<byte[]> response = service.get("/v2");
      assertThat(response.headers().firstValue("Content-Security-Policy").orElse(""))
          .contains("default-src 'none'", "script-src 'self'", "frame-ancestors 'none'")
          .doesNotContain("unsafe", "*");
      assertThat(response.headers().firstValue("X-Content-Type-Options")).contains("nosniff");
      assertThat(response.headers().firstValue("Server")).isEmpty();
    }
  }

  @Test
  void aPortThatIsTakenIsSaidInOneSentence() {
    try (RunningService service = RunningService.of(tiny)) {
      Door door =
          new Door(
              "127.0.0.1",
              service.service.port(),
              Optional.empty(),
              List.of(),
              List.of(),
              Writer.nullWriter());
      assertThatThrownBy(
              () ->
                  Service.start(
                      new ServiceSettings(
                          door,
                          Limits.USUAL,
                          2,
                          List.of(),
                          Optional.empty(),
                          List.of(),
                          notice -> {}),
                      List.of(tiny)))
          .isInstanceOf(FoveaException.class)
          .hasMessage(
              "127.0.0.1:%d: another program listens there; choose another port by --port"
                  .formatted(service.service.port()));
    }
  }

  @Test
  void figuresAreExposedForPrometheus() {
    try (RunningService service = RunningService.of(tiny)) {
      for (int i = 0; i < 3; i++) {
        assertThat(service.post(PREDICT, TinyModels.png(i)).statusCode()).isEqualTo(200);
      }
      refused(service.post(PREDICT, new byte[0]), 400, "empty");
      String figures = new String(service.get("/metrics").body(), StandardCharsets.UTF_8);
      assertThat(figures)
          .contains(
              "fovea_requests_total{endpoint=\"/v1/models/{model}/predict\",status=\"200\"} 3.0",
              "fovea_requests_total{endpoint=\"/v1/models/{model}/predict\",status=\"400\"} 1.0",
              "fovea_images_total{model=\"tiny\"} ",
              "fovea_queue_images 0.0",
              "fovea_batch_images_count ");
    }
  }

  @Test
  void whatMayBeAskedIsSaidByOptions() {
    try (RunningService service = RunningService.of(tiny)) {
      HttpResponse<byte[]> model = service.method("OPTIONS", "/v1/models/tiny");
      assertThat(model.statusCode()).isEqualTo(204);
      assertThat(model.headers().firstValue("Allow")).contains("GET, HEAD, DELETE, OPTIONS");
      assertThat(service.method("OPTIONS", PREDICT).headers().firstValue("Allow"))
          .contains("POST, OPTIONS");
      refused(service.method("OPTIONS", "/nothing"), 404, "not_found");
    }
  }

  @Test
  void whatIsNotEvenHttpIsLoggedAndCounted() throws Exception {
    RunningService service =
        RunningService.of(Wanted.USUAL.origins("https://friend.example"), tiny);
    try (service) {
      String head = " HTTP/1.1\r\nHost: localhost\r\nConnection: close";
      assertThat(sent(service, "GET /" + "x".repeat(20_000) + head)).startsWith("HTTP/1.1 414");
      assertThat(sent(service, "GET /v2" + head + "\r\nX: " + "x".repeat(20_000)))
          .startsWith("HTTP/1.1 431");
      assertThat(sent(service, "GET /v2" + head + "\r\nExpect: wonders"))
          .startsWith("HTTP/1.1 417")
          .contains("`Expect: 100-continue`");
      assertThat(sent(service, "PRI * HTTP/2.0")).startsWith("HTTP/1.1 426").contains("HTTP/1.1");
      assertThat(
              sent(
                  service,
                  "GET /v2/models/a%2Fb"
                      + head
                      + "\r\nX-Request-Id: broken-7\r\nOrigin: https://friend.example"))
          .startsWith("HTTP/1.1 400")
          .contains("a slash in a name (%2F)", "X-Request-Id: broken-7")
          .contains("Access-Control-Allow-Origin: https://friend.example");
      assertThat(sent(service, "GET /v2//models" + head))
          .startsWith("HTTP/1.1 400")
          .contains("an empty part (//)");
      service.awaitFigure("fovea_requests_total{endpoint=\"none\",status=\"400\"} 2.0");
      service.awaitFigure("fovea_requests_total{endpoint=\"none\",status=\"431\"} 1.0");
    }
    List<JsonNode> lines = new ArrayList<>();
    for (String line : service.log.toString().lines().toList()) {
      lines.add(RunningService.JSON.readTree(line));
    }
    assertThat(lines)
        .filteredOn(line -> line.path("endpoint").asText().equals("none"))
        .extracting(line -> line.path("status").asInt())
        .containsExactly(414, 431, 417, 426, 400, 400);
    assertThat(lines).anyMatch(line -> line.path("id").asText().equals("broken-7"));
  }

  @Test
  void anEncodedPercentSignIsPartOfAName() throws IOException {
    try (RunningService service = RunningService.of(tiny)) {
      assertThat(asked(service, "localhost", "/v2/models/100%25"))
          .startsWith("HTTP/1.1 404")
          .contains("there is no model `100%`");
      assertThat(asked(service, "localhost", "/page/%252e%252e/openapi.json"))
          .startsWith("HTTP/1.1 404");
    }
  }

  /** A cache in between would hand one page's reply to another. */
  @Test
  void whereAPageMayAskEveryReplyVariesByIt() {
    try (RunningService service =
        RunningService.of(Wanted.USUAL.origins("https://friend.example"), tiny)) {
      for (String path : List.of("/v2", "/", "/nothing")) {
        assertThat(service.get(path).headers().firstValue("Vary")).as(path).contains("Origin");
      }
    }
    try (RunningService service = RunningService.of(tiny)) {
      assertThat(service.get("/v2").headers().firstValue("Vary")).isEmpty();
    }
  }

  /** Browsers say where a page is from to https and their own machine alone. */
  @Test
  void aPictureOnAPageIsRefusedThoughTheBrowserDoesNotSayWhereItIsFrom() {
    try (RunningService service = RunningService.of(tiny)) {
      String picture = "image/avif,image/webp,image/*,*/*;q=0.8";
      refused(service.get("/v1/models/tiny/onnx", "Accept", picture), 403, "wrong_origin");
      assertThat(service.get("/v1/models", "Accept", "*/*").statusCode()).isEqualTo(200);
      assertThat(
              service
                  .get("/v1/models", "Accept", picture, "Sec-Fetch-Site", "same-origin")
                  .statusCode())
          .isEqualTo(200);
      assertThat(
              service.get("/favicon.ico", "Accept", picture).headers().firstValue("Content-Type"))
          .contains("image/svg+xml");
    }
  }

  @Test
  void jsonOfARefusalIsTheSameWhereverItComesFrom() {
    try (RunningService service = RunningService.of(tiny)) {
      JsonNode json = json(service.get("/nothing"));
      assertThat(json.fieldNames()).toIterable().containsExactly("error", "code");
    }
  }
}
