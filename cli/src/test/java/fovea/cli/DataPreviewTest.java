package fovea.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataPreviewTest {
  private static final JsonMapper JSON = new JsonMapper();

  @TempDir Path folder;
  private Path data;
  private Path recipe;

  @BeforeEach
  void makeData() throws IOException {
    System.setProperty("fovea.home", folder.resolve("home").toString());
    data = TinyImages.in(folder);
    recipe = TinyImages.recipe(folder);
  }

  @AfterEach
  void moveHomeBack() {
    System.clearProperty("fovea.home");
  }

  private Outcome preview(String out, String... more) {
    Object[] first = {"data", "preview", "--data", data, "--recipe", recipe, "--out", path(out)};
    Object[] all = new Object[first.length + more.length];
    System.arraycopy(first, 0, all, 0, first.length);
    System.arraycopy(more, 0, all, first.length, more.length);
    return Outcome.of(all);
  }

  private Path path(String name) {
    return folder.resolve(name);
  }

  @Test
  void thePictureIsWrittenAndTheStepsAreNamed() throws IOException {
    Outcome outcome = preview("a.png", "--images", "5").succeeds();
    assertThat(outcome.out())
        .contains("a.png: 5 images of " + data)
        .contains("in 6 epochs of " + recipe + ": shifted-crop");
    assertThat(ImageIO.read(path("a.png").toFile()).getHeight()).isGreaterThan(5 * 96);
    assertThat(preview("b.png", "--set", "augment=[]").succeeds().out())
        .contains("nothing varies them");
  }

  @Test
  void aSeedGivesTheSamePictureAndAnotherOneAnother() throws IOException {
    byte[] first = bytes(preview("a.png"), "a.png");
    assertThat(bytes(preview("b.png"), "b.png")).isEqualTo(first);
    assertThat(bytes(preview("c.png", "--seed", "4"), "c.png")).isNotEqualTo(first);
    assertThat(bytes(preview("d.png", "--set", "seed=4"), "d.png"))
        .isEqualTo(Files.readAllBytes(path("c.png")));
  }

  private byte[] bytes(Outcome outcome, String name) throws IOException {
    outcome.succeeds();
    return Files.readAllBytes(path(name));
  }

  @Test
  void classesComeInTurnsAndAreWholeWhereNothingMixesThem() throws IOException {
    JsonNode report = JSON.readTree(preview("a.png", "--images", "6", "--json").succeeds().out());
    assertThat(report.get("file").asText()).isEqualTo(path("a.png").toString());
    assertThat(report.get("augment").toString()).isEqualTo("[\"shifted-crop\"]");
    assertThat(report.get("images").findValuesAsText("class"))
        .containsExactly("blue", "green", "red", "blue", "green", "red");
    for (JsonNode image : report.get("images")) {
      assertThat(image.get("samples")).hasSize(6);
      for (JsonNode sample : image.get("samples")) {
        assertThat(sample.toString()).isEqualTo("{\"" + image.get("class").asText() + "\":1.0}");
      }
    }
  }

  @Test
  void sharesOfMixedImagesAreToldAndAddUp() throws IOException {
    JsonNode report =
        JSON.readTree(
            preview("a.png", "--set", "augment=[{name: mixup, alpha: 1}]", "--json")
                .succeeds()
                .out());
    int mixed = 0;
    for (JsonNode image : report.get("images")) {
      for (JsonNode sample : image.get("samples")) {
        double sum = 0;
        for (JsonNode share : sample) {
          sum += share.asDouble();
        }
        assertThat(sum).isCloseTo(1, within(1e-3));
        mixed += sample.size() > 1 ? 1 : 0;
      }
    }
    assertThat(mixed).isPositive();
  }

  @Test
  void noMoreImagesThanThereAreAreShown() throws IOException {
    JsonNode report = JSON.readTree(preview("a.png", "--images", "64", "--json").succeeds().out());
    // 36 to train on, of which a fifth is held out
    assertThat(report.get("images").size()).isBetween(24, 30);
  }

  @Test
  void whatCantBeDrawnIsRefused() {
    preview("a.png", "--images", "0").refused(2).contains("--images is 0, expected 1 to 64");
    preview("a.jpg").refused(2).contains("a.jpg, expected a name that ends in .png");
    preview("a.png", "--set", "augment=[{name: colour-jitter}]")
        .refused(1)
        .contains("Did you mean `color-jitter`?");
    preview("a.png", "--set", "augment.shifted-crop.shift=8")
        .refused(1)
        .contains("`shift` in `augment` is 8 pixels, but images of 8 x 8 can be reflected");
    preview("no/such/folder/a.png").refused(1).contains("a.png");
  }
}
