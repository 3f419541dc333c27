package fovea.examples.spring;

import static org.assertj.core.api.Assertions.assertThat;

import fovea.io.ModelFile;
import fovea.models.Model;
import fovea.models.Models;
import fovea.tensor.Rng;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/** The application started as a user would, and asked over HTTP. */
@SpringBootTest(
    webEnvironment = WebEnvironment.RANDOM_PORT,
    properties = {"fovea.concurrency=1", "fovea.wait=100ms"})
class ClassifyApplicationTest {
  private static final String BOUNDARY = "a-boundary";

  @TempDir static Path folder;

  private final HttpClient client = HttpClient.newHttpClient();

  @Value("${local.server.port}")
  private int port;

  @Autowired private Turns turns;

  @DynamicPropertySource
  static void model(DynamicPropertyRegistry properties) {
    Path file = folder.resolve("model.safetensors");
    try (Model model =
        Models.create(
            "cifar10-cnn", Map.of("imageSize", 8), List.of("cat", "dog", "hörse"), Rng.seeded(1))) {
      ModelFile.write(file, model, Map.of());
    }
    properties.add("fovea.model", file::toString);
  }

  private HttpResponse<String> get(String path) throws IOException, InterruptedException {
    return client.send(request(path).build(), BodyHandlers.ofString());
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create("http://localhost:" + port + path));
  }

  private HttpResponse<String> post(String path, String part, byte[] file)
      throws IOException, InterruptedException {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    body.writeBytes(
        "--%s\r\nContent-Disposition: form-data; name=\"%s\"; filename=\"a\"\r\n\r\n"
            .formatted(BOUNDARY, part)
            .getBytes(StandardCharsets.UTF_8));
    body.writeBytes(file);
    body.writeBytes(("\r\n--" + BOUNDARY + "--\r\n").getBytes(StandardCharsets.UTF_8));
    return client.send(
        request(path)
            .header("Content-Type", "multipart/form-data; boundary=" + BOUNDARY)
            .POST(BodyPublishers.ofByteArray(body.toByteArray()))
            .build(),
        BodyHandlers.ofString());
  }

  private static byte[] photo() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    ImageIO.write(new BufferedImage(40, 30, BufferedImage.TYPE_INT_RGB), "jpg", bytes);
    return bytes.toByteArray();
  }

  @Test
  void anUploadIsClassified() throws IOException, InterruptedException {
    HttpResponse<String> answer = post("/classify", "image", photo());
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    assertThat(answer.body()).contains("cat", "dog", "hörse").contains("\"probability\":0.");
    assertThat(post("/classify?top=1", "image", photo()).body()).containsOnlyOnce("\"name\"");
  }

  @Test
  void whatIsNoImageIsRefusedInASentence() throws IOException, InterruptedException {
    HttpResponse<String> answer =
        post("/classify", "image", "no image".getBytes(StandardCharsets.UTF_8));
    assertThat(answer.statusCode()).isEqualTo(422);
    assertThat(answer.body()).startsWith("{\"error\":\"upload: text, not an image");
    assertThat(post("/classify", "photo", photo()).statusCode()).isEqualTo(400);
    assertThat(post("/classify", "image", new byte[11 << 20]).statusCode()).isEqualTo(413);
  }

  @Test
  void whoWaitsTooLongForATurnIsToldWhenToAskAgain() throws Exception {
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch answered = new CountDownLatch(1);
    Thread busy = new Thread(() -> occupy(begun, answered));
    busy.start();
    begun.await();
    HttpResponse<String> answer = post("/classify", "image", photo());
    answered.countDown();
    busy.join();
    assertThat(answer.statusCode()).isEqualTo(503);
    assertThat(answer.headers().firstValue("Retry-After")).contains("1");
    assertThat(post("/classify", "image", photo()).statusCode()).isEqualTo(200);
  }

  private void occupy(CountDownLatch begun, CountDownLatch answered) {
    try {
      turns.take(
          () -> {
            begun.countDown();
            try {
              answered.await();
            } catch (InterruptedException e) {
              Thread.currentThread().interrupt();
            }
            return true;
          });
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void healthNamesTheWeightsAndMetricsCountPredictions() throws IOException, InterruptedException {
    HttpResponse<String> health = get("/actuator/health");
    assertThat(health.statusCode()).isEqualTo(200);
    assertThat(health.body()).contains("\"status\":\"UP\"", "\"model\":\"cifar10-cnn\"");
    assertThat(health.body()).containsPattern("\"weights\":\"[0-9a-f]{12}\"");
    assertThat(get("/actuator/health/readiness").statusCode()).isEqualTo(200);
    assertThat(post("/classify", "image", photo()).statusCode()).isEqualTo(200);
    assertThat(get("/actuator/metrics/fovea.classify").body())
        .contains("\"statistic\":\"COUNT\"")
        .doesNotContain("\"statistic\":\"COUNT\",\"value\":0.0");
  }
}
