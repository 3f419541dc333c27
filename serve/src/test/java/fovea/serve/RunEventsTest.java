package fovea.serve;

import static fovea.serve.RunningService.json;
import static fovea.serve.RunningService.refused;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import fovea.files.AtomicFile;
import fovea.recipe.Recipe;
import fovea.run.Environment;
import fovea.run.EpochLog;
import fovea.run.RunFolder;
import fovea.serve.RunningService.Wanted;
import fovea.serve.model.ModelSource;
import fovea.tensor.Precision;
import fovea.train.EpochRecord;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A training is watched while it goes on. */
class RunEventsTest {
  private static final String RESULT =
      """
      {"testAccuracy": 0.9, "trainAccuracy": 0.95, "epochs": 2, "chosenEpoch": 2, "seconds": 3.5,
       "parameters": 10, "macs": 20}
      """;

  @TempDir Path folder;
  private ModelSource tiny;
  private Path run;

  @BeforeEach
  void write() throws IOException {
    tiny = ModelSource.of(TinyModels.write(folder.resolve("tiny.safetensors"), 1));
    run = Files.createDirectories(folder.resolve("runs/first"));
    Files.writeString(run.resolve("recipe.yaml"), Recipe.builtIn("demo").toYaml());
  }

  private void epoch(int number) {
    new EpochLog(run.resolve("epochs.jsonl"))
        .append(new EpochRecord(number, 1.5, 0.4, 1.4, 0.5, 0.01, 2, 100));
  }

  private static HttpResponse<InputStream> watched(RunningService service)
      throws IOException, InterruptedException {
    return service.client.send(
        service.request("/v1/runs/first/events").GET().build(),
        HttpResponse.BodyHandlers.ofInputStream());
  }

  private static String next(BufferedReader in) throws IOException {
    List<String> lines = new ArrayList<>();
    for (String line = in.readLine(); line != null && !line.isEmpty(); line = in.readLine()) {
      lines.add(line);
    }
    return String.join("\n", lines);
  }

  @Test
  void epochsAreSentAsTheyComeAndTheEndWithThem() throws Exception {
    epoch(1);
    try (RunningService service =
        RunningService.of(Wanted.USUAL.runs(folder.resolve("runs")), tiny)) {
      HttpResponse<InputStream> response = watched(service);
      assertThat(response.headers().firstValue("Content-Type").orElse(""))
          .startsWith("text/event-stream");
      try (BufferedReader in =
          new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8))) {
        assertThat(next(in)).startsWith("event: run\ndata: {").contains("\"state\":\"training\"");
        assertThat(next(in))
            .startsWith("id: 1\nevent: epoch\ndata: {\"epoch\":1,")
            .contains("\"validationAccuracy\":0.5");
        epoch(2);
        assertThat(next(in)).startsWith("id: 2\nevent: epoch\ndata: {\"epoch\":2,");
        AtomicFile.write(run.resolve("result.json"), RESULT);
        assertThat(next(in)).startsWith("event: end\ndata: {").contains("\"testAccuracy\":0.9");
        assertThat(in.readLine()).isNull();
      }
    }
  }

  @Test
  @Timeout(60)
  void aRunThatCanNoLongerBeReadIsNotSaidToHaveStopped() throws Exception {
    epoch(1);
    try (RunningService service =
        RunningService.of(Wanted.USUAL.runs(folder.resolve("runs")), tiny)) {
      HttpResponse<InputStream> response = watched(service);
      try (BufferedReader in =
          new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8))) {
        assertThat(next(in)).startsWith("event: run\n");
        assertThat(next(in)).startsWith("id: 1\nevent: epoch\n");
        Files.writeString(run.resolve("epochs.jsonl"), "{}\n{}\n");
        assertThat(in.readLine()).isNull();
      }
    }
  }

  @Test
  void whoComesBackIsSentWhatIsNew() throws Exception {
    epoch(1);
    epoch(2);
    AtomicFile.write(run.resolve("result.json"), RESULT);
    try (RunningService service =
        RunningService.of(Wanted.USUAL.runs(folder.resolve("runs")), tiny)) {
      String all =
          new String(
              service.get("/v1/runs/first/events", "Last-Event-ID", "1").body(),
              StandardCharsets.UTF_8);
      assertThat(all).contains("id: 2\n", "event: end").doesNotContain("id: 1\n");
    }
  }

  @Test
  @Timeout(60)
  void aLongPastIsSentToItsEnd() throws Exception {
    EpochRecord epoch = new EpochRecord(1, 1.5, 0.4, 1.4, 0.5, 0.01, 2, 100);
    new EpochLog(run.resolve("epochs.jsonl")).append(epoch);
    String line = Files.readString(run.resolve("epochs.jsonl"));
    StringBuilder lines = new StringBuilder();
    for (int i = 1; i <= 6_000; i++) {
      lines.append(line.replace("\"epoch\":1,", "\"epoch\":" + i + ","));
    }
    Files.writeString(run.resolve("epochs.jsonl"), lines);
    AtomicFile.write(run.resolve("result.json"), RESULT);
    try (RunningService service =
        RunningService.of(Wanted.USUAL.runs(folder.resolve("runs")), tiny)) {
      String all = new String(service.get("/v1/runs/first/events").body(), StandardCharsets.UTF_8);
      assertThat(all.split("\nevent: epoch\n", -1)).hasSize(6_001);
      assertThat(all).contains("\nid: 6000\n", "\nevent: end\n");
    }
  }

  @Test
  @Timeout(60)
  void thatATrainingHasStoppedIsSaidAtOnce() throws Exception {
    epoch(1);
    FileTime before = FileTime.from(Instant.now().minus(Duration.ofMinutes(21)));
    for (Path file : List.of(run.resolve("recipe.yaml"), run.resolve("epochs.jsonl"), run)) {
      Path unused = Files.setLastModifiedTime(file, before);
    }
    try (RunningService service =
        RunningService.of(Wanted.USUAL.runs(folder.resolve("runs")), tiny)) {
      String all = new String(service.get("/v1/runs/first/events").body(), StandardCharsets.UTF_8);
      assertThat(all).contains("\"state\":\"stopped\"", "id: 1\n").doesNotContain("still here");
      assertThat(all).endsWith("event: stopped\ndata: {\"minutes\":21}\n\n");
    }
  }

  @Test
  @Timeout(60)
  void whoAsksForTheHeadersAloneHoldsNoPlace() throws Exception {
    epoch(1);
    try (RunningService service =
        RunningService.of(Wanted.USUAL.runs(folder.resolve("runs")), tiny)) {
      for (int i = 0; i < 70; i++) {
        HttpResponse<byte[]> head = service.method("HEAD", "/v1/runs/first/events");
        assertThat(head.statusCode()).isEqualTo(200);
        assertThat(head.headers().firstValue("Content-Type"))
            .contains("text/event-stream;charset=utf-8");
        assertThat(head.headers().firstValue("Cache-Control")).contains("no-store");
      }
      service.awaitUnderWay(1); // which is the one that asks
      HttpResponse<InputStream> events = watched(service);
      assertThat(events.statusCode()).isEqualTo(200);
      events.body().close();
    }
  }

  @Test
  void runsAreListedAndOthersAreNot() {
    epoch(1);
    try (RunningService service =
        RunningService.of(Wanted.USUAL.runs(folder.resolve("runs")), tiny)) {
      JsonNode runs = json(service.get("/v1/runs")).path("runs");
      assertThat(runs).hasSize(1);
      assertThat(runs.get(0).path("run").asText()).isEqualTo("first");
      assertThat(runs.get(0).path("epoch").asInt()).isEqualTo(1);
      assertThat(runs.get(0).path("validationAccuracy").asDouble()).isEqualTo(0.5);
      assertThat(refused(service.get("/v1/runs/second/events"), 404, "unknown_run"))
          .endsWith("the runs that are shown lie in runs");
    }
  }

  /** Their names are nobody's business. */
  @Test
  void theFoldersOfDataAreNotTold() {
    RunFolder.open(run)
        .write(Environment.detect(2, "2.10.0", "/srv/secret/pets", "ab12", 7, Precision.FLOAT32));
    Path file = TinyModels.write(run.resolve("model.safetensors"), 1);
    try (RunningService service =
        RunningService.of(Wanted.USUAL.runs(folder.resolve("runs")), ModelSource.of(run))) {
      assertThat(file).exists();
      assertThat(json(service.get("/v1/models/first")).path("trainedOn").asText())
          .isEqualTo("pets");
      assertThat(json(service.get("/v1/runs")).path("runs").get(0).path("data").asText())
          .isEqualTo("pets");
    }
  }

  @Test
  @Timeout(60)
  void aDamagedRunIsRefusedByWhatIsWrongWithIt() throws IOException {
    epoch(1);
    Files.writeString(run.resolve("epochs.jsonl"), "{}\n{}\n");
    try (RunningService service =
        RunningService.of(Wanted.USUAL.runs(folder.resolve("runs")), tiny)) {
      assertThat(refused(service.get("/v1/runs/first/events"), 422, "not_possible"))
          .contains("epochs.jsonl")
          .doesNotContain(folder.toString());
    }
  }
}
