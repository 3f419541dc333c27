package fovea.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import fovea.run.Fitted;
import fovea.run.FittedTemperature;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a trained run sees, by the command. */
class InspectTest {
  private static final JsonMapper JSON = new JsonMapper();

  @TempDir static Path folder;
  private static Path data;
  private static Path run;

  @BeforeAll
  static void train() throws IOException {
    data = TinyImages.in(folder);
    run = folder.resolve("run");
    Outcome.of("train", "--data", data, "--recipe", TinyImages.recipe(folder), "--out", run)
        .succeeds();
  }

  @Test
  void thePageLiesInTheRunAndTheFiguresAreForPrograms() throws IOException {
    Outcome outcome = Outcome.of("inspect", run, "--data", data, "--json", "-").succeeds();
    Path page = run.resolve("inspection.html");
    assertThat(page).content().contains("From edges to objects", "Prototypes", "class=\"map\"");
    assertThat(outcome.err())
        .containsPattern("(?m)^page +" + page + "$")
        .containsPattern("(?m)^judged +18 images, test split of colours$")
        .containsPattern("(?m)^compared with +[0-9]+ images, on which it was trained$");
    JsonNode found = JSON.readTree(outcome.out());
    assertThat(found.get("data").asText()).isEqualTo("colours");
    JsonNode images = found.get("images");
    assertThat(images.get("judged").asInt()).isEqualTo(18);
    assertThat(images.get("surest").size() + images.get("wrongest").size()).isEqualTo(18);
    assertThat(images.get("map")).hasSize(18);
    assertThat(images.get("map").get(0).fieldNames())
        .toIterable()
        .containsExactlyInAnyOrder("file", "label", "x", "y");
    assertThat(images.get("prototypes")).hasSize(3);
    assertThat(images.get("nearest").get(0).get("nearest")).hasSize(5);
    JsonNode seen = found.get("seen");
    assertThat(seen.get("classImages")).hasSize(3);
    assertThat(seen.get("maps").get("layers").size()).isPositive();
    assertThat(seen.get("filters").get("layer").asText()).contains("features");
  }

  @Test
  void probabilitiesAreThoseThatPredictSays() throws IOException {
    Path calibrated = folder.resolve("calibrated.safetensors");
    Files.copy(run.resolve("model.safetensors"), calibrated);
    new Fitted(Optional.of(new FittedTemperature(3, 100, "none")), Optional.empty())
        .storeIn(calibrated);
    JsonNode seen =
        JSON.readTree(
            Outcome.of(
                    "inspect",
                    calibrated,
                    "--data",
                    data,
                    "--class-images",
                    1,
                    "--json",
                    "-",
                    "--out",
                    folder.resolve("calibrated.html"))
                .succeeds()
                .out());
    JsonNode surest = seen.get("images").get("surest").get(0);
    JsonNode predicted =
        JSON.readTree(
                Outcome.of(
                        "predict", calibrated, data.resolve(surest.get("file").asText()), "--json")
                    .succeeds()
                    .out())
            .get(0)
            .get("predictions")
            .get(0);
    assertThat(surest.get("probability").asDouble())
        .isCloseTo(predicted.get("probability").asDouble(), within(1e-3));
  }

  @Test
  void theUsualPageIsLookedAtBeforeTheWork() throws IOException {
    Path model = folder.resolve("net.safetensors");
    Files.copy(run.resolve("model.safetensors"), model);
    Path page = Files.copy(data.resolve("test/red/0.png"), folder.resolve("net-inspection.html"));
    byte[] before = Files.readAllBytes(page);
    Outcome.of("inspect", model, "--class-images", 0)
        .refused(1)
        .endsWith(
            "net-inspection.html: exists already, a PNG image; name another file for the page.");
    assertThat(page).hasBinaryContent(before);
  }

  @Test
  void withoutDataTheNetworkIsShownAlone() throws IOException {
    Path out = folder.resolve("alone.html");
    Path image = data.resolve("test/red/0.png");
    Outcome outcome =
        Outcome.of(
                "inspect",
                run,
                "--image",
                image,
                "--class-images",
                0,
                "--out",
                out,
                "--layers",
                folder.resolve("layers.png"))
            .succeeds();
    assertThat(ImageIO.read(folder.resolve("layers.png").toFile()).getWidth()).isGreaterThan(200);
    assertThat(outcome.out()).contains("page", "filters", "layers").doesNotContain("judged");
    assertThat(Files.readString(out))
        .contains("From edges to objects")
        .doesNotContain("What it looks for", "class=\"map\"");
  }

  @Test
  void imagesThatNobodySaysItWasTrainedOnAreComparedAmongThemselves() throws IOException {
    Path others = folder.resolve("others");
    Files.createDirectories(others.resolve("red"));
    Files.createDirectories(others.resolve("blue"));
    for (int i = 0; i < 6; i++) {
      for (String name : new String[] {"red", "blue"}) {
        Files.copy(
            data.resolve("test").resolve(name).resolve(i + ".png"),
            others.resolve(name).resolve(i + ".png"));
      }
    }
    Path json = folder.resolve("others.json");
    Outcome.of(
            "inspect",
            run,
            "--data",
            others,
            "--class-images",
            0,
            "--out",
            folder.resolve("others.html"),
            "--json",
            json)
        .succeeds();
    JsonNode images = JSON.readTree(json.toFile()).get("images");
    assertThat(images.get("nearest")).isNotEmpty();
    for (JsonNode row : images.get("nearest")) {
      assertThat(row.get("nearest")).isNotEmpty();
      for (JsonNode near : row.get("nearest")) {
        assertThat(near.get("file")).isNotEqualTo(row.get("asked").get("file"));
      }
    }
  }

  @Test
  void whatCantBeDoneIsRefusedBeforeTheWork() {
    Outcome.of("inspect", run, "--out", folder.resolve("page.txt")).refused(2).contains(".html");
    Outcome.of("inspect", run, "--image", folder.resolve("none.png"))
        .refused(1)
        .contains("no such file");
    Outcome.of("inspect", folder.resolve("nothing")).refused(1).contains("no such file or folder");
  }

  @Test
  void aModelThatIsntThereIsNamedRatherThanItsPage() {
    Path typo = folder.resolve("typo/model.safetensors");
    Outcome.of("inspect", typo).refused(1).startsWith("fovea: " + typo + ": no such file");
    Outcome.of("inspect", "https://example.org/model.safetensors")
        .refused(1)
        .isEqualTo(
            "fovea: https://example.org/model.safetensors: a web address; download the model first, and name the file.");
    Outcome.of("inspect", run, "--out", folder.resolve("none/page.html"))
        .refused(1)
        .endsWith("none/page.html: can't be written, its folder doesn't exist.");
  }
}
