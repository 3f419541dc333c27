package fovea.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** On images whose generator knows where the object is, by a network that knows them. */
@Tag("slow")
class ShapesExplainedTest {
  @TempDir Path folder;

  @Test
  void trueExplanationsLieOnTheObjectAndDependOnTheWeightsAndGuidedBackpropagationDoesNot()
      throws IOException {
    Path run = folder.resolve("run");
    Outcome.of("train", "--data", "shapes", "--recipe", "demo", "--out", run).succeeds();
    Outcome outcome =
        Outcome.of(
                "explain",
                run,
                "--data",
                "shapes",
                "--right",
                60,
                "--compare",
                "--method",
                "saliency,integrated-gradients,grad-cam,guided-backprop",
                "--json")
            .succeeds();
    Map<String, JsonNode> found = new HashMap<>();
    new JsonMapper()
        .readTree(outcome.out())
        .get("comparison")
        .forEach(of -> found.put(of.get("method").asText(), of));
    for (String method : new String[] {"integrated-gradients", "grad-cam"}) {
      assertThat(found.get(method).get("insideOverUniform").asDouble())
          .as(method)
          .isGreaterThanOrEqualTo(2);
    }
    assertThat(likeness(found.get("saliency"))).isLessThan(0.5);
    assertThat(likeness(found.get("grad-cam"))).isLessThan(0.5);
    assertThat(likeness(found.get("guided-backprop"))).isGreaterThanOrEqualTo(0.5);
  }

  private static double likeness(JsonNode of) {
    JsonNode stages = of.get("sanity").get("stages");
    return stages.get(stages.size() - 1).get("likeness").asDouble();
  }
}
