package fovea.serve;

import static fovea.serve.RunningService.json;
import static fovea.serve.RunningService.multipart;
import static fovea.serve.RunningService.refused;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import fovea.serve.model.ModelSource;
import fovea.serve.model.ModelVersion;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A class is learnt from photos, by a model of its own that may be forgotten again. */
class NewClassTest {
  private static final int MOST = 8;

  @TempDir Path folder;
  private RunningService service;

  @BeforeEach
  void start() {
    Path file = TinyModels.write(folder.resolve("tiny.safetensors"), 1);
    service = RunningService.of(ModelSource.of(file));
  }

  @AfterEach
  void stop() {
    service.close();
  }

  private HttpResponse<byte[]> teach(String name) {
    return service.post(
        "/v1/models/tiny/classes?name=" + name,
        multipart("b", List.of(RunningService.images(3))),
        "Content-Type",
        "multipart/form-data; boundary=b");
  }

  private Path file(String model) {
    try (ModelVersion.Lease lease = service.service.models().lease(model, null)) {
      return lease.version().trained().file();
    }
  }

  @Test
  void aClassIsTheSameHoweverItsAccentsAreTyped() {
    assertThat(teach("caf%C3%A9").statusCode()).isEqualTo(200);
    HttpResponse<byte[]> again =
        service.post(
            "/v1/models/tiny+caf-/classes?name=cafe%CC%81",
            multipart("b", List.of(RunningService.images(3))),
            "Content-Type",
            "multipart/form-data; boundary=b");
    refused(again, 409, "class_exists");
  }

  @Test
  void theNameMayBeAPartOfTheForm() {
    String part = "--b\r\nContent-Disposition: form-data; name=\"name\"\r\n\r\nt\u00e9al\r\n";
    byte[] files = multipart("b", List.of(RunningService.images(3)));
    byte[] text = part.getBytes(StandardCharsets.UTF_8);
    byte[] body = Arrays.copyOf(text, text.length + files.length);
    System.arraycopy(files, 0, body, text.length, files.length);
    String type = "multipart/form-data; boundary=b";
    JsonNode learnt = json(service.post("/v1/models/tiny/classes", body, "Content-Type", type));
    assertThat(learnt.path("class").asText()).isEqualTo("t\u00e9al");
    assertThat(learnt.path("photos").asInt()).isEqualTo(3);
    refused(
        service.post("/v1/models/tiny/classes", files, "Content-Type", type),
        400,
        "wrong_parameter");
  }

  @Test
  void aNameThatNobodyCanReadIsRefused() {
    assertThat(refused(teach("ca%E2%80%8Bt"), 400, "wrong_parameter"))
        .isEqualTo(
            "the new class's name has U+200B in it, which nobody sees, expected letters, digits and"
                + " signs");
    assertThat(refused(teach("%E2%A0%80"), 400, "wrong_parameter"))
        .contains("nothing that can be seen");
  }

  @Test
  void namesMayBeLongerTogetherThanAFilesName() {
    String of = "tiny";
    for (char letter : new char[] {'a', 'b', 'c'}) {
      HttpResponse<byte[]> taught =
          service.post(
              "/v1/models/" + of + "/classes?name=" + String.valueOf(letter).repeat(100),
              multipart("b", List.of(RunningService.images(3))),
              "Content-Type",
              "multipart/form-data; boundary=b");
      assertThat(taught.statusCode()).isEqualTo(200);
      of = json(taught).path("model").asText();
    }
    HttpResponse<byte[]> file = service.get("/v1/models/" + of + "/file");
    assertThat(file.headers().firstValue("Content-Disposition"))
        .contains("attachment; filename=\"" + of + ".safetensors\"");
  }

  @Test
  void ofAModelThatIsForgottenNoFiguresAreKept() throws InterruptedException {
    assertThat(teach("newt").statusCode()).isEqualTo(200);
    service.post("/v1/models/tiny+newt/predict", TinyModels.png(1));
    service.awaitFigure("fovea_images_total{model=\"tiny+newt\"} 1.0");
    assertThat(service.method("DELETE", "/v1/models/tiny+newt").statusCode()).isEqualTo(204);
    assertThat(new String(service.get("/metrics").body(), StandardCharsets.UTF_8))
        .doesNotContain("newt");
  }

  @Test
  void tooManyPartsAreTooManyThoughOneIsToNameTheClass() {
    String type = "multipart/form-data; boundary=b";
    byte[] files = multipart("b", Collections.nCopies(66, TinyModels.png(1)));
    refused(service.post("/v1/models/tiny/classes", files, "Content-Type", type), 413, "too_large");
  }

  @Test
  void photosMakeAModelThatKnowsOneClassMore() {
    HttpResponse<byte[]> response = teach("violet");
    JsonNode learnt = json(response);
    assertThat(response.statusCode()).as("%s", learnt).isEqualTo(200);
    assertThat(learnt.path("model").asText()).isEqualTo("tiny+violet");
    assertThat(learnt.path("classes").asInt()).isEqualTo(4);
    assertThat(learnt.path("photos").asInt()).isEqualTo(3);
    assertThat(learnt.path("recognised").isNull()).isTrue();
    assertThat(learnt.path("drawn").path("images").asInt()).isPositive();
    assertThat(learnt.path("drawn").path("value").asDouble()).isBetween(0.0, 1.0);
    assertThat(learnt.path("seconds").asDouble()).isPositive();
    JsonNode about = json(service.get("/v1/models/tiny+violet"));
    assertThat(about.path("session").asBoolean()).isTrue();
    assertThat(about.path("classes").get(3).asText()).isEqualTo("violet");
    refused(teach("red"), 409, "class_exists");
  }

  @Test
  void aNinthModelIsRefusedAtOnceUntilOneIsForgotten() {
    for (int i = 0; i < MOST; i++) {
      assertThat(teach("class" + i).statusCode()).isEqualTo(200);
    }
    HttpResponse<byte[]> ninth = teach("violet");
    assertThat(refused(ninth, 409, "models_full")).startsWith("8 models were made already");
    assertThat(ninth.headers().firstValue("Retry-After")).isEmpty(); // time alone won't help
    Path gone = file("tiny+class3");
    assertThat(gone).exists();
    assertThat(service.method("DELETE", "/v1/models/tiny+class3").statusCode()).isEqualTo(204);
    assertThat(gone).doesNotExist();
    assertThat(gone.getParent()).doesNotExist();
    refused(service.method("DELETE", "/v1/models/tiny+class3"), 404, "unknown_model");
    assertThat(teach("violet").statusCode()).isEqualTo(200);
    refused(service.method("DELETE", "/v1/models/tiny"), 405, "wrong_method");
  }

  @Test
  void whereNoMoreModelsAreKeptPhotosAreNotLookedAt() {
    for (int i = 0; i < MOST; i++) {
      assertThat(teach("class" + i).statusCode()).isEqualTo(200);
    }
    // What is no picture would be refused for that, had it been looked at.
    refused(service.post("/v1/models/tiny/classes?name=violet", new byte[5]), 409, "models_full");
  }
}
