package fovea.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import fovea.tensor.Precision;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class BenchCommandTest {
  private static final int PRECISIONS = Precision.supported().size();

  @Test
  void trainingRatesAreAListForProgramsAndNothingElse() throws IOException {
    Outcome outcome = step("--json").succeeds();
    assertThat(outcome.err()).isEmpty();
    JsonNode list = new ObjectMapper().readTree(outcome.out());
    assertThat(list.isArray()).isTrue();
    List<String> measured = new ArrayList<>();
    for (JsonNode entry : list) {
      assertThat(entry.fieldNames())
          .toIterable()
          .containsExactly("network", "precision", "batch", "microBatch", "imagesPerSecond");
      assertThat(entry.path("batch").asInt()).isEqualTo(2);
      assertThat(entry.path("imagesPerSecond").asDouble()).isPositive();
      measured.add(entry.path("network").asText() + " " + entry.path("precision").asText());
    }
    assertThat(measured).hasSize(2 * PRECISIONS).contains("article fp32", "vgg6 fp32");
    assertThat(measured.contains("vgg6 bf16")).isEqualTo(PRECISIONS == 2);
  }

  @Test
  void trainingRatesAreATableForPeople() {
    assertThat(step().succeeds().out())
        .startsWith("trained, 1 thread ")
        .contains("images/s")
        .containsPattern("(?m)^article +fp32 +2 +[\\d.,]+$")
        .containsPattern("(?m)^vgg6 +fp32 +2 +[\\d.,]+$")
        .hasLineCount(1 + 2 * PRECISIONS);
  }

  @Test
  void predictionsAreMeasuredForEveryBatchSize() throws IOException {
    Outcome outcome = predict("article-minimal", "--json").succeeds();
    JsonNode list = new ObjectMapper().readTree(outcome.out());
    assertThat(list.findValuesAsText("batch")).containsExactly("1", "3");
    assertThat(list.findValuesAsText("model")).containsOnly("article-minimal");
    assertThat(list.findValuesAsText("threads")).containsOnly("1");
    assertThat(list.get(0).path("percentile99Milliseconds").asDouble())
        .isGreaterThanOrEqualTo(list.get(0).path("medianMilliseconds").asDouble());
  }

  @Test
  void anUnknownModelIsRefusedWithTheNearest() {
    predict("cifar-cnn").refused(1).contains("Did you mean `cifar10-cnn`?");
  }

  private static Outcome step(Object... more) {
    return run(List.of("bench", "step", "--batch", 2, "--steps", 1, "--threads", 1), more);
  }

  private static Outcome predict(Object... modelAndMore) {
    return run(
        List.of("bench", "predict", "--threads", 1, "--batch", "1,3", "--model"), modelAndMore);
  }

  private static Outcome run(List<Object> command, Object... more) {
    List<Object> all = new ArrayList<>(command);
    all.addAll(List.of(more));
    return Outcome.of(all.toArray());
  }
}
