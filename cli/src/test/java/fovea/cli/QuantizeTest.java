package fovea.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import fovea.io.ModelFile;
import fovea.tensor.Autograd;
import fovea.tensor.QuantizedLayer;
import fovea.tensor.Scope;
import fovea.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A run's model in 8-bit whole numbers, by commands alone. */
class QuantizeTest {
  private static final JsonMapper JSON = new JsonMapper();

  @TempDir static Path folder;
  private static Path data;
  private static Path run;
  private static Outcome quantized;

  @BeforeAll
  static void quantize() throws IOException {
    assumeThat(QuantizedLayer.isPossible()).isTrue();
    data = TinyImages.in(folder);
    run = folder.resolve("run");
    // Long enough that the classes lie well apart.
    Path recipe =
        Files.writeString(
            folder.resolve("longer.yaml"), TinyImages.RECIPE.replace("epochs: 3", "epochs: 12"));
    Outcome.of("train", "--data", data, "--recipe", recipe, "--out", run).succeeds();
    quantized = Outcome.of("quantize", run, "--images", 20).succeeds();
  }

  @Test
  void theReportNamesBothAccuraciesAndTheLoss() throws IOException {
    JsonNode file = JSON.readTree(run.resolve("int8.json").toFile());
    assertThat(quantized.out())
        .contains(
            Text.percent(file.get("accuracy").asDouble()) + " of 7 images, validation split of ")
        .containsPattern("(?m)^int8 +" + Text.percent(file.get("int8Accuracy").asDouble()))
        .containsPattern("(?m)^loss +-?0\\.00 points|(?m)^loss +-[0-9.]+ points")
        .contains("2 in int8, by the ranges of 20 training images")
        .contains(run.resolve("int8.json").toString());
    assertThat(file.get("images").asInt()).isEqualTo(20);
    assertThat(file.get("layers").fieldNames())
        .toIterable()
        .containsExactly("features.3", "classifier.0");
    assertThat(file.get("accuracy"))
        .isEqualTo(JSON.readTree(run.resolve("result.json").toFile()).get("validationAccuracy"));
    assertThat(file.get("judgedBy").asText()).isEqualTo("validation");
    assertThat(file.get("judgedImages").asInt()).isEqualTo(7);
    assertThat(file.get("weightsSha256").asText()).matches("[0-9a-f]{64}");
  }

  @Test
  void aRunWithoutValidationImagesIsJudgedByTrainingImagesThatTheRangesAreNotOf()
      throws IOException {
    Path all = folder.resolve("all");
    String recipe = TinyImages.RECIPE.replace("epochs: 3", "epochs: 12");
    Path file = folder.resolve("all.yaml");
    Files.writeString(file, recipe.replace("validation: 0.2", "validation: 0"));
    Outcome.of("train", "--data", data, "--recipe", file, "--out", all).succeeds();
    assertThat(Outcome.of("quantize", all).succeeds().out())
        .contains(" of 18 images, train split, which the ranges aren't of, of ")
        .contains("by the ranges of 18 training images");
    JsonNode report = JSON.readTree(all.resolve("int8.json").toFile());
    assertThat(report.get("judgedBy").asText()).isEqualTo("train");
    assertThat(report.get("judgedImages").asInt()).isEqualTo(18);
  }

  @Test
  void programsReadTheFiguresAlone() throws IOException {
    Outcome outcome = Outcome.of("quantize", run, "--images", 20, "--json").succeeds();
    JsonNode figures = JSON.readTree(outcome.out());
    JsonNode file = JSON.readTree(run.resolve("int8.json").toFile());
    assertThat(figures.get("accuracy")).isEqualTo(file.get("accuracy"));
    assertThat(figures.get("int8Accuracy")).isEqualTo(file.get("int8Accuracy"));
    assertThat(figures.get("points").asDouble())
        .isCloseTo(
            100 * (file.get("accuracy").asDouble() - file.get("int8Accuracy").asDouble()),
            within(1e-9));
    assertThat(figures.get("usable").asBoolean()).isTrue();
    assertThat(figures.get("layers").toString()).isEqualTo("[\"features.3\",\"classifier.0\"]");
    assertThat(outcome.err()).contains("2 in int8");
  }

  @Test
  void evaluationInInt8RepeatsItsAccuracy() throws IOException {
    Outcome outcome =
        Outcome.of(
            "evaluate", run, "--data", data, "--split", "validation", "--int8", "--json", "-");
    JsonNode json = JSON.readTree(outcome.succeeds().out());
    assertThat(json.get("precision").asText()).isEqualTo("int8");
    assertThat(json.get("accuracy"))
        .isEqualTo(JSON.readTree(run.resolve("int8.json").toFile()).get("int8Accuracy"));
  }

  @Test
  void predictionsInInt8AreAlmostThoseWithout() throws IOException {
    List<Double> plain = probabilities(run);
    List<Double> int8 = probabilities(run.resolve("model.safetensors"), "--int8");
    assertThat(int8).hasSize(18).isNotEqualTo(plain);
    for (int i = 0; i < 18; i++) {
      assertThat(int8.get(i)).isCloseTo(plain.get(i), within(0.1));
    }
  }

  /** Of the most probable class of every test image. */
  private static List<Double> probabilities(Object... modelAndMore) throws IOException {
    List<Object> command = new ArrayList<>(List.of("predict", "--json", "--top", 1));
    command.addAll(List.of(modelAndMore));
    for (String name : TinyImages.CLASSES) {
      for (int i = 0; i < 6; i++) {
        command.add(data.resolve("test").resolve(name).resolve(i + ".png"));
      }
    }
    List<Double> found = new ArrayList<>();
    for (JsonNode image : JSON.readTree(Outcome.of(command.toArray()).succeeds().out())) {
      found.add(image.get("predictions").get(0).get("probability").asDouble());
    }
    return found;
  }

  @Test
  void int8IsMeasured() throws IOException {
    Outcome outcome =
        Outcome.of("bench", "predict", "--model", run, "--int8", "--batch", 1, "--json");
    JsonNode json = JSON.readTree(outcome.succeeds().out());
    assertThat(json.findValuesAsText("precision")).containsExactly("int8");
    Outcome.of("bench", "predict", "--model", "article-minimal", "--int8", "--batch", 1)
        .refused(1)
        .contains("--int8 is for the model of a run, after `fovea quantize RUN`");
  }

  @Test
  void aModelThatLosesTooMuchIsRefusedAndNothingIsWritten() throws IOException {
    Path other = copy("losing");
    Path file = other.resolve("model.safetensors");
    ModelFile.Loaded loaded = ModelFile.read(file);
    try (Scope scope = Scope.open();
        Autograd.NoGrad off = Autograd.noGrad()) {
      Map<String, Tensor> weights = loaded.model().network().stateDict();
      // A channel that is always zero, and weights on it beside which all others round to zero.
      set(weights, "features.4.weight", 0, 1, 0);
      set(weights, "features.4.bias", 0, 1, -1);
      set(weights, "classifier.0.weight", 1, 16, 1e6);
      ModelFile.write(file, loaded.model(), loaded.provenance());
    } finally {
      loaded.model().close();
    }
    Outcome outcome = Outcome.of("quantize", other);
    assertThat(outcome.exit()).isEqualTo(1);
    assertThat(outcome.out()).containsPattern("(?m)^loss +[0-9.]+ points");
    assertThat(outcome.err())
        .startsWith("fovea: " + other + ": int8 costs ")
        .contains("expected less than 0.5, so nothing was written")
        .hasLineCount(1);
    assertThat(other.resolve("int8.json")).doesNotExist();
  }

  private static void set(
      Map<String, Tensor> weights, String name, int dim, int count, double value) {
    Tensor first = weights.get(name).narrow(dim, 0, count);
    first.zeroInPlace();
    first.addInPlace(value);
  }

  @Test
  void aRunThatWasNotQuantisedIsRefusedWithTheCommand() throws IOException {
    Path other = copy("plain");
    String wanted = "no such file; `fovea quantize ";
    Outcome.of("predict", other, "x.png", "--int8").refused(1).contains(wanted, "plain` makes it");
    Outcome.of("evaluate", other, "--data", data, "--int8").refused(1).contains(wanted);
    Outcome.of("bench", "predict", "--model", other, "--int8").refused(1).contains(wanted);
  }

  @Test
  void aFileOfAnotherModelIsRefused() throws IOException {
    Path other = copy("strange");
    Path file = other.resolve("int8.json");
    String whole = Files.readString(run.resolve("int8.json"));
    Files.writeString(file, whole.replace("features.3", "features.9"));
    Outcome.of("predict", other, "x.png", "--int8")
        .refused(1)
        .contains(file + ": layer `features.9`: the network has no such layer")
        .contains("`fovea quantize " + other + "` makes it anew.");
    Files.writeString(file, whole.replaceFirst("\"low\" : [^,]*", "\"low\" : 1e99"));
    Outcome.of("predict", other, "x.png", "--int8")
        .refused(1)
        .contains("its inputs go from 1.0E99");
    Files.writeString(file, whole.substring(0, 40));
    Outcome.of("predict", other, "x.png", "--int8").refused(1).contains(file + ": not as expected");
  }

  @Test
  void itGoesByTheWeightsWhateverElseTheModelsFileSays() throws IOException {
    Path other = copy("weights");
    Files.copy(run.resolve("int8.json"), other.resolve("int8.json"));
    Path image = data.resolve("test/red/0.png");
    Outcome.of("calibrate", other, "--data", data, "--none-of-these", "energy").succeeds();
    Outcome.of("predict", other, image, "--int8").succeeds();
    Path fewer = other.resolve("fewer.safetensors");
    Outcome.of("fewshot", "remove-class", other, "--name", "red", "--out", fewer).succeeds();
    Outcome.of("predict", fewer, image, "--int8")
        .refusedAfterNotes(1)
        .isEqualTo(
            "fovea: %s: was made of other weights than %s; `fovea quantize %s` makes it anew of model.safetensors."
                .formatted(other.resolve("int8.json"), fewer, other));
  }

  @Test
  void whatIsNoRunOrHasOtherDataIsRefused() throws IOException {
    Outcome.of("quantize", run.resolve("model.safetensors"))
        .refused(1)
        .contains("a safetensors file, expected the folder of a run");
    Path others = folder.resolve("others");
    Files.createDirectories(others);
    Path less = TinyImages.in(others);
    Files.delete(less.resolve("train/red/0.png"));
    Outcome.of("quantize", copy("moved"), "--data", less)
        .refused(1)
        .contains("not as it was when the model was trained");
  }

  /** The run without what quantising wrote. */
  private static Path copy(String name) throws IOException {
    Path copy = Files.createDirectories(folder.resolve(name));
    for (String file :
        List.of("recipe.yaml", "environment.json", "model.safetensors", "result.json")) {
      Files.copy(run.resolve(file), copy.resolve(file));
    }
    return copy;
  }
}
