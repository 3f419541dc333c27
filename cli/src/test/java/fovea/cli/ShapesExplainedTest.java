package fovea.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** On images whose generator knows where the object is, by a network that knows them. */
@Tag("slow")
class ShapesExplainedTest {
  /** Its last layer has sixteen by sixteen places, of which the mean decides. */
  private static final String RECIPE =
      """
      model:
        name: convmixer
        arguments: {imageSize: 32, width: 96, depth: 4, kernelSize: 5, patch: 2, activation: relu}
      seed: 1
      epochs: 8
      batchSize: 64
      microBatchSize: 32
      optimizer: {name: adamw, learningRate: 0.004, weightDecay: 0.01}
      schedule: {name: one-cycle, warmup: 0.2}
      augment:
        - {name: shifted-crop, shift: 2, padding: reflect}
        - {name: horizontal-flip}
      objective: {name: cross-entropy, labelSmoothing: 0.1}
      shapes: {images: 6000}
      """;

  @Test
  void gradCamAndIntegratedGradientsLieOnTheObjectAndGuidedBackpropagationAloneIgnoresTheWeights(
      @TempDir Path folder) throws IOException {
    Path run = folder.resolve("run");
    Path recipe = Files.writeString(folder.resolve("recipe.yaml"), RECIPE);
    Outcome.of("train", "--data", "shapes", "--recipe", recipe, "--out", run).succeeds();
    Map<String, JsonNode> found = compared(run);
    for (String method : new String[] {"integrated-gradients", "grad-cam"}) {
      assertThat(found.get(method).get("insideOverUniform").asDouble())
          .as(method)
          .isGreaterThanOrEqualTo(2);
    }
    for (String method : new String[] {"saliency", "grad-cam", "integrated-gradients"}) {
      assertThat(found.get(method).get("verdict").asText()).as(method).isNotEqualTo("fails");
    }
    assertThat(found.get("guided-backprop").get("verdict").asText()).isEqualTo("fails");
  }

  private static Map<String, JsonNode> compared(Path run) throws IOException {
    Outcome outcome =
        Outcome.of(
                "explain",
                run,
                "--data",
                "shapes",
                "--right",
                40,
                "--compare",
                "--method",
                "saliency,grad-cam,guided-backprop,integrated-gradients",
                "--json")
            .succeeds();
    Map<String, JsonNode> found = new HashMap<>();
    new JsonMapper()
        .readTree(outcome.out())
        .get("comparison")
        .forEach(of -> found.put(of.get("method").asText(), of));
    return found;
  }
}
