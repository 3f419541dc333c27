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
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A model that knows how sure it may be, and when an image is none of its classes. */
class CalibrateTest {
  private static final JsonMapper JSON = new JsonMapper();

  @TempDir static Path folder;
  private static Path data;
  private static Path run;

  @BeforeAll
  static void train() throws IOException {
    data = MislabelledImages.in(folder);
    run = MislabelledImages.trained(folder, "run", MislabelledImages.RECIPE);
  }

  /** A copy of the run, whose model file a test may change. */
  private static Path copy(String name) throws IOException {
    Path copy = Files.createDirectories(folder.resolve(name));
    for (String file :
        List.of("recipe.yaml", "environment.json", "model.safetensors", "result.json")) {
      Files.copy(run.resolve(file), copy.resolve(file));
    }
    return copy;
  }

  private static JsonNode calibrated(Path of, Object... more) throws IOException {
    List<Object> command = new ArrayList<>(List.of("calibrate", of, "--data", data, "--json"));
    command.addAll(List.of(more));
    return JSON.readTree(Outcome.of(command.toArray()).succeeds().out());
  }

  private static JsonNode evaluated(Path of, Object... more) throws IOException {
    List<Object> command =
        new ArrayList<>(List.of("evaluate", of, "--data", data, "--resamples", 0, "--json", "-"));
    command.addAll(List.of(more));
    return JSON.readTree(Outcome.of(command.toArray()).succeeds().out());
  }

  private static JsonNode predicted(Path of, Object... images) throws IOException {
    List<Object> command = new ArrayList<>(List.of("predict", of, "--json"));
    command.addAll(List.of(images));
    return JSON.readTree(Outcome.of(command.toArray()).succeeds().out());
  }

  @Test
  void theTemperatureIsStoredAndThePredictionsAreThoseOfTheLogitsDividedByIt() throws IOException {
    Path of = copy("calibrated");
    Path image = data.resolve("test/red/0.png");
    JsonNode before = predicted(of, image).get(0);
    assertThat(before.has("temperature")).isFalse();
    JsonNode report = calibrated(of);
    double temperature = report.get("temperature").asDouble();
    assertThat(report.get("images").asInt()).isEqualTo(48);
    assertThat(report.get("after").get("loss").asDouble())
        .isLessThanOrEqualTo(report.get("before").get("loss").asDouble());
    assertThat(Safetensors.read(of.resolve("model.safetensors")).tensors())
        .isEqualTo(Safetensors.read(run.resolve("model.safetensors")).tensors());
    JsonNode after = predicted(of, image).get(0);
    assertThat(after.get("temperature").asDouble()).isEqualTo(temperature);
    assertThat(after.has("noneOfThese")).isFalse();
    assertThat(after.get("predictions").findValuesAsText("class"))
        .isEqualTo(before.get("predictions").findValuesAsText("class"));
    assertThat(logOdds(after)).isCloseTo(logOdds(before) / temperature, within(1e-3));
    Outcome forPeople = Outcome.of("predict", of, image).succeeds();
    assertThat(forPeople.err())
        .startsWith("fovea: probabilities are calibrated, by temperature ")
        .endsWith("fitted to 48 validation images\n");
  }

  /** Of the most probable class against the second. */
  private static double logOdds(JsonNode image) {
    JsonNode predictions = image.get("predictions");
    return Math.log(
        predictions.get(0).get("probability").asDouble()
            / predictions.get(1).get("probability").asDouble());
  }

  @Test
  void evaluationShowsBeforeAndAfter() throws IOException {
    Path of = copy("shown");
    JsonNode plain = evaluated(of);
    assertThat(plain.get("temperature").isNull()).isTrue();
    assertThat(plain.has("calibrated")).isFalse();
    double temperature = calibrated(of).get("temperature").asDouble();
    JsonNode after = evaluated(of);
    assertThat(after.get("calibration")).isEqualTo(plain.get("calibration"));
    assertThat(after.get("loss")).isEqualTo(plain.get("loss"));
    assertThat(after.get("accuracy")).isEqualTo(plain.get("accuracy"));
    assertThat(after.get("temperature").asDouble()).isEqualTo(temperature);
    assertThat(after.get("calibrated").get("loss"))
        .isNotEqualTo(after.get("calibration").get("loss"));
    assertThat(Outcome.of("evaluate", of, "--data", data).succeeds().out())
        .contains("as it is", "temperature " + String.format("%.3f", temperature));
    JsonNode validation = evaluated(of, "--split", "validation");
    assertThat(validation.get("calibrated").get("loss").asDouble())
        .isLessThan(validation.get("calibration").get("loss").asDouble());
  }

  @Test
  void surestAnswersGoByTheConfidenceOfPredictions() throws IOException {
    Path of = copy("surest");
    JsonNode before = evaluated(of).at("/riskCoverage/points");
    JsonNode unused = calibrated(of);
    JsonNode after = evaluated(of).at("/riskCoverage/points");
    assertThat(after.findValues("confidence")).isNotEqualTo(before.findValues("confidence"));
    double least = 1;
    for (JsonNode image : predicted(of, data.resolve("test"))) {
      least = Math.min(least, image.at("/predictions/0/probability").asDouble());
    }
    double ofAll = after.get(after.size() - 1).get("confidence").asDouble();
    assertThat(ofAll).isCloseTo(least, within(1e-3));
    Path page = folder.resolve("surest.html");
    String others =
        "gap,calibration,unknown,corruptions,sweeps,attacks,budgets,changes,shortcuts,explanations,cost";
    Outcome report =
        Outcome.of("report", of, "--data", data, "--out", page, "--skip", others, "--json", "-")
            .succeeds();
    assertThat(JSON.readTree(report.out()).at("/assessment/riskCoverage/points")).isEqualTo(after);
    assertThat(page).content().contains(Text.percent(ofAll));
  }

  @Test
  void whatIsLessFamiliarThanTheThresholdIsNoneOfThese() throws IOException {
    for (String method : List.of("max-softmax", "energy", "nearest-features")) {
      Path of = copy(method);
      JsonNode stored =
          calibrated(of, "--none-of-these", method, "--accept", "80%").get("noneOfThese");
      assertThat(stored.get("method").asText()).isEqualTo(method);
      double threshold = stored.get("threshold").asDouble();
      JsonNode images = predicted(of, data.resolve("test"));
      int rejected = 0;
      for (JsonNode image : images) {
        boolean none = image.get("noneOfThese").asBoolean();
        assertThat(none).as(method).isEqualTo(image.get("familiarity").asDouble() < threshold);
        assertThat(image.get("none").asDouble() > 0.8).as(method).isEqualTo(none);
        rejected += none ? 1 : 0;
      }
      assertThat(rejected).as(method).isBetween(1, 59);
      List<String> lines =
          Outcome.of("predict", of, data.resolve("test")).succeeds().out().lines().toList();
      assertThat(lines.stream().filter(line -> line.contains("  none of these (")))
          .hasSize(rejected)
          .allMatch(line -> line.matches(".*\\), stranger than [\\d.]+ % of validation images"));
      JsonNode unknown = evaluated(of, "--unknown", "noise").get("unknown").get(0);
      assertThat(unknown.get("stored").get("method").asText()).isEqualTo(method);
      assertThat(unknown.get("stored").get("rejectedKnown").asDouble())
          .as(method)
          .isCloseTo(rejected / 60.0, within(1e-9));
    }
  }

  @Test
  void strangeImagesAreToldAlsoWhereNoTemperatureCanBe() throws IOException {
    Path easy = TinyImages.in(folder);
    Path of = folder.resolve("easy");
    Outcome.of(
            "train",
            "--data",
            easy,
            "--recipe",
            TinyImages.recipe(folder),
            "--set",
            "epochs=20",
            "--out",
            of)
        .succeeds();
    Outcome.of("calibrate", of, "--data", easy).refused(1).contains("are predicted right");
    Outcome told =
        Outcome.of("calibrate", of, "--data", easy, "--none-of-these", "energy").succeeds();
    assertThat(told.err()).contains("the temperature stays as it is: all ");
    JsonNode image = predicted(of, easy.resolve("test/red/0.png")).get(0);
    assertThat(image.has("temperature")).isFalse();
    assertThat(image.get("noneOfThese").isBoolean()).isTrue();
    Outcome off = Outcome.of("calibrate", of, "--data", easy, "--none-of-these", "off").succeeds();
    assertThat(off.err()).contains("the temperature stays as it is: all ");
    assertThat(predicted(of, easy.resolve("test/red/0.png")).get(0).has("noneOfThese")).isFalse();
  }

  @Test
  void howStrangeAnImageIsIsTheShareOfMoreFamiliarValidationImages() throws IOException {
    Path split = folder.resolve("familiar");
    MislabelledImages.write(split.resolve("test"), 4, 6);
    MislabelledImages.write(split.resolve("val"), 20, 7);
    Path of = copy("familiar-run");
    JsonNode unused =
        JSON.readTree(
            Outcome.of("calibrate", of, "--data", split, "--none-of-these", "energy", "--json")
                .succeeds()
                .out());
    assertThat(unused.get("noneOfThese").get("percentiles")).hasSize(101);
    List<Double> known = new ArrayList<>();
    predicted(of, split.resolve("val"))
        .forEach(image -> known.add(image.get("familiarity").asDouble()));
    assertThat(known).hasSize(60);
    for (JsonNode image : predicted(of, split.resolve("test"))) {
      double familiarity = image.get("familiarity").asDouble();
      long above = known.stream().filter(score -> score > familiarity).count();
      assertThat(image.get("none").asDouble()).isCloseTo(above / 60.0, within(0.02));
    }
  }

  /** Of 30 images one in twenty is none that can be counted. */
  @Test
  void noShareIsSaidThatIsNotSo() throws IOException {
    Path split = folder.resolve("counted");
    MislabelledImages.write(split.resolve("test"), 4, 6);
    MislabelledImages.write(split.resolve("val"), 10, 8);
    Path of = copy("counted-run");
    Outcome told =
        Outcome.of("calibrate", of, "--data", split, "--none-of-these", "energy").succeeds();
    int below = 0;
    for (JsonNode image : predicted(of, split.resolve("val"))) {
      below += image.get("noneOfThese").asBoolean() ? 1 : 0;
    }
    assertThat(below / 30.0).isLessThan(0.05);
    assertThat(told.out()).contains(" by energy, as at most 5.00 % of 30 validation images are");
  }

  @Test
  void aModelCalibratedByAnEarlierFoveaSaysOnlyWhetherItIsNoneOfThese() throws IOException {
    Path of = copy("earlier");
    JsonNode unused = calibrated(of, "--none-of-these", "energy", "--accept", "0.5");
    Path file = of.resolve("model.safetensors");
    StoredTensors stored = Safetensors.read(file);
    Map<String, String> metadata = new TreeMap<>(stored.metadata());
    String without =
        metadata.get("fovea.noneOfThese").replaceFirst(",\"percentiles\":\\[[^]]*\\]", "");
    metadata.put("fovea.noneOfThese", without);
    Safetensors.write(file, new StoredTensors(stored.tensors(), metadata));
    JsonNode image = predicted(of, data.resolve("test")).get(0);
    assertThat(image.get("noneOfThese").isBoolean()).isTrue();
    assertThat(image.has("none")).isFalse();
    assertThat(Outcome.of("predict", of, data.resolve("test")).succeeds().out())
        .contains("  none of these (")
        .doesNotContain("stranger than");
    assertThat(calibrated(of).get("noneOfThese").has("percentiles")).isFalse();
  }

  @Test
  void aSheetShowsWhatIsNoneOfThese() throws IOException {
    Path of = copy("sheet");
    JsonNode unused = calibrated(of, "--none-of-these", "energy", "--accept", "0.5");
    assertThat(unused.get("noneOfThese").get("accepted").asDouble()).isEqualTo(0.5);
    Path image = data.resolve("test/red/0.png");
    Path sheet = folder.resolve("sheet.png");
    Outcome.of("predict", of, image, image, "--sheet", sheet).succeeds();
    assertThat(ImageIO.read(sheet.toFile()).getWidth()).isEqualTo(2 * 20 + 2 * 168);
    Outcome.of("predict", of, image, "--sheet", sheet).succeeds();
    assertThat(ImageIO.read(sheet.toFile()).getWidth()).isEqualTo(2 * 20 + 168);
    byte[] before = Files.readAllBytes(image);
    Outcome.of("predict", of, "--sheet", image, image)
        .refused(1)
        .contains("0.png: exists already, a PNG image that doesn't say that Fovea made it");
    assertThat(image).hasBinaryContent(before);
    Outcome.of("predict", of, image, "--sheet", folder.resolve("none/sheet.png"))
        .refused(1)
        .endsWith("can't be written, its folder doesn't exist.");
  }

  @Test
  void aThresholdStaysUntilItIsSwitchedOff() throws IOException {
    Path of = copy("kept");
    JsonNode first = calibrated(of, "--none-of-these", "energy").get("noneOfThese");
    assertThat(calibrated(of).get("noneOfThese")).isEqualTo(first);
    assertThat(calibrated(of, "--none-of-these", "off").has("noneOfThese")).isFalse();
    assertThat(predicted(of, data.resolve("test/red/0.png")).get(0).has("noneOfThese")).isFalse();
  }

  @Test
  void nothingIsChosenByTestOrTrainingImages() throws IOException {
    byte[] before = Files.readAllBytes(run.resolve("model.safetensors"));
    Outcome.of("calibrate", run, "--data", data, "--split", "test")
        .refused(2)
        .startsWith(
            "fovea: --split is test, by which nothing may be chosen, or figures on it would flatter");
    Outcome.of("calibrate", run, "--data", data, "--split", "train")
        .refused(2)
        .startsWith("fovea: --split is train, and a model is surer of images");
    assertThat(run.resolve("model.safetensors")).hasBinaryContent(before);
  }

  @Test
  void wrongMethodsAndSharesAreRefused() {
    Outcome.of("calibrate", run, "--data", data, "--accept", "0.99")
        .refused(2)
        .startsWith("fovea: --accept goes with --none-of-these and a method");
    Outcome.of("calibrate", run, "--data", data, "--none-of-these", "magic")
        .refused(2)
        .startsWith(
            "fovea: --none-of-these is `magic`, expected max-softmax, energy, nearest-features or off");
    Outcome.of("calibrate", run, "--data", data, "--accept", "950%")
        .refused(2)
        .startsWith("fovea: --accept is 9.5, expected a share above 0, at most 1");
    Outcome.of("calibrate", run, "--data", data, "--accept", "most")
        .refused(2)
        .contains("`most` is no share, expected one such as 0.02 or 2%");
  }

  @Test
  void aRunThatHeldNothingOutIsToldTheWays() throws IOException {
    Path all =
        MislabelledImages.trained(
            folder, "all", TinyImages.RECIPE.replace("validation: 0.2", "validation: 0"));
    Outcome.of("calibrate", all, "--data", data)
        .refused(1)
        .contains(
            "its run trained on all training images and held none out",
            "train once more with `--set validation=0.1`, or name a folder with val/");
  }

  @Test
  void otherDataCalibrateByTheirValidationImagesOnly() throws IOException {
    Path others = folder.resolve("others");
    MislabelledImages.write(others, 10, 5);
    Outcome.of("calibrate", run, "--data", others)
        .refused(1)
        .contains(
            "not the data that the model was trained on, and without validation images of its own");
    Path split = folder.resolve("split");
    MislabelledImages.write(split.resolve("test"), 4, 6);
    MislabelledImages.write(split.resolve("val"), 10, 7);
    Path of = copy("by-others");
    Outcome outcome = Outcome.of("calibrate", of, "--data", split).succeeds();
    assertThat(outcome.out()).contains("by 30 images, validation split of split");
    assertThat(outcome.err()).contains("30 validation images: few to calibrate by");
    Outcome.of("calibrate", of, "--data", split, "--none-of-these", "nearest-features")
        .refusedAfterNotes(1)
        .contains("not the data that the model was trained on, whose features nearest-features");
  }

  @Test
  void aModelWithoutItsFeaturesIsRefusedWithWhatToDo() throws IOException {
    Path of = copy("moved");
    JsonNode unused = calibrated(of, "--none-of-these", "nearest-features");
    assertThat(unused.get("noneOfThese").get("features").asText()).hasSize(64);
    Files.delete(of.resolve("model.known.safetensors"));
    Outcome.of("predict", of, data.resolve("test/red/0.png"))
        .refused(1)
        .contains("model.known.safetensors: no such file, by which the model tells unknown images");
    assertThat(calibrated(of, "--none-of-these", "off").has("noneOfThese")).isFalse();
  }
}
