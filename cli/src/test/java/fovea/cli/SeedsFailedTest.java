package fovea.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SeedsFailedTest {
  @TempDir Path folder;

  private Outcome train(Path out, Object... more) throws IOException {
    List<Object> all = new ArrayList<>(List.of("train", "--data", TinyImages.in(folder)));
    all.addAll(List.of("--recipe", TinyImages.recipe(folder), "--set", "epochs=1", "--out", out));
    all.addAll(List.of(more));
    return Outcome.of(all.toArray());
  }

  private static JsonNode summary(Path out) throws IOException {
    return new JsonMapper().readTree(out.resolve("seeds.json").toFile());
  }

  @Test
  void seedsThatDivergeAreRecordedAndNotRepeated() throws IOException {
    Path out = folder.resolve("two");
    Outcome outcome =
        train(
            out,
            "--seeds",
            "1..2",
            "--set",
            "optimizer.learningRate=1000",
            "--set",
            "schedule.name=constant");
    assertThat(outcome.exit()).isEqualTo(1);
    assertThat(outcome.out()).containsPattern("seed 1 +failed").containsPattern("seed 2 +failed");
    assertThat(outcome.err())
        .contains("fovea: seed 1 failed: ", "fovea: seed 2 failed: ", ": 2 of 2 seeds failed");
    JsonNode failed = summary(out).get("failed");
    assertThat(failed).hasSize(2);
    assertThat(failed.get(1).get("seed").asInt()).isEqualTo(2);
    assertThat(failed.get(1).get("problem").asText()).contains("optimizer.learningRate");
    Outcome list = Outcome.of("runs", "list", out).succeeds();
    assertThat(list.out()).contains("0 of 1, failed");
    Outcome again = Outcome.of("train", "--resume", out);
    assertThat(again.exit()).isEqualTo(1);
    assertThat(again.out()).isEqualTo(outcome.out());
    assertThat(again.err()).doesNotContain("Seed 1, run 1 of 2.");
  }

  @Test
  void theOthersAreTrainedAndTheirMeanIsSaid() throws IOException {
    Path out = folder.resolve("three");
    train(out, "--seeds", "1..3").succeeds();
    Path first = out.resolve("seed-1");
    Files.delete(first.resolve("result.json"));
    Files.delete(first.resolve("model.safetensors"));
    Files.writeString(first.resolve("failed.json"), "{\"problem\": \"the loss became NaN\"}");
    Files.move(out.resolve("seed-3"), folder.resolve("third"));
    Outcome resumed = Outcome.of("train", "--resume", out);
    assertThat(resumed.exit()).isEqualTo(1);
    assertThat(resumed.err()).contains("Seed 3, run 3 of 3.").doesNotContain("Seed 1, run");
    assertThat(resumed.out()).containsPattern("seed 1 +failed");
    JsonNode summary = summary(out);
    assertThat(summary.get("runs")).hasSize(2);
    assertThat(summary.get("testAccuracy").get("runs").asInt()).isEqualTo(2);
    assertThat(summary.get("failed").get(0).get("problem").asText())
        .isEqualTo("the loss became NaN");
  }
}
