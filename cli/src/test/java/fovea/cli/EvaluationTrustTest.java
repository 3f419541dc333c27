package fovea.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import fovea.io.Safetensors;
import fovea.io.StoredTensors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What `fovea evaluate` says beside accuracy: how sure it is, against whom, and where it ends. */
class EvaluationTrustTest {
  private static final JsonMapper JSON = new JsonMapper();

  @TempDir static Path folder;
  private static Path data;
  private static Path run;

  @BeforeAll
  static void train() throws IOException {
    data = MislabelledImages.in(folder);
    run = MislabelledImages.trained(folder, "run", MislabelledImages.RECIPE);
  }

  private static Outcome evaluate(Object... more) {
    List<Object> command = new ArrayList<>(List.of("evaluate", run, "--data", data));
    command.addAll(List.of(more));
    return Outcome.of(command.toArray());
  }

  private static JsonNode evaluated(Object... more) throws IOException {
    List<Object> command = new ArrayList<>(List.of(more));
    command.addAll(List.of("--json", "-"));
    return JSON.readTree(evaluate(command.toArray()).succeeds().out());
  }

  @Test
  void eachFigureHasAnIntervalAroundIt() throws IOException {
    JsonNode json = evaluated();
    JsonNode intervals = json.get("intervals");
    for (String name :
        List.of("accuracy", "macroF1", "balancedAccuracy", "mcc", "kappa", "auroc", "loss")) {
      assertThat(json.get(name).asDouble())
          .as(name)
          .isBetween(
              intervals.get(name).get("low").asDouble(),
              intervals.get(name).get("high").asDouble());
    }
    assertThat(intervals.fieldNames())
        .toIterable()
        .contains("top2", "brier", "ece", "eceEqualMass", "riskCoverage");
    assertThat(intervals.get("ece").isNull()).isTrue();
    assertThat(json.at("/calibration/byChance/eceAtMost").asDouble())
        .isGreaterThan(json.at("/calibration/byChance/ece").asDouble());
    assertThat(json.get("resamples").asInt()).isEqualTo(1_000);
    assertThat(json.get("topK").get("2").asDouble())
        .isGreaterThanOrEqualTo(json.get("accuracy").asDouble());
    assertThat(json.get("perClassAuroc")).hasSize(3);
    assertThat(json.get("perClassIntervals").get(1).fieldNames())
        .toIterable()
        .contains("precision", "recall", "f1", "auroc");
    assertThat(json.get("calibration").get("bins")).hasSize(15);
    assertThat(json.get("calibration").get("loss").asDouble())
        .isCloseTo(json.get("loss").asDouble(), within(1e-12));
    JsonNode points = json.get("riskCoverage").get("points");
    assertThat(points.get(points.size() - 1).get("risk").asDouble())
        .isCloseTo(1 - json.get("accuracy").asDouble(), within(1e-12));
    assertThat(json.get("mostConfused").get(0).fieldNames())
        .toIterable()
        .containsExactly("truth", "predicted", "images");
    for (String asked : List.of("generalisationGap", "against", "selective", "unknown")) {
      assertThat(json.has(asked)).as(asked).isFalse();
    }
  }

  @Test
  void peopleSeeTheIntervals() {
    assertThat(evaluate().succeeds().out())
        .containsPattern("(?m)^accuracy +[0-9.]+ %  [0-9.]+ % to [0-9.]+ %$")
        .containsPattern("(?m)^Matthews correlation +-?[0-9.]+  -?[0-9.]+ to -?[0-9.]+$")
        .contains("95 % interval", "calibration error", "among the first 2");
    Outcome without = evaluate("--resamples", 0).succeeds();
    assertThat(without.out()).doesNotContain("95 % interval", " to ");
    evaluate("--resamples", -1)
        .refused(2)
        .startsWith("fovea: --resamples is -1, expected at least 0");
  }

  @Test
  void aModelIsNoBetterThanItself() throws IOException {
    JsonNode against = evaluated("--against", run.resolve("model.safetensors")).get("against");
    JsonNode test = against.get("test");
    assertThat(test.get("difference").asDouble()).isZero();
    assertThat(test.get("pValue").asDouble()).isEqualTo(1);
    assertThat(test.get("interval").isNull()).isTrue(); // no image tells them apart
    assertThat(test.get("images").asInt()).isEqualTo(60);
    assertThat(against.get("notes")).isEmpty();
  }

  @Test
  void thatTheOtherModelMayHaveBeenTrainedOnTheImagesIsSaid() throws IOException {
    Path grown = runsModel("grown.safetensors", Map.of("fovea.data", "0".repeat(64)));
    String why =
        "%s isn't what the model was trained on; any of these images that it was trained on flatter its figures"
            .formatted(data);
    Outcome outcome = evaluate("--against", grown, "--json", "-").succeeds();
    assertThat(outcome.err().lines()).contains("fovea: %s: %s".formatted(grown, why));
    JsonNode notes = JSON.readTree(outcome.out()).at("/against/notes");
    assertThat(notes).hasSize(1);
    assertThat(notes.get(0).asText()).isEqualTo(why);
    Path silent = runsModel("silent.safetensors", Map.of());
    assertThat(evaluate("--against", silent).succeeds().err())
        .contains(
            silent + ": the model doesn't say what it was trained on; any of these images that it");
  }

  /** A file of the run's model that says another thing of its data, or nothing. */
  private static Path runsModel(String name, Map<String, String> said) {
    StoredTensors stored = Safetensors.read(run.resolve("model.safetensors"));
    Map<String, String> metadata = new TreeMap<>(stored.metadata());
    metadata.remove("fovea.data");
    metadata.putAll(said);
    Path file = folder.resolve(name);
    Safetensors.write(file, new StoredTensors(stored.tensors(), metadata));
    return file;
  }

  @Test
  void whatIsToBeSaidOfTheOtherModelsTrainingImagesIsSaid() throws IOException {
    Path copies = Files.createDirectories(folder.resolve("copies"));
    Path leaking = MislabelledImages.in(copies);
    for (int i = 0; i < 10; i++) { // some of which the run holds out for validation
      Path leaked = leaking.resolve("test/red/leaked" + i + ".png");
      Files.copy(leaking.resolve("train/red/" + i + ".png"), leaked);
    }
    Path other = MislabelledImages.trained(copies, "other", MislabelledImages.RECIPE);
    Object[] command = {"evaluate", run, "--data", leaking, "--against", other, "--json", "-"};
    Outcome outcome = Outcome.of(command).succeeds();
    String leak = JSON.readTree(outcome.out()).at("/against/notes/0").asText();
    assertThat(leak)
        .matches("\\d+ images are both in train and in test; the figures flatter the model");
    assertThat(outcome.err().lines())
        .contains("fovea: %s: %s".formatted(other.resolve("model.safetensors"), leak))
        .doesNotContain("fovea: " + leak);
  }

  @Test
  void theDifferenceIsThatOfTheAccuracies() throws IOException {
    Path other =
        MislabelledImages.trained(
            folder, "other", MislabelledImages.RECIPE.replace("epochs: 3", "epochs: 1"));
    JsonNode json = evaluated("--against", other);
    JsonNode against = json.get("against");
    JsonNode alone =
        JSON.readTree(
            Outcome.of("evaluate", other, "--data", data, "--json", "-").succeeds().out());
    assertThat(against.get("accuracy")).isEqualTo(alone.get("accuracy"));
    assertThat(against.get("test").get("difference").asDouble())
        .isCloseTo(
            json.get("accuracy").asDouble() - alone.get("accuracy").asDouble(), within(1e-12));
    assertThat(evaluate("--against", other).succeeds().out())
        .contains("against " + other.resolve("model.safetensors"), "exact McNemar test");
  }

  @Test
  void modelsThatTakeOtherImagesAreNotCompared() throws IOException {
    Path larger =
        MislabelledImages.trained(
            folder, "larger", MislabelledImages.RECIPE.replace("imageSize: 8", "imageSize: 16"));
    evaluate("--against", larger)
        .refused(1)
        .contains("takes images of 16 x 16, the other model 8 x 8; only models that take the same");
  }

  @Test
  void imagesThatTheOtherModelWasTrainedOnAreNotComparedOn() throws IOException {
    Path otherSeed =
        MislabelledImages.trained(
            folder, "seed", MislabelledImages.RECIPE.replace("seed: 3", "seed: 4"));
    evaluate("--split", "validation", "--against", otherSeed)
        .refusedAfterNotes(1)
        .contains("are new to it than to the first model");
  }

  @Test
  void theGapIsTrainingAccuracyMinusTheJudgedImages() throws IOException {
    JsonNode json = evaluated("--gap");
    JsonNode gap = json.get("generalisationGap");
    assertThat(gap.get("trainImages").asInt()).isEqualTo(60);
    assertThat(gap.get("gap").asDouble())
        .isCloseTo(
            gap.get("trainAccuracy").asDouble() - json.get("accuracy").asDouble(), within(1e-12));
    Path others = folder.resolve("others");
    MislabelledImages.write(others, 5, 8);
    Outcome.of("evaluate", run, "--data", others, "--gap")
        .refusedAfterNotes(1)
        .contains("not the data that the model was trained on, so there is no gap to say");
  }

  @Test
  void aThresholdIsChosenByValidationImagesAndTriedOnTheOthers() throws IOException {
    JsonNode selective = evaluated("--error-rate", "90%").get("selective");
    JsonNode chosen = selective.get("chosen");
    assertThat(chosen.get("wantedErrorRate").asDouble()).isEqualTo(0.9);
    assertThat(chosen.get("validationImages").asInt()).isEqualTo(48);
    assertThat(chosen.get("errorRateAtMost").asDouble())
        .isBetween(chosen.get("validationErrorRate").asDouble(), 0.9);
    JsonNode here = selective.get("onTheseImages");
    assertThat(here.get("coverage").asDouble()).isBetween(0.01, 1.0);
    assertThat(here.get("errorRate").asDouble())
        .isBetween(
            here.at("/errorRateInterval/low").asDouble(),
            here.at("/errorRateInterval/high").asDouble());
    JsonNode there = evaluated("--split", "validation", "--error-rate", "0.9").get("selective");
    assertThat(there.get("chosen")).isEqualTo(chosen);
    assertThat(there.get("onTheseImages").isNull()).isTrue();
    assertThat(evaluate("--error-rate", "0.9").succeeds().out())
        .contains("answers with at most 90.00 % errors, which 95 of 100 thresholds so chosen keep")
        .contains("by 48 validation images", "% of answers wrong, of others at most ")
        .containsPattern("(?m)^here .* % of answers wrong \\([0-9.]+ % to [0-9.]+ %\\)$");
    assertThat(evaluate("--error-rate", "1%").succeeds().out())
        .contains(
            "answers with at most 1.00 % errors on the validation images, too few to promise it of others")
        .contains("by 48 validation images", "% of answers wrong, of others at most ")
        .doesNotContain("errors, which 95 of 100");
    evaluate("--error-rate", "two").refused(2).contains("`two` is no share");
    evaluate("--error-rate", "1").refused(2).contains("--error-rate is 1.0, expected less than 1");
  }

  @Test
  void imagesOfOtherThingsAreToldApartByEachScore() throws IOException {
    Path odd = folder.resolve("odd");
    MislabelledImages.write(odd, 5, 9);
    Files.move(odd.resolve("red"), odd.resolve("rust"));
    Outcome outcome = evaluate("--unknown", "noise", "--unknown", odd, "--json", "-").succeeds();
    assertThat(outcome.err())
        .contains(odd + ": left out 10 images of classes that the model knows");
    JsonNode unknown = JSON.readTree(outcome.out()).get("unknown");
    assertThat(unknown.findValuesAsText("data")).containsExactly("noise", odd.toString());
    assertThat(unknown.get(0).get("images").asInt()).isEqualTo(2_000);
    assertThat(unknown.get(1).get("images").asInt()).isEqualTo(5);
    for (JsonNode one : unknown) {
      assertThat(one.get("methods").findValuesAsText("method"))
          .containsExactly("max-softmax", "energy", "nearest-features");
      assertThat(one.get("stored").isNull()).isTrue();
      for (JsonNode method : one.get("methods")) {
        assertThat(method.get("known").asInt()).isEqualTo(60);
      }
    }
    assertThat(evaluate("--unknown", odd).succeeds().out())
        .containsPattern("(?m)^energy +[0-9.]+  [0-9.]+ to [0-9.]+ +[0-9.]+ %");
    for (JsonNode method : unknown.get(0).get("methods")) { // noise is far from all colours
      assertThat(method.get("auroc").asDouble()).as("%s", method).isGreaterThan(0.8);
    }
  }

  @Test
  void imagesOfKnownClassesAreNoUnknownOnes() {
    evaluate("--unknown", data)
        .refused(1)
        .contains("the model knows all of its classes, expected images of other things");
    evaluate("--int8", "--gap").refused(2).startsWith("fovea: --int8 doesn't go with --gap,");
  }

  @Test
  void withoutTheTrainingImagesThereAreNoNearestFeatures() throws IOException {
    Path others = folder.resolve("elsewhere");
    MislabelledImages.write(others, 5, 8);
    Outcome outcome =
        Outcome.of("evaluate", run, "--data", others, "--unknown", "noise", "--json", "-")
            .succeeds();
    assertThat(outcome.err()).contains("there are no nearest features to compare with");
    assertThat(JSON.readTree(outcome.out()).get("unknown").get(0).get("methods")).hasSize(2);
  }
}
