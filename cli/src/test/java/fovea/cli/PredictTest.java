package fovea.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import fovea.io.ModelFile;
import fovea.models.Model;
import fovea.models.Models;
import fovea.tensor.Rng;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What can be asked of `fovea predict`, and how much of it at once. */
class PredictTest {
  private static final JsonMapper JSON = new JsonMapper();
  private static final int MANY = 600;

  @TempDir static Path folder;
  private static Path model;
  private static Path test;
  private static Path many;

  @BeforeAll
  static void write() throws IOException {
    test = TinyImages.in(folder).resolve("test");
    model = folder.resolve("model.safetensors");
    Map<String, Object> arguments = Map.of("imageSize", 8, "blocks", 0);
    try (Model made = Models.create("cifar10-cnn", arguments, TinyImages.CLASSES, Rng.seeded(1))) {
      ModelFile.write(model, made, Map.of());
    }
    many = Files.createDirectory(folder.resolve("many"));
    List<String> classes = TinyImages.CLASSES;
    for (int i = 0; i < MANY; i++) {
      Path image = test.resolve(classes.get(i % 3)).resolve(i % 6 + ".png");
      Files.copy(image, many.resolve("%04d.png".formatted(i)));
    }
    Files.writeString(many.resolve("0300.png"), "no image");
  }

  @Test
  void foldersFilesAndPatternsAreTakenInTheOrderGiven() {
    Path red = test.resolve("red/5.png");
    Outcome outcome = Outcome.of("predict", model, red, test, test + "/gr*/[01].png").succeeds();
    List<String> expected = new ArrayList<>(List.of(red.toString()));
    for (String name : TinyImages.CLASSES) {
      IntStream.range(0, 6).forEach(i -> expected.add(test + "/" + name + "/" + i + ".png"));
    }
    expected.addAll(List.of(test + "/green/0.png", test + "/green/1.png"));
    assertThat(outcome.out().lines().map(line -> line.split("  ", -1)[0]))
        .containsExactlyElementsOf(expected);
    assertThat(outcome.err()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"/**", "/**/*", "/*"})
  void aPatternThatMatchesFoldersAndWhatIsInThemNamesEachImageOnce(String pattern) {
    Outcome outcome = Outcome.of("predict", model, test + pattern).succeeds();
    assertThat(outcome.out().lines())
        .hasSize(6 * TinyImages.CLASSES.size())
        .doesNotHaveDuplicates();
  }

  @Test
  void manyImagesAreOneTableAndOneArray() throws IOException {
    Outcome table = Outcome.of("predict", model, many);
    assertThat(table.exit()).isEqualTo(1);
    assertThat(table.err()).startsWith("fovea: " + many + "/0300.png: text").hasLineCount(1);
    List<String> lines = table.out().lines().toList();
    assertThat(lines).hasSize(MANY - 1).isSorted();
    Outcome json = Outcome.of("predict", model, many, "--json", "--top", 1);
    assertThat(json.exit()).isEqualTo(1);
    assertThat(json.out()).startsWith("[ {\n  \"image\" : ").endsWith("} ]\n");
    JsonNode array = JSON.readTree(json.out());
    assertThat(array).hasSize(MANY - 1);
    assertThat(array.get(300).get("image").asText()).isEqualTo(many + "/0301.png");
    assertThat(array.get(0).get("predictions")).hasSize(1);
  }

  @Test
  void jsonLinesSayOfEachImageWhatCameOfIt() throws IOException {
    Path none = folder.resolve("none.png");
    Outcome outcome = Outcome.of("predict", model, many, none, "--jsonl");
    assertThat(outcome.exit()).isEqualTo(1);
    assertThat(outcome.err()).hasLineCount(2);
    List<String> lines = outcome.out().lines().toList();
    assertThat(lines).hasSize(MANY + 1);
    for (int i = 0; i < MANY; i++) {
      JsonNode line = JSON.readTree(lines.get(i));
      assertThat(line.get("image").asText()).isEqualTo(many + "/%04d.png".formatted(i));
      assertThat(line.fieldNames()).toIterable().hasSize(2);
      assertThat(line.has(i == 300 ? "error" : "predictions")).isTrue();
    }
    assertThat(JSON.readTree(lines.get(MANY)).get("error").asText())
        .startsWith(none + ": no such file");
    JsonNode first = JSON.readTree(lines.get(0)).get("predictions");
    assertThat(first).hasSize(3);
    assertThat(first.get(0).fieldNames()).toIterable().containsExactly("class", "probability");
    Outcome.of("predict", model, many, "--json", "--jsonl")
        .refused(2)
        .startsWith("fovea: --json doesn't go with --jsonl");
  }

  @Test
  void aPhotographIsNeverTheSheet() throws IOException {
    Path photo = test.resolve("red/5.png");
    byte[] before = Files.readAllBytes(photo);
    Path jpeg = Files.write(folder.resolve("photo.jpg"), new byte[] {-1, -40, -1});
    Outcome.of("predict", model, "--sheet", jpeg, photo)
        .refused(2)
        .startsWith("fovea: --sheet is " + jpeg + ", expected a name that ends in .png.");
    assertThat(jpeg).hasBinaryContent(new byte[] {-1, -40, -1});
    assertThat(photo).hasBinaryContent(before);
  }

  @Test
  void whatHoldsNoImageIsNamed() throws IOException {
    Path empty = Files.createDirectories(folder.resolve("empty/inner"));
    Outcome.of("predict", model, empty.getParent())
        .refused(1)
        .isEqualTo("fovea: " + empty.getParent() + ": no images in this folder");
    Outcome.of("predict", model, empty + "/*.jpg")
        .refused(1)
        .endsWith("/*.jpg: no such file, and as a pattern it matches none");
    Outcome.of("predict", model, "https://example.org/cat.jpg")
        .refused(1)
        .contains("https://example.org/cat.jpg: a web address; download the image first");
    Outcome.of("predict", model, "-").refused(1).contains("-: images aren't read from standard");
    Outcome.of("predict", model, "").refused(2).contains("is empty; is a variable unset?");
    assertThat(Outcome.of("predict", model, empty, "--json").out()).isEqualTo("[ ]\n");
  }

  @Test
  void aFolderBeforeTheModelIsTold() {
    Outcome.of("predict", test, model)
        .refused(1)
        .endsWith("the model comes first: `fovea predict %s %s`.".formatted(model, test));
  }

  @Test
  void namesOfAnyBytesAreFoundAndShown() throws Exception {
    Path cafe = Files.createDirectory(folder.resolve("cafe"));
    copyAs(cafe, "caf\\351.png", "red/0.png");
    copyAs(cafe, "caf\\350.png", "blue/0.png");
    String argument = cafe + "/caf\ufffd.png";
    Outcome both = Outcome.of("predict", model, argument, argument).succeeds();
    assertThat(both.out().lines().map(line -> line.split("  ", -1)[0]))
        .containsExactly(cafe + "/caf\\xe8.png", cafe + "/caf\\xe9.png");
    assertThat(Outcome.of("predict", model, cafe).succeeds().out()).isEqualTo(both.out());
    copyAs(cafe, "tea\\351.png", "../../model.safetensors");
    Outcome.of("predict", model, cafe + "/tea\ufffd.png")
        .refused(1)
        .startsWith("fovea: " + cafe + "/tea\\xe9.png: a safetensors file, not an image");
    copyAs(cafe, "m\\351.safetensors", "../../model.safetensors");
    assertThat(Outcome.of("summary", cafe + "/m\ufffd.safetensors").succeeds().out())
        .contains("cifar10-cnn");
    Outcome.of("predict", cafe + "/m\ufffd.safetensors", test).succeeds();
    copyAs(folder, "donn\\351es", "../train");
    assertThat(Outcome.of("data", "info", folder + "/donn\ufffdes").succeeds().out())
        .contains("green");
  }

  @Test
  void whoeverReadsOnlyTheBeginningEndsTheWork() {
    OutputStream closed =
        new OutputStream() {
          @Override
          public void write(int b) throws IOException {
            throw new IOException("Broken pipe");
          }
        };
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    PrintStream errors = new PrintStream(err, true, StandardCharsets.UTF_8);
    Console console = new Console(closed, errors, 0, false);
    int exit = Fovea.run(console, "predict", model.toString(), many.toString(), "--jsonl");
    assertThat(exit).isZero();
    assertThat(err.toString(StandardCharsets.UTF_8))
        .as("of image 300, in the second batch")
        .isEmpty();
  }

  @Test
  void aTerminalSeesProgressThatLeavesNoTrace() {
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    PrintStream errors = new PrintStream(err, true, StandardCharsets.UTF_8);
    Console console = new Console(new ByteArrayOutputStream(), errors, 100, false);
    assertThat(Fovea.run(console, "predict", model.toString(), many.toString())).isEqualTo(1);
    assertThat(err.toString(StandardCharsets.UTF_8))
        .contains("Predicting", "/" + MANY)
        .containsPattern("(^|\r)fovea: " + Pattern.quote(many + "/0300.png: text"))
        .endsWith("\r");
  }

  /** By a shell, since Java can't write such a name. */
  private static void copyAs(Path to, String octal, String image) throws Exception {
    String script = "cp -r \"$1\" \"$(printf \"$2\")\"";
    int exit;
    try {
      exit =
          new ProcessBuilder("sh", "-c", script, "sh", test.resolve(image).toString(), octal)
              .directory(to.toFile())
              .start()
              .waitFor();
    } catch (IOException e) {
      exit = -1;
    }
    assumeTrue(exit == 0, "no file names of any bytes here");
  }
}
