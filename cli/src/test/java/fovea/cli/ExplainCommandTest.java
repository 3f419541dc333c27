package fovea.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import fovea.explain.Explainer;
import fovea.explain.GradCam;
import fovea.explain.Question;
import fovea.explain.Relevance;
import fovea.io.Safetensors;
import fovea.io.StoredTensor;
import fovea.run.Fitted;
import fovea.run.FittedTemperature;
import fovea.run.TrainedModel;
import fovea.tensor.Rng;
import fovea.tensor.Shape;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Explanations of a trained run's answers, by the command. */
class ExplainCommandTest {
  private static final JsonMapper JSON = new JsonMapper();

  @TempDir static Path folder;
  private static Path data;
  private static Path run;
  private static Path image;

  @BeforeAll
  static void train() throws IOException {
    data = TinyImages.in(folder);
    run = folder.resolve("run");
    Path recipe = TinyImages.recipe(folder);
    Outcome.of("train", "--data", data, "--recipe", recipe, "--out", run).succeeds();
    image = data.resolve("test").resolve("red").resolve("0.png");
  }

  private static float[] values(Path picture) throws IOException {
    var read = ImageIO.read(picture.toFile());
    float[] values = new float[192];
    for (int p = 0; p < 64; p++) {
      int rgb = read.getRGB(p % 8, p / 8);
      for (int c = 0; c < 3; c++) {
        values[c * 64 + p] = (rgb >> (16 - 8 * c) & 0xff) / 255f;
      }
    }
    return values;
  }

  @Test
  void anImageGetsAnOverlayAHeatMapAndTheRawValuesOfTheLibrary() throws IOException {
    Path out = folder.resolve("why");
    Outcome outcome = Outcome.of("explain", run, image, "--out", out).succeeds();
    assertThat(outcome.out())
        .containsPattern("0\\.png +(red|green|blue) [0-9.]+ % .*why (red|green|blue)")
        .contains("pictures are in " + out.resolve("index.html"));
    Path values;
    try (Stream<Path> files = Files.list(out)) {
      values =
          files.filter(file -> file.toString().endsWith(".safetensors")).findFirst().orElseThrow();
    }
    String stem = values.toString().replaceFirst("\\.safetensors$", "");
    assertThat(stem).endsWith(".grad-cam");
    assertThat(ImageIO.read(Path.of(stem + ".png").toFile()).getWidth()).isEqualTo(256);
    assertThat(ImageIO.read(Path.of(stem + ".heat.png").toFile()).getHeight()).isEqualTo(256);
    assertThat(Files.readString(out.resolve("index.html"))).contains("<img", "grad-cam");
    assertThat(out.resolve("all.png")).isNotEmptyFile();
    StoredTensor stored = Safetensors.read(values).tensors().get("relevance");
    assertThat(stored.shape()).isEqualTo(Shape.of(8, 8));
    float[] found = new float[64];
    ByteBuffer bytes = stored.data().duplicate().order(ByteOrder.LITTLE_ENDIAN);
    bytes.asFloatBuffer().get(found);
    try (TrainedModel trained = TrainedModel.open(run);
        Explainer explainer =
            Explainer.of(trained.model().network(), trained.model().input(), trained.execution())) {
      float[] pixels = values(image);
      Question question = Question.whyPredicted(explainer.logits(pixels));
      Relevance expected = explainer.explain(new GradCam(null), pixels, question, Rng.seeded(0));
      assertThat(found).containsExactly(expected.values(), within(1e-5f));
    }
  }

  @Test
  void nothingOfTheUsersIsReplaced() throws IOException {
    Path site = Files.createDirectory(folder.resolve("site"));
    Path page = Files.writeString(site.resolve("index.html"), "<!DOCTYPE html><p>mine</p>");
    Outcome.of("explain", run, image, "--out", site)
        .refused(1)
        .endsWith(
            "index.html: exists already and isn't a page of explanations; name another folder by --out.");
    assertThat(page).hasContent("<!DOCTYPE html><p>mine</p>");
    Files.write(
        page, "<!DOCTYPE html><title>Caf\u00e9</title>".getBytes(StandardCharsets.ISO_8859_1));
    Outcome.of("explain", run, image, "--out", site)
        .refused(1)
        .contains("index.html: exists already and isn't a page of explanations");
    Path photos = Files.createDirectory(folder.resolve("holiday"));
    Files.copy(image, photos.resolve("all.png"));
    Outcome.of("explain", run, image, "--out", photos)
        .refused(1)
        .contains("all.png: exists already and isn't the picture of one");
    assertThat(photos.resolve("all.png")).hasSameBinaryContentAs(image);
    Path again = folder.resolve("twice");
    Outcome.of("explain", run, image, "--out", again).succeeds();
    Outcome.of("explain", run, image, "--out", again).succeeds();
  }

  @Test
  void aPictureThatNobodyAskedForMayBeLacking() throws IOException {
    Path out = folder.resolve("no fonts");
    Outcome.of("explain", run, image, "--out", out).succeeds();
    Path sheet = out.resolve("all.png");
    Files.delete(sheet);
    Files.createDirectories(sheet.resolve("in the way")); // as little can be drawn as without fonts
    Outcome outcome = Outcome.of("explain", run, image, "--out", out).succeeds();
    assertThat(outcome.err()).contains("fovea: all.png is left out: ");
  }

  @Test
  void aFolderThatNothingMayBeWrittenToIsRefusedBeforeTheWork() throws IOException {
    Path out = folder.resolve("kept");
    Outcome.of("explain", run, image, "--out", out).succeeds();
    Path page = out.resolve("index.html");
    byte[] before = Files.readAllBytes(page);
    assumeTrue(out.toFile().setWritable(false) && !Files.isWritable(out), "root may write");
    Outcome.of("explain", run, image, "--out", out)
        .refused(1)
        .endsWith("kept: nothing may be written to this folder; name another by --out.");
    assertThat(page).hasBinaryContent(before);
    assertThat(out.toFile().setWritable(true)).isTrue();
  }

  @Test
  void theJsonSaysWhatIsAskedAndHasTheValues() throws IOException {
    Outcome outcome =
        Outcome.of(
                "explain",
                run,
                image,
                "--class",
                "red",
                "--rather-than",
                "blue",
                "--method",
                "integrated-gradients,occlusion",
                "--json")
            .succeeds();
    JsonNode json = JSON.readTree(outcome.out());
    assertThat(json.get("methods").toString())
        .isEqualTo("[\"integrated-gradients\",\"occlusion\"]");
    assertThat(json.has("layer")).isFalse();
    assertThat(json.has("comparison")).isFalse();
    JsonNode one = json.get("images").get(0);
    assertThat(one.get("about").asText()).isEqualTo("red");
    assertThat(one.get("ratherThan").asText()).isEqualTo("blue");
    assertThat(one.get("probability").asDouble()).isBetween(1 / 3.0, 1.0);
    JsonNode integrated = one.get("explanations").get(0);
    assertThat(integrated.get("check").get("what").asText()).isEqualTo("completenessGap");
    assertThat(integrated.get("relevance")).hasSize(8);
    assertThat(integrated.get("relevance").get(7)).hasSize(8);
    assertThat(integrated.get("peak")).hasSize(2);
    try (TrainedModel trained = TrainedModel.open(run);
        Explainer explainer =
            Explainer.of(trained.model().network(), trained.model().input(), trained.execution())) {
      float[] logits = explainer.logits(values(image));
      int red = trained.model().classes().indexOf("red");
      int blue = trained.model().classes().indexOf("blue");
      assertThat(one.get("score").asDouble())
          .isCloseTo((double) logits[red] - logits[blue], within(1e-4));
    }
  }

  @Test
  void methodsAreComparedOnTestImages() throws IOException {
    Outcome outcome =
        Outcome.of(
                "explain",
                run,
                "--data",
                data,
                "--right",
                2,
                "--wrong",
                1,
                "--compare",
                "--method",
                "saliency,grad-cam,guided-backprop",
                "--json")
            .succeeds();
    JsonNode json = JSON.readTree(outcome.out());
    assertThat(json.get("layer").asText()).isNotEmpty();
    assertThat(json.get("images").size()).isBetween(1, 3);
    for (JsonNode one : json.get("images")) {
      assertThat(one.get("truth").asText()).isIn(TinyImages.CLASSES);
    }
    assertThat(json.get("comparison")).hasSize(3);
    for (JsonNode of : json.get("comparison")) {
      requireArea(of, "deletion");
      requireArea(of, "insertion");
      assertThat(of.get("sensitivity").asDouble()).isNotNegative();
      assertThat(of.get("sanity").get("stages").size()).isPositive();
      assertThat(of.get("gain").get("mean").asDouble())
          .isEqualTo(of.get("gainOverRandom").asDouble());
      assertThat(of.get("verdict").asText()).isEqualTo("can't tell"); // of three images at most
      assertThat(of.get("unsettled").get(0).asText()).contains("too few for a verdict");
    }
    assertThat(outcome.err())
        .contains("compared saliency", "guided-backprop shows the image's edges", "verdict");
  }

  /** Below the curve that is beside it, by trapezoids. */
  private static void requireArea(JsonNode comparison, String name) {
    JsonNode curve = comparison.get(name + "Curve");
    double area = -(curve.get(0).asDouble() + curve.get(curve.size() - 1).asDouble()) / 2;
    for (JsonNode value : curve) {
      area += value.asDouble();
    }
    assertThat(comparison.get(name).asDouble())
        .isCloseTo(area / (curve.size() - 1), within(1e-9))
        .isPositive();
  }

  @Test
  void theSameSeedExplainsAlike() {
    String first =
        Outcome.of("explain", run, image, "--method", "rise", "--json", "--seed", 4)
            .succeeds()
            .out();
    assertThat(
            Outcome.of("explain", run, image, "--method", "rise", "--json", "--seed", 4)
                .succeeds()
                .out())
        .isEqualTo(first);
  }

  @Test
  void whatTheModelDoesNotHaveIsRefusedInOneSentence() {
    Outcome.of("explain", run, image, "--class", "gren", "--json")
        .refused(1)
        .isEqualTo(
            "fovea: the model doesn't know the class `gren`. Did you mean `green`? Its classes are"
                + " blue, green, red.");
    Outcome.of("explain", run, image, "--rather-than", "violet", "--json")
        .refused(1)
        .startsWith("fovea: the model doesn't know the class `violet`.");
    Outcome.of("explain", run, image, "--layer", "layer4", "--json")
        .refused(1)
        .startsWith("fovea: the network has no layer `layer4`.")
        .endsWith("`fovea summary` lists a model's layers.");
  }

  @Test
  void anImageThatCannotBeReadIsPassedOver() throws IOException {
    Path broken = Files.writeString(folder.resolve("broken.png"), "no picture");
    Outcome outcome = Outcome.of("explain", run, broken, image, "--json");
    assertThat(outcome.exit()).isEqualTo(1);
    assertThat(outcome.err()).contains("broken.png");
    JsonNode json = JSON.readTree(outcome.out());
    assertThat(json.get("images")).hasSize(1);
    assertThat(json.get("failed")).hasSize(1);
    assertThat(json.get("failed").get(0).get("error").asText()).contains("broken.png");
    Outcome none = Outcome.of("explain", run, broken, "--json");
    none.refusedAfterNotes(1).isEqualTo("fovea: no image is left to explain.");
    Path out = folder.resolve("unneeded");
    Outcome.of("explain", run, broken, "--out", out).refusedAfterNotes(1).contains("no image");
    assertThat(out).doesNotExist();
  }

  @Test
  void anImageThatIsTakenForTheOtherClassItselfIsPassedOver() throws IOException {
    String predicted =
        JSON.readTree(Outcome.of("explain", run, image, "--json").succeeds().out())
            .get("images")
            .get(0)
            .get("predicted")
            .asText();
    Outcome.of("explain", run, image, "--rather-than", predicted, "--json")
        .refusedAfterNotes(1)
        .isEqualTo("fovea: no image is left to explain.");
    Outcome outcome =
        Outcome.of("explain", run, "--data", data, "--rather-than", predicted, "--json");
    assertThat(outcome.exit()).as(outcome.err()).isZero();
    for (JsonNode one : JSON.readTree(outcome.out()).get("images")) {
      assertThat(one.get("predicted").asText()).isNotEqualTo(predicted);
      assertThat(one.get("ratherThan").asText()).isEqualTo(predicted);
    }
  }

  @Test
  void imagesBeforeTheModelAreNoticed() {
    Path images = image.getParent();
    Outcome.of("explain", images, run)
        .refused(1)
        .endsWith("the model comes first: `fovea explain %s %s`.".formatted(run, images));
  }

  @Test
  void fewerImagesThanAskedForAreSaid() throws IOException {
    Outcome outcome =
        Outcome.of("explain", run, "--data", data, "--right", 18, "--wrong", 18, "--json")
            .succeeds();
    JsonNode json = JSON.readTree(outcome.out());
    assertThat(json.get("images")).hasSize(18);
    long right = 0;
    for (JsonNode one : json.get("images")) {
      right += one.get("truth").equals(one.get("predicted")) ? 1 : 0;
    }
    assertThat(outcome.err())
        .contains(
            "the model is wrong about %s only, of 18 asked for"
                .formatted(Text.count(18 - right, "image")));
  }

  @Test
  void imagesTakenForTheOtherClassAreNoneThatTheModelIsNotRightAbout() throws IOException {
    JsonNode all =
        JSON.readTree(
            Outcome.of("explain", run, "--data", data, "--right", 18, "--wrong", 18, "--json")
                .succeeds()
                .out());
    String other = all.get("images").get(0).get("predicted").asText();
    int right = 0;
    int askable = 0;
    for (JsonNode one : all.get("images")) {
      boolean isRight = one.get("truth").equals(one.get("predicted"));
      right += isRight ? 1 : 0;
      askable += isRight && !one.get("predicted").asText().equals(other) ? 1 : 0;
    }
    assertThat(askable).isLessThan(right).isPositive();
    Outcome outcome =
        Outcome.of("explain", run, "--data", data, "--right", 18, "--rather-than", other, "--json")
            .succeeds();
    assertThat(outcome.err())
        .contains(
            "only %s that the model is right about can be asked why rather than %s, of 18 asked for"
                .formatted(Text.count(askable, "image"), other))
        .doesNotContain("about %s only".formatted(Text.count(askable, "image")));
    JsonNode shown = JSON.readTree(outcome.out()).get("images");
    assertThat(shown).hasSize(askable);
  }

  @Test
  void blanksBesideCommasBelongToNoName() throws IOException {
    JsonNode json =
        JSON.readTree(
            Outcome.of("explain", run, image, "--method", "saliency, grad-cam ,occlusion", "--json")
                .succeeds()
                .out());
    assertThat(json.get("methods").toString())
        .isEqualTo("[\"saliency\",\"grad-cam\",\"occlusion\"]");
    Outcome.of("report", run, "--data", data, "--skip", "gap, groups, colour")
        .refused(2)
        .contains("there is no part `colour` that can be left out");
  }

  @Test
  void probabilitiesAreThoseThatPredictSays() throws IOException {
    Path calibrated = folder.resolve("calibrated.safetensors");
    Files.copy(run.resolve("model.safetensors"), calibrated);
    new Fitted(Optional.of(new FittedTemperature(3, 100, "none")), Optional.empty())
        .storeIn(calibrated);
    double predicted =
        JSON.readTree(Outcome.of("predict", calibrated, image, "--json").succeeds().out())
            .get(0)
            .get("predictions")
            .get(0)
            .get("probability")
            .asDouble();
    double explained =
        JSON.readTree(Outcome.of("explain", calibrated, image, "--json").succeeds().out())
            .get("images")
            .get(0)
            .get("probability")
            .asDouble();
    assertThat(explained).isCloseTo(predicted, within(1e-3));
  }

  @Test
  void aFileIsNotTakenForTheFolder() {
    Outcome.of("explain", run, image, "--out", image)
        .refused(1)
        .endsWith("0.png: a file, expected the name of a folder for the pictures.");
  }
}
