package fovea.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From a folder of images to predictions, by commands alone. */
class RunPathTest {
  private static final JsonMapper JSON = new JsonMapper();

  @TempDir static Path folder;
  private static Path data;
  private static Path run;
  private static Outcome training;

  @BeforeAll
  static void train() throws IOException {
    data = TinyImages.in(folder);
    run = folder.resolve("run");
    Path recipe = TinyImages.recipe(folder);
    training =
        Outcome.of("train", "--data", data, "--recipe", recipe, "--out", run, "--seed", 5)
            .succeeds();
  }

  @Test
  void aRunLeavesTheFilesOfTheContract() throws IOException {
    try (Stream<Path> files = Files.list(run)) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .containsExactlyInAnyOrder(
              "recipe.yaml",
              "environment.json",
              "epochs.jsonl",
              "curves.svg",
              "model.safetensors",
              "checkpoint",
              "result.json");
    }
    assertThat(keys(json("environment.json")))
        .contains("threads", "cpu", "dataFingerprint", "seed", "libtorch");
    assertThat(keys(json("result.json")))
        .contains("testAccuracy", "trainAccuracy", "epochs", "seconds", "parameters", "macs");
    assertThat(Files.readAllLines(run.resolve("epochs.jsonl")))
        .hasSize(3)
        .allSatisfy(
            line ->
                assertThat(keys(JSON.readTree(line)))
                    .containsExactly(
                        "epoch",
                        "trainLoss",
                        "trainAccuracy",
                        "validationLoss",
                        "validationAccuracy",
                        "learningRate",
                        "seconds",
                        "imagesPerSecond"));
    assertThat(run.resolve("recipe.yaml")).content().contains("seed: 5", "imageSize: 8");
    assertThat(json("environment.json").get("data").asText()).isEqualTo(data.toString());
  }

  @Test
  void progressIsALineAnEpochWhereNobodyWatches() {
    assertThat(training.err().lines())
        .hasSize(4)
        .first()
        .asString()
        .startsWith("Training cifar10-cnn (")
        .contains(" on 29 images of colours, 7 held out for validation, into " + run);
    assertThat(training.err().lines().skip(1))
        .allMatch(line -> line.matches("epoch [123]/3: loss .*, accuracy .* images/s.*"));
  }

  @Test
  void theEndOfARunSaysHowGoodItIsAndWhereItLies() throws IOException {
    double test = json("result.json").get("testAccuracy").asDouble();
    assertThat(training.out())
        .contains("test accuracy      " + Text.percent(test))
        .contains("training accuracy  ", "gap  ", run.resolve("model.safetensors").toString())
        .contains(run.resolve("curves.svg").toString(), run.resolve("result.json").toString());
  }

  @Test
  void evaluationRepeatsTheRunsAccuraciesExactly() throws IOException {
    JsonNode result = json("result.json");
    assertThat(evaluated("test").get("accuracy")).isEqualTo(result.get("testAccuracy"));
    assertThat(evaluated("train").get("accuracy")).isEqualTo(result.get("trainAccuracy"));
    assertThat(evaluated("validation").get("accuracy")).isEqualTo(result.get("validationAccuracy"));
    assertThat(result.get("testAccuracy").asDouble()).isGreaterThan(0.5);
  }

  @Test
  void evaluationGivesWhatTheContractNames() throws IOException {
    JsonNode json = evaluated("test");
    assertThat(keys(json)).contains("accuracy", "loss", "perClass", "confusionMatrix", "images");
    assertThat(json.get("images").asInt()).isEqualTo(18);
    assertThat(json.get("perClass").findValuesAsText("name")).isEqualTo(TinyImages.CLASSES);
    int right = 0;
    for (int c = 0; c < 3; c++) {
      right += json.get("confusionMatrix").get(c).get(c).asInt();
    }
    assertThat(right / 18.0).isEqualTo(json.get("accuracy").asDouble());
  }

  @Test
  void accuracyWithViewsStandsBesideThePlainOne() throws IOException {
    JsonNode plain = evaluated("test");
    assertThat(plain.has("accuracyWithViews")).isFalse();
    Outcome outcome = Outcome.of("evaluate", run, "--data", data, "--views", "--json", "-");
    JsonNode json = JSON.readTree(outcome.succeeds().out());
    assertThat(json.get("accuracy")).isEqualTo(plain.get("accuracy"));
    // Neither mirroring nor shifting changes an image of a single colour.
    assertThat(json.get("accuracyWithViews").asDouble()).isEqualTo(json.get("accuracy").asDouble());
    assertThat(outcome.err()).contains("accuracy with views");
  }

  @Test
  void evaluationForPeopleNamesEveryClass() throws IOException {
    Path file = folder.resolve("figures.json");
    Outcome outcome =
        Outcome.of("evaluate", run.resolve("model.safetensors"), "--data", data, "--json", file)
            .succeeds();
    assertThat(outcome.out()).contains("accuracy", "of 18 images, test split of colours", "recall");
    assertThat(outcome.out()).contains(TinyImages.CLASSES);
    assertThat(outcome.err()).isEmpty();
    assertThat(JSON.readTree(file.toFile()).get("images").asInt()).isEqualTo(18);
  }

  @Test
  void predictionsAreRankedAndProbable() throws IOException {
    Path red = data.resolve("test/red/0.png");
    Path blue = data.resolve("test/blue/1.png");
    JsonNode json =
        JSON.readTree(Outcome.of("predict", run, red, blue, "--json", "--top", 2).succeeds().out());
    assertThat(json).hasSize(2);
    assertThat(json.findValuesAsText("image")).containsExactly(red.toString(), blue.toString());
    for (JsonNode image : json) {
      JsonNode predictions = image.get("predictions");
      assertThat(predictions).hasSize(2);
      assertThat(TinyImages.CLASSES).contains(predictions.get(0).get("class").asText());
      assertThat(predictions.get(0).get("probability").asDouble())
          .isBetween(predictions.get(1).get("probability").asDouble(), 1.0);
    }
  }

  @Test
  void anUnreadableImageDoesNotKeepTheOthersFromBeingPredicted() throws IOException {
    Path text = Files.writeString(folder.resolve("note.jpg"), "not an image");
    Path red = data.resolve("test/red/0.png");
    Path empty = Files.createDirectory(folder.resolve("empty"));
    Outcome outcome = Outcome.of("predict", run, text, red, empty, "missing.png");
    assertThat(outcome.exit()).isEqualTo(1);
    assertThat(outcome.out()).hasLineCount(1).startsWith(red + "  ");
    assertThat(outcome.err().lines())
        .satisfiesExactly(
            line -> assertThat(line).startsWith("fovea: " + text + ": "),
            line -> assertThat(line).startsWith("fovea: " + empty + ": no images in this folder"),
            line -> assertThat(line).startsWith("fovea: missing.png: no such file"));
  }

  @Test
  void theSummaryOfARunHasTheContractsShape() throws IOException {
    JsonNode json = JSON.readTree(Outcome.of("summary", run, "--json").succeeds().out());
    assertThat(keys(json))
        .containsExactly("model", "input", "classes", "parameters", "macs", "layers");
    assertThat(json.get("input").toString()).isEqualTo("[3,8,8]");
    assertThat(json.get("classes").toString()).isEqualTo("[\"blue\",\"green\",\"red\"]");
    JsonNode first = json.get("layers").get(1);
    assertThat(first.toString())
        .isEqualTo(
            "{\"name\":\"features.0\",\"type\":\"Conv2d\",\"arguments\":{\"inChannels\":3,"
                + "\"outChannels\":64,\"kernelSize\":3,\"stride\":1,\"padding\":1,\"bias\":true},"
                + "\"outputShape\":[64,8,8],\"parameters\":1792,\"macs\":110592}");
    assertThat(json.get("parameters")).isEqualTo(json("result.json").get("parameters"));
  }

  @Test
  void theSummaryOfANetworkNeedsNoFile() {
    assertThat(Outcome.of("summary", "cifar10-cnn").succeeds().out())
        .startsWith("cifar10-cnn, input [3, 32, 32], 10 classes")
        .contains("features.0", "Conv2d", "[64, 32, 32]", "1,769,472");
  }

  @Test
  void aFinishedRunResumedSaysWhatCameOfIt() {
    assertThat(Outcome.of("train", "--resume", run).succeeds().out()).isEqualTo(training.out());
  }

  @Test
  void theRunsOwnRecipeRepeatsIt() throws IOException {
    Path again = folder.resolve("again");
    Outcome.of("train", "--data", data, "--recipe", run.resolve("recipe.yaml"), "--out", again)
        .succeeds();
    assertThat(again.resolve("model.safetensors"))
        .hasSameBinaryContentAs(run.resolve("model.safetensors"));
  }

  private static JsonNode evaluated(String split) throws IOException {
    return JSON.readTree(
        Outcome.of("evaluate", run, "--data", data, "--split", split, "--json", "-")
            .succeeds()
            .out());
  }

  private static JsonNode json(String file) throws IOException {
    return JSON.readTree(run.resolve(file).toFile());
  }

  private static List<String> keys(JsonNode json) {
    List<String> keys = new ArrayList<>();
    json.fieldNames().forEachRemaining(keys::add);
    return keys;
  }
}
