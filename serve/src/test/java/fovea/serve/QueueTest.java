package fovea.serve;

import static fovea.serve.RunningService.PREDICT;
import static fovea.serve.RunningService.json;
import static fovea.serve.RunningService.multipart;
import static fovea.serve.RunningService.refused;
import static org.assertj.core.api.Assertions.assertThat;

import fovea.serve.RunningService.Wanted;
import fovea.serve.model.ModelSource;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Collections;
import java.util.concurrent.CompletableFuture;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What waits, what doesn't get to wait, and what waits too long. */
class QueueTest {
  private static final String MULTIPART = "multipart/form-data; boundary=b";

  /** Several slow images for each thread that decodes, but no more than a request may have. */
  private static final int MANY =
      Math.min(64, Math.max(16, 4 * Runtime.getRuntime().availableProcessors()));

  @TempDir static Path folder;
  private static ModelSource tiny;

  @BeforeAll
  static void write() {
    tiny = ModelSource.of(TinyModels.write(folder.resolve("tiny.safetensors"), 1));
  }

  /** One that takes a while to decode, and little to send. */
  private static byte[] slow() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    BufferedImage image = new BufferedImage(2400, 2400, BufferedImage.TYPE_INT_RGB);
    assertThat(ImageIO.write(image, "jpg", bytes)).isTrue();
    return bytes.toByteArray();
  }

  private static CompletableFuture<HttpResponse<byte[]>> slowly(RunningService service, int files)
      throws IOException {
    return service.client.sendAsync(
        service
            .request(PREDICT + "?timeoutMs=60000", "Content-Type", MULTIPART)
            .POST(
                HttpRequest.BodyPublishers.ofByteArray(
                    multipart("b", Collections.nCopies(files, slow()))))
            .build(),
        HttpResponse.BodyHandlers.ofByteArray());
  }

  @Test
  void imagesThatDoNotFitTheQueueAreRefusedWithATimeToAskAgain() throws Exception {
    try (RunningService service =
        RunningService.of(Wanted.USUAL.limits(OtherLimits.queuedImages(12)), tiny)) {
      CompletableFuture<HttpResponse<byte[]>> slow = slowly(service, 12);
      awaitWaiting(service);
      HttpResponse<byte[]> full = service.post(PREDICT, TinyModels.png(1));
      refused(full, 429, "queue_full");
      assertThat(full.headers().firstValue("Retry-After")).contains("1");
      assertThat(slow.get().statusCode()).isEqualTo(200);
      assertThat(service.post(PREDICT, TinyModels.png(1)).statusCode()).isEqualTo(200);
      refused(
          service.post(
              PREDICT,
              multipart("b", Collections.nCopies(13, TinyModels.png(1))),
              "Content-Type",
              MULTIPART),
          429,
          "queue_full");
    }
  }

  @Test
  void aRequestWhoseTimeIsUpWhileItWaitsIsNotComputed() throws Exception {
    try (RunningService service = RunningService.of(tiny)) {
      byte[] image = slow(); // its time is up before it is decoded, even where a thread is free
      CompletableFuture<HttpResponse<byte[]>> slow = slowly(service, MANY);
      awaitWaiting(service);
      HttpResponse<byte[]> late = service.post(PREDICT + "?timeoutMs=1", image);
      assertThat(refused(late, 504, "deadline_passed")).contains("1 ms");
      assertThat(slow).isNotDone();
      assertThat(json(slow.get()).path("images")).hasSize(MANY);
      String figures = new String(service.get("/metrics").body());
      // those of the slow request, and of the warm-up none
      assertThat(figures).contains("fovea_images_total{model=\"tiny\"} " + MANY + ".0");
    }
  }

  @Test
  void aSingleImageDoesNotWaitForTheManyOfARequestBefore() throws Exception {
    try (RunningService service = RunningService.of(tiny)) {
      CompletableFuture<HttpResponse<byte[]>> slow = slowly(service, MANY);
      awaitWaiting(service);
      assertThat(service.post(PREDICT, TinyModels.png(1)).statusCode()).isEqualTo(200);
      assertThat(slow).isNotDone();
      assertThat(json(slow.get()).path("images")).hasSize(MANY);
    }
  }

  private static void awaitWaiting(RunningService service) throws InterruptedException {
    for (int i = 0; i < 500; i++) {
      if (!new String(service.get("/metrics").body()).contains("fovea_queue_images 0.0")) {
        return;
      }
      Thread.sleep(5);
    }
    throw new AssertionError("nothing ever waits");
  }
}
