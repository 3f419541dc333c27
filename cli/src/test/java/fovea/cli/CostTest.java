package fovea.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class CostTest {
  @Test
  void aNetworksCostIsCountedAndStandsAmongKnownOnes() {
    Outcome outcome = Outcome.of("cost", "resnet20", "--counted").succeeds();
    assertThat(outcome.err()).isEmpty();
    assertThat(outcome.out())
        .startsWith("resnet20, input [3, 32, 32], ")
        .containsPattern("\nparameters +269,722\n")
        .containsPattern("\nMACs +40,\\d{3},\\d{3}  ")
        .containsPattern("\nFLOPs +81,\\d{3},\\d{3}  two a MAC\n")
        .containsPattern("\n> resnet20 +32 x 32 ")
        .containsPattern("\nresnet50 +224 x 224 .* 4,08\\d\\.\\d\\d M ")
        .containsPattern("\nfc +Linear +\\[10] +650 +640 +1,280 +10\n")
        .doesNotContain("images at once", "whole run");
  }

  @Test
  @Tag("slow")
  void predictionsAreMeasuredAndTrainingIsCountedByARecipe() throws IOException {
    Outcome outcome =
        Outcome.of(
                "cost",
                "article-minimal",
                "--batch",
                "3,1",
                "--threads",
                "1",
                "--recipe",
                "article",
                "--images",
                "1000",
                "--json",
                "-")
            .succeeds();
    JsonNode json = new ObjectMapper().readTree(outcome.out());
    assertThat(json.path("flops").asLong()).isEqualTo(2 * json.path("macs").asLong());
    assertThat(json.path("predictions").findValuesAsText("batch")).containsExactly("1", "3");
    assertThat(json.path("threads").asInt()).isEqualTo(1);
    JsonNode training = json.path("training");
    double perImage = training.path("flops").asDouble() / training.path("imagesTrained").asLong();
    assertThat(perImage).isCloseTo(json.path("trainingFlopsPerImage").asDouble(), within(1e-3));
    assertThat(json.path("knownNetworks").findValuesAsText("name"))
        .contains("resnet18", "vgg16_bn", "mobilenet_v2");
    assertThat(json.path("activations").path("ofProducts").asLong()).isPositive();
    assertThat(json.path("layers").get(0).path("activations").asLong()).isPositive();
    assertThat(outcome.err()).contains("Measuring predictions of [1, 3] images at once");
  }

  @Test
  void aRecipeWhoseFirstImagesTheNetworkCantTakeIsRefused() {
    Outcome.of("cost", "cifar10-cnn", "--counted", "--recipe", "speedrun")
        .refused(1)
        .contains("`startSize` in `progressive` is 16, and model `cifar10-cnn` takes images of 32");
  }

  @Test
  void anUnknownNetworkIsRefusedWithTheNearest() {
    Outcome.of("cost", "resnet2").refused(1).contains("Did you mean `resnet20`?");
  }
}
