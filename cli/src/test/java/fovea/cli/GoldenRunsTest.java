package fovea.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import fovea.io.Safetensors;
import fovea.recipe.Recipe;
import fovea.run.RunFolder;
import fovea.tensor.QuantizedLayer;
import fovea.train.EpochRecord;
import fovea.train.RunResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every run under {@code fovea/goldens} among the resources, written by an earlier Fovea: {@code
 * finished}, with the figures that it gave then, and {@code cut}, the same run killed between the
 * log of an epoch and its checkpoint.
 */
@ParameterizedClass(name = "{argumentSetName}")
@MethodSource("runs")
class GoldenRunsTest {
  private static final double CLOSE = 1e-5;

  /**
   * Another processor rounds an input of a layer in 8-bit whole numbers up where this one didn't.
   */
  private static final double CLOSE_IN_INT8 = 0.02;

  @TempDir static Path shared;
  @TempDir Path folder;

  @Parameter Path golden = Path.of("");

  static List<? extends Arguments> runs() {
    return GoldenSets.runs().stream()
        .map(
            run ->
                Arguments.argumentSet(run.getParent().getFileName() + "/" + run.getFileName(), run))
        .toList();
  }

  private JsonNode figures = GoldenFigures.JSON.createObjectNode();
  private Path finished = Path.of("");
  private String data = "";

  @BeforeEach
  void unpack() throws IOException {
    figures = GoldenFigures.JSON.readTree(golden.resolve(WriteGoldens.FIGURES).toFile());
    finished = GoldenSets.unpack(golden.resolve("finished"), folder.resolve("finished"));
    data = GoldenImages.data(figures.required(WriteGoldens.DATA).asText(), shared);
  }

  @Test
  void theModelFileIsTheOneThatWasWrittenThen() throws IOException {
    assertThat(GoldenFigures.sha256(finished.resolve("model.safetensors")))
        .isEqualTo(figures.required("sha256").asText());
  }

  @Test
  void aRunIsJudgedOnEverySplitAsItWas() throws IOException {
    assertThat(GoldenFigures.SPLITS).anyMatch(figures::has);
    for (String split : GoldenFigures.SPLITS) {
      if (figures.has(split)) {
        JsonNode now = GoldenFigures.evaluation(finished, data, split);
        requireClose(now, figures.required(split));
      }
    }
  }

  @Test
  void aRunPredictsAsItDid() throws IOException {
    requireClose(
        GoldenFigures.predictions(finished, toPredict()), figures.required("predictions"), CLOSE);
  }

  @Test
  void aModelFileAwayFromItsRunPredictsAndIsJudgedAsItWas() throws IOException {
    Path model = Files.move(finished.resolve("model.safetensors"), folder.resolve("m.safetensors"));
    requireClose(
        GoldenFigures.predictions(model, toPredict()), figures.required("predictions"), CLOSE);
    requireClose(GoldenFigures.evaluation(model, data, "test"), figures.required("test"));
  }

  @Test
  void aQuantizedRunPredictsAndIsJudgedAsItWas() throws IOException {
    assumeThat(finished.resolve("int8.json")).exists();
    assumeThat(QuantizedLayer.isPossible()).isTrue();
    boolean same = SameModel.onSameProcessor(finished);
    requireClose(
        GoldenFigures.predictions(finished, toPredict(), "--int8"),
        figures.required("int8Predictions"),
        same ? CLOSE : CLOSE_IN_INT8);
    JsonNode then = figures.required("int8Test");
    JsonNode now = GoldenFigures.evaluation(finished, data, "test", "--int8");
    if (same) {
      requireClose(now, then);
    } else {
      assertThat(now.get("loss").asDouble())
          .isCloseTo(then.required("loss").asDouble(), within(CLOSE_IN_INT8));
    }
  }

  @Test
  void aRunThatWasCutEndsAsItWouldHaveEnded() throws IOException {
    Path cut = GoldenSets.unpack(golden.resolve("cut"), folder.resolve("cut"));
    int logged = RunFolder.open(cut).epochs().read().size();
    Outcome resumed = Outcome.of("train", "--resume", cut, "--data", data).succeeds();
    assertThat(resumed.err()).contains("Going on with epoch " + logged + " of ");
    SameModel.require(finished, cut);
    requireSameCourse(cut);
  }

  @Test
  void aRunsOwnRecipeRepeatsIt() throws IOException {
    assumeThat(figures.required(WriteGoldens.THINNED).asBoolean()).isFalse();
    Path again = folder.resolve("again");
    Path recipe = finished.resolve("recipe.yaml");
    Outcome.of("train", "--data", data, "--recipe", recipe, "--out", again).succeeds();
    SameModel.require(finished, again);
    requireSameCourse(again);
  }

  @Test
  void theRecipeInTheFolderIsTheOneInTheModelFileAndReadsBackFromItsYaml() {
    Recipe recipe = RunFolder.open(finished).recipe();
    String inModel =
        Safetensors.read(finished.resolve("model.safetensors")).metadata().get("fovea.recipe");
    assertThat(Recipe.recorded(inModel, "the model file")).isEqualTo(recipe);
    assertThat(Recipe.recorded(recipe.toYaml(), "what was written")).isEqualTo(recipe);
  }

  @Test
  void theSummaryNamesTheSameLayersWithTheSameCost() throws IOException {
    JsonNode now = GoldenFigures.summary(finished);
    JsonNode then = figures.required("summary");
    for (String fact : List.of("model", "input", "classes", "parameters", "macs")) {
      assertThat(now.get(fact)).as(fact).isEqualTo(then.required(fact));
    }
    assertThat(now.get("layers")).hasSameSizeAs(then.required("layers"));
    for (int i = 0; i < then.required("layers").size(); i++) {
      requireSameLayer(now.get("layers").get(i), then.required("layers").get(i));
    }
  }

  /** A later Fovea may know more arguments of a layer. */
  private static void requireSameLayer(JsonNode now, JsonNode then) {
    String name = then.required("name").asText();
    for (String fact : List.of("name", "type", "outputShape", "parameters", "macs")) {
      assertThat(now.get(fact)).as("%s of %s", fact, name).isEqualTo(then.required(fact));
    }
    for (Map.Entry<String, JsonNode> argument : then.required("arguments").properties()) {
      assertThat(now.get("arguments").get(argument.getKey()))
          .as("%s of %s", argument.getKey(), name)
          .isEqualTo(argument.getValue());
    }
  }

  /** The log and the result of a run that ended now, beside those of then. */
  private void requireSameCourse(Path run) {
    boolean same = SameModel.onSameProcessor(finished);
    double close = same ? CLOSE : 0.1;
    double few = same ? CLOSE : 0.2; // accuracies are of some dozens of images
    List<EpochRecord> then = RunFolder.open(finished).epochs().read();
    List<EpochRecord> now = RunFolder.open(run).epochs().read();
    assertThat(now).hasSameSizeAs(then);
    for (int i = 0; i < then.size(); i++) {
      assertThat(now.get(i).epoch()).isEqualTo(then.get(i).epoch());
      assertThat(now.get(i).learningRate()).isCloseTo(then.get(i).learningRate(), within(1e-12));
      assertThat(now.get(i).trainLoss()).isCloseTo(then.get(i).trainLoss(), within(close));
      requireClose(now.get(i).validationLoss(), then.get(i).validationLoss(), close);
    }
    RunResult before = RunFolder.open(finished).result();
    RunResult after = RunFolder.open(run).result();
    assertThat(after.epochs()).isEqualTo(before.epochs());
    assertThat(after.chosenEpoch()).isEqualTo(before.chosenEpoch());
    assertThat(after.parameters()).isEqualTo(before.parameters());
    assertThat(after.macs()).isEqualTo(before.macs());
    assertThat(after.testAccuracy()).isCloseTo(before.testAccuracy(), within(few));
    assertThat(after.trainAccuracy()).isCloseTo(before.trainAccuracy(), within(few));
    requireClose(after.validationAccuracy(), before.validationAccuracy(), few);
    requireClose(after.testAccuracyWithViews(), before.testAccuracyWithViews(), few);
  }

  private static void requireClose(@Nullable Double now, @Nullable Double then, double close) {
    if (then == null) {
      assertThat(now).isNull();
    } else {
      assertThat(now).isCloseTo(then, within(close));
    }
  }

  /** The same images were held out; how data are told apart may change. */
  private static void requireClose(JsonNode now, JsonNode then) {
    for (String fact : List.of("images", "confusionMatrix")) {
      assertThat(now.get(fact)).as(fact).isEqualTo(then.required(fact));
    }
    for (String figure : List.of("accuracy", "loss", "macroF1")) {
      assertThat(now.get(figure).asDouble())
          .as(figure)
          .isCloseTo(then.required(figure).asDouble(), within(CLOSE));
    }
  }

  /** By image, by class: the probability. */
  private static void requireClose(ObjectNode now, JsonNode then, double close) {
    assertThat(now.properties()).hasSameSizeAs(then.properties());
    for (Map.Entry<String, JsonNode> image : then.properties()) {
      JsonNode probabilities = now.required(image.getKey());
      assertThat(probabilities).hasSameSizeAs(image.getValue());
      for (Map.Entry<String, JsonNode> one : image.getValue().properties()) {
        assertThat(probabilities.required(one.getKey()).asDouble())
            .as("%s of %s", one.getKey(), image.getKey())
            .isCloseTo(one.getValue().asDouble(), within(close));
      }
    }
  }

  private Path toPredict() throws IOException {
    return GoldenImages.toPredict(
        figures.required("summary").required("input").get(1).asInt(), shared);
  }
}
