package fovea.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import fovea.io.ModelFile;
import fovea.models.Model;
import fovea.models.Models;
import fovea.tensor.Rng;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Names that a stranger chose never steer the terminal. */
class StrangeNamesTest {
  private static final String RED = "\u001b[31mred\u001b[0m";
  private static final String SHOWN = "\\x1b[31mred\\x1b[0m";
  private static final List<String> CLASSES = List.of("blue", "gr\n\u202e\u009been", RED);

  @TempDir Path folder;
  private Path data;
  private Path model;

  @BeforeEach
  void write() throws IOException {
    assumeTrue(File.separatorChar == '/', "Windows has no such names");
    data = TinyImages.in(folder);
    for (String split : List.of("train", "test")) {
      Files.move(data.resolve(split + "/red"), data.resolve(split).resolve(RED));
      Files.move(data.resolve(split + "/green"), data.resolve(split).resolve(CLASSES.get(1)));
    }
    model = folder.resolve("model\u0007.safetensors");
    Map<String, Object> arguments = Map.of("imageSize", 8, "blocks", 0);
    List<String> sorted = CLASSES.stream().sorted().toList();
    try (Model made = Models.create("cifar10-cnn", arguments, sorted, Rng.seeded(1))) {
      ModelFile.write(model, made, Map.of());
    }
  }

  @Test
  void tablesShowThemEscapedAndKeepTheirLines() throws IOException {
    Path image = Files.copy(data.resolve("test/blue/0.png"), folder.resolve("b\u001b[2J\n.png"));
    Outcome predicted = shown(Outcome.of("predict", model, image).succeeds());
    assertThat(predicted.out())
        .startsWith(folder + "/b\\x1b[2J\\n.png  ")
        .contains(SHOWN, "gr\\n\\u202e\\u009been")
        .hasLineCount(1);
    assertThat(shown(Outcome.of("evaluate", model, "--data", data).succeeds()).out())
        .contains(SHOWN);
    assertThat(shown(Outcome.of("data", "info", data).succeeds()).out()).contains(SHOWN + "  ");
  }

  @Test
  void sentencesShowThemEscaped() {
    String name = folder + "/none\u001b]0;x\u0007\n\u2028.png";
    assertThat(shown(Outcome.of("predict", model, name)).err())
        .startsWith("fovea: " + folder + "/none\\x1b]0;x\\x07\\n\\u2028.png: no such file")
        .hasLineCount(1);
    Outcome.of("summary", "\u001b[1m").refused(1).startsWith("fovea: \\x1b[1m: neither a run");
    Outcome.of("recipes", "\u001b[1m").refused(1).contains("`\\x1b[1m`");
    Outcome.of("train", "--\u001b[1m").refused(2).contains("`--\\x1b[1m`");
    Outcome traced = shown(Outcome.of("recipes", "a\u001b\nb", "--verbose"));
    assertThat(traced.err()).contains("a\\x1b", "\tat fovea.");
  }

  @Test
  void jsonEscapesWhatPrintsNothingAndReadsTheSame() throws IOException {
    String json = shown(Outcome.of("summary", model, "--json").succeeds()).out();
    assertThat(json).contains("\"gr\\n\\u202e\\u009been\"", "\\u001B[31mred");
    assertThat(Json.of(List.of("caf\u00e9 \u732b \ud83d\udc36 \u007f")))
        .isEqualTo("[ \"caf\u00e9 \u732b \ud83d\udc36 \\u007F\" ]\n");
  }

  @Test
  void columnsAreAlignedAsATerminalShowsThem() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    Table.leftAligned()
        .row("cafe\u0301", "|")
        .row("\u732b", "|")
        .row("\ud83d\udc36", "|")
        .row("four", "|")
        .print(new PrintStream(bytes, true, StandardCharsets.UTF_8));
    assertThat(bytes.toString(StandardCharsets.UTF_8).lines())
        .containsExactly("cafe\u0301  |", "\u732b    |", "\ud83d\udc36    |", "four  |");
  }

  private static Outcome shown(Outcome outcome) {
    assertThat(outcome.out() + outcome.err())
        .doesNotContainPattern("[\\p{Cc}\u202a-\u202e\u2028\u2029&&[^\n\t]]");
    return outcome;
  }
}
