package fovea.serve;

import static fovea.serve.RunningService.PREDICT;
import static fovea.serve.RunningService.json;
import static fovea.serve.RunningService.refused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import fovea.FoveaException;
import fovea.serve.RunningService.Wanted;
import fovea.serve.limits.Limits;
import fovea.serve.model.ModelSource;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** From loading to the end, with models that are replaced in between. */
class LifecycleTest {
  @TempDir Path folder;
  private Path file;

  @BeforeEach
  void write() {
    file = TinyModels.write(folder.resolve("tiny.safetensors"), 1);
  }

  @Test
  void whileModelsAreLoadedTheServiceIsAliveAndNotReady() {
    try (RunningService service = RunningService.loading(Wanted.USUAL, ModelSource.of(file))) {
      assertThat(service.get("/v2/health/live").statusCode()).isEqualTo(200);
      refused(service.get("/v2/health/ready"), 503, "loading");
      HttpResponse<byte[]> early = service.post(PREDICT, TinyModels.png(1));
      refused(early, 503, "loading");
      assertThat(early.headers().firstValue("Retry-After")).isPresent();
      service.service.load();
      assertThat(service.get("/v2/health/ready").statusCode()).isEqualTo(200);
      assertThat(service.post(PREDICT, TinyModels.png(1)).statusCode()).isEqualTo(200);
    }
  }

  @Test
  void aModelThatCanNotBeOpenedIsSaid() throws IOException {
    Files.write(file, new byte[] {1, 2, 3});
    try (RunningService service = RunningService.loading(Wanted.USUAL, ModelSource.of(file))) {
      assertThatThrownBy(service.service::load)
          .isInstanceOf(FoveaException.class)
          .hasMessageContaining("tiny.safetensors");
    }
  }

  @Test
  void aModelThatIsServedTwiceUnderOneNameIsSaid() {
    Path copy = TinyModels.write(folder.resolve("copy.safetensors"), 1);
    try (RunningService service =
        RunningService.loading(
            Wanted.USUAL, new ModelSource("a", file), new ModelSource("a", copy))) {
      assertThatThrownBy(service.service::load)
          .isInstanceOf(FoveaException.class)
          .hasMessageContaining("%s and %s are the same model, served twice as `a`", file, copy);
    }
    try (RunningService service =
        RunningService.of(new ModelSource("a", file), new ModelSource("b", copy))) {
      assertThat(service.service.models().names()).containsExactly("a", "b");
    }
  }

  @Test
  void whatWasAcceptedIsAnsweredAndWhatComesLaterIsRefused() throws Exception {
    try (RunningService service = RunningService.of(ModelSource.of(file));
        Socket slow = service.connect();
        Socket idle = service.connect()) {
      byte[] image = TinyModels.png(1);
      slow.getOutputStream()
          .write(
              "POST %s HTTP/1.1\r\nHost: localhost\r\nContent-Length: %d\r\n\r\n"
                  .formatted(PREDICT, image.length)
                  .getBytes(StandardCharsets.US_ASCII));
      slow.getOutputStream().flush();
      service.awaitUnderWay(2);
      CompletableFuture<Boolean> drained =
          CompletableFuture.supplyAsync(
              () -> {
                try {
                  return service.service.drain();
                } catch (InterruptedException e) {
                  throw new IllegalStateException(e);
                }
              });
      awaitDraining(service);
      idle.getOutputStream()
          .write("GET /v2 HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
      String refused = new String(idle.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertThat(refused)
          .startsWith("HTTP/1.1 503")
          .contains("\"code\":\"draining\"", "Retry-After: 10", "Connection: close");
      slow.getOutputStream().write(image);
      String answered = new String(slow.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertThat(answered).startsWith("HTTP/1.1 200").contains("\"images\":");
      assertThat(drained.get()).isTrue();
      awaitClosed(service);
    }
  }

  /** What takes long to decode, and little to send. */
  private static byte[] slow() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    BufferedImage image = new BufferedImage(4000, 4000, BufferedImage.TYPE_INT_RGB);
    assertThat(ImageIO.write(image, "jpg", bytes)).isTrue();
    return bytes.toByteArray();
  }

  @Test
  void whatWasAcceptedIsToldSoWhereThereIsNoTimeToAnswerIt() throws Exception {
    Limits limits = OtherLimits.drainTime(Duration.ZERO);
    try (RunningService service =
        RunningService.of(Wanted.USUAL.limits(limits), ModelSource.of(file))) {
      byte[] slow = slow();
      byte[] several = RunningService.multipart("b", Collections.nCopies(16, slow));
      List<CompletableFuture<HttpResponse<byte[]>>> asked = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        asked.add(service.asking("/v1/models/tiny/vary", slow));
      }
      asked.add(
          service.asking(PREDICT, several, "Content-Type", "multipart/form-data; boundary=b"));
      service.awaitUnderWay(10);
      assertThat(service.service.drain()).isFalse();
      int refused = 0;
      for (CompletableFuture<HttpResponse<byte[]>> reply : asked) {
        if (reply.get().statusCode() != 200) {
          refused(reply.get(), 503, "draining");
          assertThat(reply.get().headers().firstValue("Retry-After")).isPresent();
          refused++;
        }
      }
      assertThat(refused).isPositive();
    }
  }

  /** The system closes a socket a moment after it was asked to, once nobody waits at it. */
  private static void awaitClosed(RunningService service) throws Exception {
    for (int i = 0; i < 400; i++) {
      try (Socket unused = service.connect()) {
        Thread.sleep(5);
      } catch (IOException e) {
        return;
      }
    }
    throw new AssertionError("it listens still");
  }

  private static void awaitDraining(RunningService service) throws Exception {
    for (int i = 0; i < 400; i++) {
      if (service.get("/v2/health/ready").statusCode() == 503) {
        return;
      }
      Thread.sleep(5);
    }
    throw new AssertionError("it doesn't drain");
  }

  @Test
  void aReplacedFileIsServedAndABrokenOneIsNot() throws Exception {
    try (RunningService service = RunningService.of(ModelSource.of(file))) {
      String before = version(service);
      TinyModels.write(file, 2);
      String after = awaitOther(service, before);
      assertThat(service.notices).hasSize(1);
      assertThat(service.notices.get(0))
          .contains("was replaced; tiny is served with " + after, "before with " + before);
      byte[] whole = Files.readAllBytes(file);
      Files.write(file, Arrays.copyOf(whole, whole.length - 10));
      awaitNotices(service, 2);
      assertThat(service.notices.get(1)).contains("can't be served", "goes on with " + after);
      assertThat(version(service)).isEqualTo(after);
      assertThat(service.get("/v1/models/tiny/file").body()).isEqualTo(whole);
      assertThat(service.post("/v1/models/tiny/explain", TinyModels.png(1)).statusCode())
          .isEqualTo(200);
      Files.write(file, whole);
      awaitNotices(service, 3);
      assertThat(version(service)).isEqualTo(after);
    }
  }

  private static void awaitNotices(RunningService service, int count) throws Exception {
    for (int i = 0; i < 600 && service.notices.size() < count; i++) {
      Thread.sleep(10);
    }
    assertThat(service.notices).hasSize(count);
  }

  private static String version(RunningService service) {
    return json(service.post(PREDICT, TinyModels.png(1))).path("version").asText();
  }

  private static String awaitOther(RunningService service, String before) throws Exception {
    for (int i = 0; i < 600; i++) {
      String now = version(service);
      if (!now.equals(before)) {
        return now;
      }
      Thread.sleep(10);
    }
    throw new AssertionError("still " + before);
  }

  @Test
  void fiftySwapsUnderLoadLoseNoRequest() throws Exception {
    try (RunningService service = RunningService.of(ModelSource.of(file))) {
      AtomicBoolean over = new AtomicBoolean();
      AtomicInteger answered = new AtomicInteger();
      List<String> wrong = new ArrayList<>();
      List<Thread> askers = new ArrayList<>();
      byte[] image = TinyModels.png(1);
      for (int t = 0; t < 4; t++) {
        Thread asker =
            new Thread(
                () -> {
                  while (!over.get()) {
                    HttpResponse<byte[]> response = service.post(PREDICT, image);
                    answered.incrementAndGet();
                    if (response.statusCode() != 200) {
                      synchronized (wrong) {
                        wrong.add(new String(response.body(), StandardCharsets.UTF_8));
                      }
                    }
                  }
                });
        asker.setUncaughtExceptionHandler(
            (thread, thrown) -> {
              synchronized (wrong) {
                wrong.add(thrown.toString());
              }
            });
        asker.start();
        askers.add(asker);
      }
      for (int swap = 0; swap < 50; swap++) {
        TinyModels.write(file, swap % 2 == 0 ? 2 : 1);
        service.service.models().lookTwice();
      }
      over.set(true);
      for (Thread asker : askers) {
        asker.join();
      }
      assertThat(wrong).isEmpty();
      assertThat(answered.get()).isGreaterThan(50);
      assertThat(service.notices.stream().filter(notice -> notice.contains("was replaced; ")))
          .hasSize(50);
    }
  }

  @Test
  void twoHundredStalledUploadsSlowNobody() throws Exception {
    try (RunningService service = RunningService.of(ModelSource.of(file))) {
      List<Double> before = sortedSeconds(service);
      List<Socket> stalled = new ArrayList<>();
      for (int i = 0; i < 200; i++) {
        Socket socket = service.connect();
        socket
            .getOutputStream()
            .write(
                "POST %s HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5000000\r\n\r\nabc"
                    .formatted(PREDICT)
                    .getBytes(StandardCharsets.US_ASCII));
        stalled.add(socket);
      }
      List<Double> seconds = sortedSeconds(service);
      assertThat(seconds.get(50)).isLessThan(3 * before.get(50) + 0.05);
      assertThat(seconds.get(98)).isLessThan(3 * before.get(98) + 0.5);
      for (Socket socket : stalled) {
        socket.close();
      }
      assertThat(service.post(PREDICT, TinyModels.png(1)).statusCode()).isEqualTo(200);
    }
  }

  /** What each of a hundred images takes. */
  private static List<Double> sortedSeconds(RunningService service) {
    byte[] image = TinyModels.png(1);
    List<Double> seconds = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      long start = System.nanoTime();
      assertThat(service.post(PREDICT, image).statusCode()).isEqualTo(200);
      seconds.add((System.nanoTime() - start) / 1e9);
    }
    seconds.sort(Double::compare);
    return seconds;
  }

  @Test
  @Timeout(60)
  void aHeadThatComesByteByByteIsWaitedForNoLongerThanABody() throws Exception {
    RunningService.Wanted hurried =
        RunningService.Wanted.USUAL.limits(OtherLimits.bodyTime(Duration.ofMillis(400)));
    try (RunningService service = RunningService.of(hurried, ModelSource.of(file));
        Socket idle = service.connect();
        Socket slow = service.connect();
        Socket again = service.connect()) {
      byte[] ready =
          "GET /v2/health/ready HTTP/1.1\r\nHost: localhost\r\n\r\n"
              .getBytes(StandardCharsets.US_ASCII);
      again.getOutputStream().write(ready);
      assertThat(again.getInputStream().read()).isEqualTo('H');
      int sent = 0;
      while (isOpen(slow, ready[Math.min(sent, 20)]) | isOpen(again, ready[Math.min(sent, 20)])) {
        sent++;
        Thread.sleep(50);
      }
      assertThat(sent).isGreaterThan(1);
      idle.getOutputStream().write(ready);
      assertThat(idle.getInputStream().read()).isEqualTo('H');
    }
  }

  /** Whether one byte more can be sent. */
  private static boolean isOpen(Socket socket, byte next) {
    try {
      socket.getOutputStream().write(next);
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  @Test
  void aRequestThatIsGivenUpLeavesNothingBehind() throws Exception {
    try (RunningService service = RunningService.of(ModelSource.of(file))) {
      for (int i = 0; i < 50; i++) {
        try (Socket socket = service.connect()) {
          socket
              .getOutputStream()
              .write(
                  "POST %s HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5000\r\n\r\nabc"
                      .formatted(PREDICT)
                      .getBytes(StandardCharsets.US_ASCII));
        }
      }
      service.awaitFigure("predict\",status=\"400\"} 50.0");
      service.awaitUnderWay(1); // which is the one that asks
      service.awaitFigure("fovea_body_memory_free_bytes " + (double) Limits.USUAL.bodyMemory());
    }
  }
}
