package fovea.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import fovea.io.Safetensors;
import fovea.io.StoredTensors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportCommandTest {
  private static final JsonMapper JSON = new JsonMapper();

  /** What takes seconds however small the model is. */
  private static final String SLOW = "corruptions,sweeps,cost";

  @TempDir static Path folder;
  private static Path data;
  private static Path run;

  @BeforeAll
  static void train() throws IOException {
    data = MislabelledImages.in(folder);
    run = MislabelledImages.trained(folder, "run", MislabelledImages.RECIPE);
  }

  private static Outcome report(Object... more) {
    List<Object> command = new ArrayList<>(List.of("report", run, "--data", data));
    command.addAll(List.of(more));
    return Outcome.of(command.toArray());
  }

  private static JsonNode json(Outcome outcome) throws IOException {
    return JSON.readTree(outcome.succeeds().out());
  }

  @Test
  void onePageSaysWhatOtherCommandsSay() throws Exception {
    Path page = folder.resolve("first.html");
    JsonNode json = json(report("--out", page, "--skip", SLOW, "--json", "-"));
    JsonNode evaluated = json(Outcome.of("evaluate", run, "--data", data, "--gap", "--json", "-"));
    assertThat(json.at("/assessment/evaluation/confusionMatrix"))
        .isEqualTo(evaluated.get("confusionMatrix"));
    assertThat(json.at("/assessment/intervals/mcc")).isEqualTo(evaluated.at("/intervals/mcc"));
    assertThat(json.get("gap")).isEqualTo(evaluated.get("generalisationGap"));
    assertThat(json.at("/unknown/sets").findValuesAsText("data"))
        .as("shapes are of another size")
        .containsExactly("noise");
    assertThat(json.at("/unknown/sets/0/methods")).hasSize(3);
    JsonNode attacked =
        json(
            Outcome.of(
                "attack",
                run,
                "--data",
                data,
                "--images",
                200,
                "--steps",
                20,
                "--restarts",
                1,
                "--targets",
                3,
                "--queries",
                500,
                "--curve",
                "--json",
                "-"));
    assertThat(json.at("/attacks/robustAccuracy")).isEqualTo(attacked.get("robustAccuracy"));
    assertThat(json.at("/budgets/points")).isEqualTo(attacked.get("curve"));
    assertThat(json.at("/attacks/attacks").findValues("effort"))
        .isEqualTo(attacked.get("attacks").findValues("effort"));
    assertThat(json.at("/budgets/effort")).isEqualTo(attacked.get("curveEffort"));
    assertThat(json.at("/attacks/attacks/1/effort/targets").asInt()).isEqualTo(3);
    assertThat(json.at("/card/fingerprint")).isEqualTo(evaluated.get("fingerprint"));
    assertThat(json.at("/card/sha256").asText()).hasSize(64);
    assertThat(json.get("leftOut").properties())
        .extracting(e -> e.getKey())
        .containsExactly("corruptions", "sweeps", "cost");
    assertThat(json.get("seconds").properties())
        .extracting(e -> e.getKey())
        .containsExactly(
            "accuracy",
            "gap",
            "calibration",
            "unknown",
            "attacks",
            "budgets",
            "changes",
            "shortcuts",
            "explanations");
    String html = Files.readString(page);
    DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(page.toFile());
    assertThat(html)
        .contains(String.format(Locale.ROOT, "%.2f %%", 100 * evaluated.get("accuracy").asDouble()))
        .contains(
            "id=\"attacks\"",
            "id=\"explanations\"",
            "at most, by quick attacks: apgd-ce (20 steps), apgd-dlr (20 steps, 3 targets), fab (20 steps, 3 targets) and square (500 queries)",
            "What it withstands is only bounded from above: ",
            "integrated-gradients",
            "Turns, shifts and other sweeps: left out by --skip.",
            "data:image/png;base64,")
        .doesNotContain("id=\"variation\"", "id=\"cost\"");
  }

  @Test
  void whatIsMissingIsMeasuredAndTheRestReadBack() throws IOException {
    Path page = folder.resolve("cut.html");
    Path parts = folder.resolve("cut.html.parts");
    Object[] asked = {"--out", page, "--skip", SLOW + ",unknown,budgets,changes", "--json", "-"};
    Outcome first = report(asked);
    JsonNode measured = json(first);
    assertThat(first.err()).contains("quick: 6 parts to measure, which takes about ");
    String html = Files.readString(page);

    Files.delete(page);
    Outcome all = report(asked);
    assertThat(all.err()).contains("all parts were measured before.");
    assertThat(json(all)).isEqualTo(measured);
    assertThat(page).hasContent(html);

    FileTime before = Files.getLastModifiedTime(parts.resolve("attacks.json"));
    Files.delete(parts.resolve("gap.json"));
    Files.delete(parts.resolve("shortcuts.json"));
    Outcome rest = report(asked);
    assertThat(rest.err())
        .contains("2 parts to measure", "1 of 2, generalisation gap: ", "2 of 2, what predictions");
    assertThat(untimed(json(rest))).isEqualTo(untimed(measured));
    assertThat(Files.getLastModifiedTime(parts.resolve("attacks.json"))).isEqualTo(before);
  }

  private static JsonNode untimed(JsonNode report) {
    ((ObjectNode) report).remove("seconds");
    return report;
  }

  @Test
  void modelsAndDataAreNotMixed() throws IOException {
    Path page = folder.resolve("mixed.html");
    String most = SLOW + ",unknown,attacks,budgets,changes,shortcuts,explanations";
    report("--out", page, "--skip", most).succeeds();
    Path other =
        MislabelledImages.trained(
            folder, "another", MislabelledImages.RECIPE.replace("seed: 3", "seed: 5"));
    Object[] command = {"report", other, "--data", data, "--out", page, "--skip", most};
    Outcome.of(command)
        .refused(1)
        .contains("accuracy.json: was measured with another model, of SHA-256 ")
        .contains("a report doesn't mix them");
    Path photos = folder.resolve("photos");
    MislabelledImages.write(photos, 5, 8);
    Outcome.of("report", run, "--data", photos, "--out", page, "--skip", most)
        .refusedAfterNotes(1)
        .contains("accuracy.json: was measured on other data, of fingerprint ");
    List<Object> anew = new ArrayList<>(List.of(command));
    anew.add("--anew");
    Outcome.of(anew.toArray()).succeeds();
    assertThat(Files.readString(page)).contains(other.resolve("model.safetensors").toString());
  }

  @Test
  void whatCannotBeMeasuredIsSaid() throws IOException {
    Path photos = folder.resolve("elsewhere");
    MislabelledImages.write(photos, 5, 9);
    Path page = folder.resolve("elsewhere.html");
    Outcome.of(
            "report",
            run,
            "--data",
            photos,
            "--out",
            page,
            "--skip",
            SLOW + ",unknown,attacks,budgets,changes,shortcuts,explanations")
        .succeeds();
    assertThat(Files.readString(page))
        .contains("Generalisation gap: the data aren&#39;t those that the model was trained on")
        .contains("No temperature was fitted: ", "Of the data: ");
  }

  @Test
  void groupsAreReadBeforeAnythingIsMeasured() throws IOException {
    Path page = folder.resolve("groups.html");
    Path wrong = Files.writeString(folder.resolve("wrong.csv"), "file,light\nx.png,day\n");
    report("--out", page, "--groups", wrong)
        .refused(1)
        .contains("wrong.csv, line 2: x.png is no image of the data");
    assertThat(folder.resolve("groups.html.parts")).doesNotExist();
    StringBuilder csv = new StringBuilder("file,light\n");
    for (String colour : TinyImages.CLASSES) {
      for (int i = 0; i < 20; i++) {
        csv.append("test/%s/%d.png,%s%n".formatted(colour, i, i < 10 ? "day" : "night"));
      }
    }
    Path right = Files.writeString(folder.resolve("right.csv"), csv);
    JsonNode json =
        json(
            report(
                "--out",
                page,
                "--groups",
                right,
                "--json",
                "-",
                "--skip",
                SLOW + ",unknown,attacks,budgets,changes,shortcuts,explanations"));
    assertThat(json.at("/groups/attributes/0/groups").findValuesAsText("name"))
        .contains("day", "night");
    assertThat(Files.readString(page)).contains("id=\"groups\"", "<h3>light</h3>");
  }

  @Test
  void twoModelsAreComparedOnTheSameImages() throws IOException {
    Path other =
        MislabelledImages.trained(
            folder, "shorter", MislabelledImages.RECIPE.replace("epochs: 3", "epochs: 1"));
    Path page = folder.resolve("both.html");
    String most = SLOW + ",unknown,attacks,budgets,changes";
    JsonNode json =
        json(
            Outcome.of(
                "report", run, other, "--data", data, "--out", page, "--skip", most, "--json",
                "-"));
    JsonNode evaluated =
        json(Outcome.of("evaluate", run, "--data", data, "--against", other, "--json", "-"));
    assertThat(json.get("test")).isEqualTo(evaluated.at("/against/test"));
    assertThat(json.get("notes")).isEmpty();
    assertThat(json.at("/second/assessment/evaluation/accuracy"))
        .isEqualTo(evaluated.at("/against/accuracy"));
    assertThat(folder.resolve("both.html.parts/first/shortcuts.json")).exists();
    assertThat(folder.resolve("both.html.parts/second/shortcuts.json")).exists();
    assertThat(Files.readString(page))
        .contains("Two models compared", "by the exact McNemar test", "first minus second")
        .contains("<th scope=\"row\">made</th>", "<th scope=\"row\">measured in</th>");
    Path larger =
        MislabelledImages.trained(
            folder, "large", MislabelledImages.RECIPE.replace("imageSize: 8", "imageSize: 16"));
    Path sizes = folder.resolve("sizes.html");
    Outcome.of("report", run, larger, "--data", data, "--out", sizes, "--skip", most + ",shortcuts")
        .succeeds();
    assertThat(Files.readString(sizes))
        .contains("No paired test: ", "takes images of 16 x 16, the other model 8 x 8")
        .doesNotContain("first minus second");
  }

  @Test
  void thatTheSecondModelMayHaveBeenTrainedOnTheImagesStandsBesideTheTest() throws IOException {
    StoredTensors stored = Safetensors.read(run.resolve("model.safetensors"));
    Map<String, String> metadata = new TreeMap<>(stored.metadata());
    metadata.remove("fovea.data");
    Path silent = folder.resolve("silent.safetensors");
    Safetensors.write(silent, new StoredTensors(stored.tensors(), metadata));
    Path page = folder.resolve("silent.html");
    String most = SLOW + ",gap,calibration,unknown,attacks,budgets,changes,shortcuts,explanations";
    Outcome outcome =
        Outcome.of(
            "report", run, silent, "--data", data, "--out", page, "--skip", most, "--json", "-");
    String why =
        "the model doesn't say what it was trained on; any of these images that it was trained on flatter its figures";
    JsonNode notes = json(outcome).get("notes");
    assertThat(notes).hasSize(1);
    assertThat(notes.get(0).asText()).isEqualTo(why);
    assertThat(outcome.err().lines()).contains("fovea: %s: %s".formatted(silent, why));
    assertThat(page)
        .content()
        .contains("<li>Of the second: the model doesn&#39;t say what it was trained on; any of");
  }

  @Test
  void imagesThatAreAllTakenForOneClassLeaveTheShortcutsOut() throws IOException {
    Path one = folder.resolve("one");
    String taken = null;
    for (JsonNode image :
        json(Outcome.of("predict", run, data.resolve("test"), "--top", 1, "--json"))) {
      String found = image.at("/predictions/0/class").asText();
      taken = taken == null ? found : taken;
      if (found.equals(taken)) {
        Path file = Path.of(image.get("image").asText());
        Path to =
            Files.createDirectories(one.resolve("test").resolve(file.getParent().getFileName()));
        Files.copy(file, to.resolve(file.getFileName()));
      }
    }
    Path page = folder.resolve("one.html");
    String most = SLOW + ",gap,calibration,unknown,attacks,budgets,changes,explanations";
    JsonNode json =
        json(
            Outcome.of("report", run, "--data", one, "--out", page, "--skip", most, "--json", "-"));
    assertThat(json.at("/leftOut/shortcuts").asText())
        .startsWith("the model takes all images for the same class");
    assertThat(json.get("shortcuts").isNull()).isTrue();
    assertThat(page).content().contains("the model takes all images for the same class");
  }

  @Test
  void thePageLiesInTheRunUnlessNamed() {
    Outcome outcome =
        report(
            "--skip",
            SLOW + ",gap,calibration,unknown,attacks,budgets,changes,shortcuts,explanations");
    assertThat(outcome.succeeds().out())
        .contains(
            run.resolve("report.html").toString(), run.resolve("report.html.parts").toString());
    assertThat(run.resolve("report.html")).exists();
    report("--out", folder.resolve("none/page.html"))
        .refused(1)
        .contains("page.html: can't be written, its folder doesn't exist");
  }

  @Test
  void theUsualPageOfAModelLiesBesideItAndMustBeWritable() throws IOException {
    Path alone = Files.createDirectories(folder.resolve("alone"));
    Path model = alone.resolve("m.safetensors");
    Files.copy(run.resolve("model.safetensors"), model);
    Path inTheWay = Files.createDirectory(alone.resolve("m-report.html"));
    Object[] command = {
      "report",
      model,
      "--data",
      data,
      "--skip",
      SLOW + ",gap,calibration,unknown,attacks,budgets,changes,shortcuts,explanations"
    };
    Outcome.of(command)
        .refusedAfterNotes(1)
        .contains("m-report.html: a folder, expected the name of a file for the page");
    assertThat(alone.resolve("m-report.html.parts")).doesNotExist();
    Files.delete(inTheWay);
    Outcome.of(command).succeeds();
    assertThat(inTheWay).isRegularFile();
  }

  /** Predictions are timed for seconds, and all networks of the catalogue are counted. */
  @Test
  @Tag("slow")
  void allPartsAreMeasured() throws IOException {
    Path page = folder.resolve("all.html");
    JsonNode json = json(report("--out", page, "--json", "-"));
    assertThat(json.get("leftOut")).isEmpty();
    assertThat(json.get("seconds")).hasSize(11);
    assertThat(json.at("/corruptions/corruptions/rows")).hasSize(19);
    assertThat(json.at("/sweeps/curves")).hasSize(7);
    assertThat(json.at("/cost/predictions")).hasSize(4);
    assertThat(Files.readString(folder.resolve("all.html.parts/cost.json")))
        .as("costs are those of a machine")
        .containsPattern("\"settings\":\"\\w+; \\d+ threads?, [^\"]+\"");
    assertThat(json.at("/unknown/sets").findValuesAsText("data")).containsExactly("noise");
    assertThat(Files.readString(page)).contains("id=\"variation\"", "id=\"cost\"");
  }
}
