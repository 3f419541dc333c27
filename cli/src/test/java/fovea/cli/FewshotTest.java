package fovea.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import fovea.data.EpisodeShape;
import fovea.fewshot.FewShotResult;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Features trained by episodes on some colours, and other colours told by them. */
class FewshotTest {
  private static final JsonMapper JSON = new JsonMapper();

  @TempDir static Path folder;
  private static Path base;
  private static Path others;
  private static Path run;

  @BeforeAll
  static void train() throws IOException {
    base = Files.createDirectory(folder.resolve("base"));
    others = Files.createDirectory(folder.resolve("others"));
    for (int c = 0; c < 10; c++) {
      Path of = (c % 2 == 0 ? base : others).resolve("hue" + c);
      write(Files.createDirectory(of), c / 10f, 20);
    }
    run = folder.resolve("run");
    Outcome trained = trained(8, 4, 20, 4, "--threads", 1, "--seed", 2, "--out", run);
    assertThat(trained.err())
        .contains(base + " has no test/, so one image of each class, always the same, is the test");
    assertThat(trained.out())
        .contains("test accuracy", run.resolve("model.safetensors").toString());
  }

  private static Outcome trained(
      int channels, int epochs, int batchSize, int ways, Object... options) {
    List<Object> all = new ArrayList<>(List.of("fewshot", "train", "--data", base));
    Stream.of(
            "model.arguments.channels=" + channels,
            "model.arguments.imageSize=16",
            "epochs=" + epochs,
            "batchSize=" + batchSize,
            "objective.ways=" + ways,
            "objective.shots=2",
            "objective.queries=3")
        .forEach(setting -> all.addAll(List.of("--set", setting)));
    all.addAll(List.of(options));
    return Outcome.of(all.toArray()).succeeds();
  }

  /** Noisy pictures of one hue. */
  private static void write(Path into, float hue, int images) throws IOException {
    SplittableRandom random = new SplittableRandom(Float.hashCode(hue));
    for (int i = 0; i < images; i++) {
      BufferedImage image = new BufferedImage(16, 16, BufferedImage.TYPE_INT_RGB);
      for (int p = 0; p < 256; p++) {
        float brightness = 0.4f + 0.6f * (float) random.nextDouble();
        image.setRGB(p % 16, p / 16, Color.HSBtoRGB(hue, 0.9f, brightness));
      }
      ImageIO.write(image, "png", into.resolve(i + ".png").toFile());
    }
  }

  private static JsonNode evaluated(Object subject, Path data, String... more) throws IOException {
    List<Object> command =
        new ArrayList<>(List.of("fewshot", "evaluate", subject, "--data", data, "--json", "-"));
    command.addAll(List.of(more));
    return JSON.readTree(Outcome.of(command.toArray()).succeeds().out());
  }

  @Test
  void classesThatWereNeverTrainedOnAreTold() throws IOException {
    JsonNode report = evaluated(run, others, "--episodes", "50", "--queries", "5");
    assertThat(report.get("classes")).hasSize(5);
    assertThat(report.get("images").asInt()).isEqualTo(100);
    assertThat(report.get("results")).hasSize(10);
    for (JsonNode figure : report.get("results")) {
      assertThat(figure.get("ways").asInt()).isEqualTo(5);
      assertThat(figure.get("shots").asInt()).isIn(1, 5);
      assertThat(figure.get("episodes").asInt()).isEqualTo(50);
      assertThat(figure.get("accuracy").asDouble()).as("%s", figure).isGreaterThan(0.3);
      assertThat(figure.get("low").asDouble())
          .isLessThanOrEqualTo(figure.get("accuracy").asDouble());
    }
    assertThat(evaluated(run, others, "--episodes", "50", "--queries", "5")).isEqualTo(report);
  }

  @Test
  void figuresAreShownToPeopleByMethodAndShots() {
    Outcome outcome =
        Outcome.of(
                "fewshot",
                "evaluate",
                run,
                "--data",
                others,
                "--episodes",
                20,
                "--queries",
                5,
                "--shots",
                "1,3",
                "--method",
                "ridge,simpleshot",
                "--base",
                base)
            .succeeds();
    assertThat(outcome.out())
        .startsWith("5 classes of " + others + ": 5 ways, 5 queries, 20 episodes\n")
        .containsPattern("\n +1 shot +3 shots\n")
        .containsPattern("\nsimpleshot( +[\\d.]+ \\+- [\\d.]+ %){2}\n")
        .containsPattern("\nridge( +[\\d.]+ \\+- [\\d.]+ %){2}\n")
        .endsWith("\nEach with its 95 % interval; chance is 20.00 %.\n");
  }

  @Test
  void aNetworkThatWasTrainedOnNothingIsEvaluatedByItsName() throws IOException {
    JsonNode report =
        evaluated("conv4", others, "--episodes", "2", "--queries", "2", "--method", "prototypes");
    assertThat(report.get("model").asText()).isEqualTo("conv4");
    assertThat(report.get("features").asInt()).isEqualTo(256);
  }

  /** Not from those that it is judged by, which nobody can tell here but by chance. */
  @Test
  void suchANetworkTakesItsStartingValuesFromTheBaseWhereThereIsOne() throws IOException {
    Path noise = Files.createDirectory(folder.resolve("noise"));
    for (int c = 0; c < 5; c++) {
      write(Files.createDirectory(noise.resolve("noise" + c)), 0.5f + c / 1000f, 10);
    }
    String[] asked = {"--episodes", "50", "--queries", "5", "--method", "prototypes,simpleshot"};
    JsonNode alone = evaluated("conv4", noise, asked);
    JsonNode based =
        evaluated(
            "conv4",
            noise,
            Stream.concat(Stream.of(asked), Stream.of("--base", base.toString()))
                .toArray(String[]::new));
    assertThat(based.get("results").get(0).get("method").asText()).isEqualTo("prototypes");
    assertThat(based.get("results").get(0)).isNotEqualTo(alone.get("results").get(0));
  }

  @Test
  void classesOfTheTrainingAreLeftOutUnlessTheyAreNamed() throws IOException {
    Outcome.of("fewshot", "evaluate", run, "--data", base)
        .refused(1)
        .isEqualTo(
            "fovea: %s: the model was trained on all of its classes, and an episode is of others; name data of others, or some of these by --classes."
                .formatted(base));
    Outcome named =
        Outcome.of(
                "fewshot",
                "evaluate",
                run,
                "--data",
                base,
                "--classes",
                "hue0,hue4",
                "--ways",
                2,
                "--episodes",
                5,
                "--queries",
                5)
            .succeeds();
    assertThat(named.err())
        .contains("the model was trained on hue0, hue4, which flatters the figures");
    Outcome.of("fewshot", "evaluate", run, "--data", others, "--classes", "hue1,heu3")
        .refused(1)
        .isEqualTo(
            "fovea: %s: no images of class `heu3`, which --classes names. Did you mean `hue3`?"
                .formatted(others));
  }

  @Test
  void moreWaysThanClassesAreRefused() {
    Outcome.of("fewshot", "evaluate", run, "--data", others, "--ways", 6)
        .refused(1)
        .isEqualTo(
            "fovea: episodes of 6 ways take as many classes, and there are 5 with images; take fewer ways, or add classes.");
    Outcome.of("fewshot", "train", "--data", base, "--out", folder.resolve("never"))
        .refusedAfterNotes(1)
        .contains("episodes of 10 ways take as many classes, and there are 5 with images");
  }

  @Test
  void episodesWithoutImagesAreRefused() {
    Outcome.of("fewshot", "evaluate", run, "--data", others, "--shots", 0)
        .refused(2)
        .startsWith("fovea: --shots is 0, expected at least 1");
    Outcome.of("fewshot", "evaluate", run, "--data", others, "--method", "ridge", "--base", base)
        .refused(2)
        .startsWith("fovea: --base is for simpleshot, expected it among those of --method");
  }

  /** A first layer that whitens gives nothing before it has seen images. */
  @Test
  void aNetworkOfRandomWeightsTellsClassesApart() throws IOException {
    JsonNode report =
        evaluated("speedrun", others, "--episodes", "20", "--queries", "5", "--shots", "5");
    assertThat(report.get("results")).hasSize(5);
    for (JsonNode figure : report.get("results")) {
      assertThat(figure.get("accuracy").asDouble()).as("%s", figure).isGreaterThan(0.3);
    }
  }

  @Test
  void moreImagesThanCanBeAreRefused() {
    Outcome.of("fewshot", "evaluate", run, "--data", others, "--shots", Integer.MAX_VALUE)
        .refused(1)
        .startsWith("fovea: episodes of 5 ways with 2,147,483,647 shots and ");
  }

  @Test
  void programsReadWhatCameOfTheTraining() throws IOException {
    Path out = folder.resolve("read");
    Outcome trained = trained(4, 1, 10, 2, "--out", out, "--json");
    assertThat(JSON.readTree(trained.out()))
        .isEqualTo(JSON.readTree(out.resolve("result.json").toFile()));
  }

  @Test
  void aRecipeWithoutEpisodesIsRefused() {
    Outcome.of("fewshot", "train", "--data", base, "--recipe", "article")
        .refused(1)
        .isEqualTo(
            "fovea: recipe article: its objective doesn't learn by episodes; set objective.name=prototypical, or train it by `fovea train`.");
  }

  @Test
  void blanksBesideCommasBelongToNoNameAndNamesMayHaveCommas() throws IOException {
    Path commas = Files.createDirectory(folder.resolve("commas"));
    for (int c = 1; c < 6; c += 2) {
      String name = c == 1 ? "red, dark" : "hue" + c;
      write(Files.createDirectory(commas.resolve(name)), c / 10f, 8);
    }
    List<Object> command =
        new ArrayList<>(List.of("fewshot", "evaluate", run, "--data", commas, "--ways", 3));
    command.addAll(List.of("--classes", "red, dark", "--classes", "hue3, hue5"));
    command.addAll(List.of("--shots", "1, 2", "--method", "ridge, simpleshot"));
    command.addAll(List.of("--queries", 3, "--episodes", 4, "--json", "-"));
    JsonNode report = JSON.readTree(Outcome.of(command.toArray()).succeeds().out());
    assertThat(report.get("classes").toString()).isEqualTo("[\"red, dark\",\"hue3\",\"hue5\"]");
    assertThat(report.get("results")).hasSize(4);
  }

  @Test
  void theWidthOfAnIntervalIsShownAlsoWhereItGoesBeyondAll() throws IOException {
    FewShotResult result = new FewShotResult("ridge", new EpisodeShape(5, 1, 15), 50, 0.99, 0.03);
    FewshotReport.FewshotFigure figure = FewshotReport.FewshotFigure.of(result);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    new FewshotReport("m", "d", null, List.of("a", "b"), 9, 3, 0, List.of(figure))
        .print(new PrintStream(out, true, StandardCharsets.UTF_8));
    assertThat(out.toString(StandardCharsets.UTF_8)).contains("ridge  99.00 +- 3.00 %");
    JsonNode json = JSON.readTree(Json.of(figure));
    assertThat(json.get("high").asDouble()).isEqualTo(1);
    assertThat(json.get("low").asDouble()).isCloseTo(0.96, within(1e-12));
  }
}
