package fovea.serve;

import static fovea.serve.RunningService.json;
import static fovea.serve.RunningService.refused;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import fovea.serve.limits.Limits;
import fovea.serve.model.ModelSource;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who waits for an answer no longer says so, and holds up nobody. */
class GivenUpTest {
  private static final int BEFORE = 6;

  @TempDir Path folder;

  private static CompletableFuture<HttpResponse<byte[]>> asked(
      RunningService service, String what, String id, byte[] picture) {
    return service.client.sendAsync(
        service
            .request("/v1/models/tiny/" + what, "X-Request-Id", id)
            .POST(HttpRequest.BodyPublishers.ofByteArray(picture))
            .build(),
        HttpResponse.BodyHandlers.ofByteArray());
  }

  @Test
  void aQuestionThatIsGivenUpIsRefusedAndLeavesNothingBehind() throws Exception {
    Path file = TinyModels.write(folder.resolve("tiny.safetensors"), 1);
    try (RunningService service = RunningService.of(ModelSource.of(file))) {
      byte[] slow = TinyModels.image("jpg", 1600, 1600, 1); // takes a while to decode
      List<CompletableFuture<HttpResponse<byte[]>>> others = new ArrayList<>();
      for (int i = 0; i < BEFORE; i++) {
        others.add(asked(service, "vary", "other-" + i, slow));
      }
      CompletableFuture.anyOf(others.toArray(CompletableFuture[]::new)).join();
      CompletableFuture<HttpResponse<byte[]>> mine =
          asked(service, "vary", "mine", TinyModels.png(1));
      while (!mine.isDone()) { // it may not have come yet
        HttpResponse<byte[]> giveUp = service.method("DELETE", "/v1/questions/mine");
        assertThat(giveUp.statusCode()).isEqualTo(204);
      }
      refused(mine.get(), 409, "given_up");
      for (CompletableFuture<HttpResponse<byte[]>> other : others) {
        assertThat(other.get().statusCode()).isEqualTo(200);
      }
      service.awaitUnderWay(1);
      assertThat(new String(service.get("/metrics").body(), StandardCharsets.UTF_8))
          .contains("fovea_body_memory_free_bytes " + (double) Limits.USUAL.bodyMemory());
    }
  }

  @Test
  void aQuestionThatIsGivenUpWhileItIsAnsweredLeavesTheModelAsItWas() throws Exception {
    Path file = TinyModels.write(folder.resolve("tiny.safetensors"), 1);
    byte[] picture = TinyModels.png(1);
    try (RunningService service = RunningService.of(ModelSource.of(file))) {
      for (String what :
          List.of(
              "explain?method=integrated-gradients",
              "attack?smallest=true&steps=80",
              "attack?epsilon255=0.01&steps=80")) {
        JsonNode before = json(asked(service, what, "before", picture).get());
        double usual = before.path("timing").path("computeMs").asDouble();
        assertThat(usual).as("%s", before).isPositive();
        List<Integer> statuses = new ArrayList<>();
        for (int i = 0; i < 15; i++) {
          CompletableFuture<HttpResponse<byte[]>> mine = asked(service, what, "mine", picture);
          Thread.sleep(i);
          assertThat(service.method("DELETE", "/v1/questions/mine").statusCode()).isEqualTo(204);
          statuses.add(mine.get().statusCode());
        }
        assertThat(statuses).as(what).isSubsetOf(200, 409).contains(409);
        JsonNode after = json(asked(service, what, "after", picture).get());
        assertThat(after.path("timing").path("queueMs").asDouble()).isLessThan(usual / 2);
        List<String> parts = List.of("relevance", "changed", "distance");
        assertThat(parts).as("%s", before).anyMatch(before::has);
        for (String part : parts) {
          assertThat(after.path(part)).as("%s, %s", what, part).isEqualTo(before.path(part));
        }
      }
    }
  }

  @Test
  void givingUpAQuestionThatNobodyAskedIsNoMistake() {
    Path file = TinyModels.write(folder.resolve("tiny.safetensors"), 1);
    try (RunningService service = RunningService.of(ModelSource.of(file))) {
      assertThat(service.method("DELETE", "/v1/questions/none").statusCode()).isEqualTo(204);
      assertThat(service.get("/v1/questions/none").statusCode()).isEqualTo(405);
    }
  }
}
