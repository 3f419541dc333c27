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

/** On images whose generator knows where the object is, by networks that know them. */
@Tag("slow")
class ShapesExplainedTest {
  /** Its last layer has sixteen by sixteen places, of which the mean decides. */
  private static final String FINE =
      """
      model:
        name: convmixer
        arguments: {imageSize: 32, width: 96, depth: 4, kernelSize: 5, patch: 2}
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

  @TempDir Path folder;

  private Map<String, JsonNode> compared(Path run, int images, String methods) throws IOException {
    Outcome outcome =
        Outcome.of(
                "explain",
                run,
                "--data",
                "shapes",
                "--right",
                images,
                "--compare",
                "--method",
                methods,
                "--json")
            .succeeds();
    Map<String, JsonNode> found = new HashMap<>();
    new JsonMapper()
        .readTree(outcome.out())
        .get("comparison")
        .forEach(of -> found.put(of.get("method").asText(), of));
    return found;
  }

  @Test
  void gradCamAndIntegratedGradientsLieOnTheObject() throws IOException {
    Path run = folder.resolve("fine");
    Path recipe = Files.writeString(folder.resolve("fine.yaml"), FINE);
    Outcome.of("train", "--data", "shapes", "--recipe", recipe, "--out", run).succeeds();
    Map<String, JsonNode> found = compared(run, 40, "integrated-gradients,grad-cam");
    for (String method : new String[] {"integrated-gradients", "grad-cam"}) {
      assertThat(found.get(method).get("insideOverUniform").asDouble())
          .as(method)
          .isGreaterThanOrEqualTo(2);
    }
  }

  @Test
  void gradientAndGradCamDependOnTheWeightsAndGuidedBackpropagationDoesNot() throws IOException {
    Path run = folder.resolve("rectified");
    Outcome.of(
            "train",
            "--data",
            "shapes",
            "--recipe",
            "demo",
            "--set",
            "model.name=resnet20",
            "--set",
            "epochs=6",
            "--set",
            "optimizer.learningRate=0.05",
            "--out",
            run)
        .succeeds();
    Map<String, JsonNode> found = compared(run, 24, "saliency,grad-cam,guided-backprop");
    assertThat(found.get("saliency").get("verdict").asText()).isNotEqualTo("fails");
    assertThat(found.get("grad-cam").get("verdict").asText()).isNotEqualTo("fails");
    assertThat(found.get("guided-backprop").get("verdict").asText()).isEqualTo("fails");
  }
}
