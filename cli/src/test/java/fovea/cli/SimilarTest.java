package fovea.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import fovea.io.ModelFile;
import fovea.models.Model;
import fovea.models.Models;
import fovea.tensor.Rng;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A folder is indexed and searched, by the commands. */
class SimilarTest {
  private static final JsonMapper JSON = new JsonMapper();

  @TempDir static Path folder;
  private static Path photos;
  private static Path model;
  private static Path index;
  private static Outcome indexed;

  @BeforeAll
  static void index() throws IOException {
    photos = TinyImages.in(folder);
    Files.copy(photos.resolve("train/red/3.png"), photos.resolve("test/red/copy.png"));
    Files.writeString(photos.resolve("test/red/broken.png"), "no image");
    model = model("tiny.safetensors", 1);
    index = folder.resolve("photos.index");
    indexed = Outcome.of("index", photos, "--model", model, "--out", index).succeeds();
  }

  private static Path model(String name, long seed) {
    Path file = folder.resolve(name);
    Map<String, Object> arguments = Map.of("imageSize", 8, "blocks", 0);
    try (Model made =
        Models.create("cifar10-cnn", arguments, TinyImages.CLASSES, Rng.seeded(seed))) {
      ModelFile.write(file, made, Map.of());
    }
    return file;
  }

  @Test
  void peopleReadWhatTheIndexHoldsAndWhatFellOutOfIt() {
    assertThat(indexed.out())
        .containsPattern("(?m)^index +" + index + "$")
        .containsPattern("(?m)^images +55, [0-9,]+ features of each$")
        .containsPattern("(?m)^search +exact$")
        .containsPattern("(?m)^duplicates +[0-9]+ pairs?$")
        .contains("same pixels", "train/red/3.png");
    assertThat(indexed.err()).contains("left out ").contains("broken.png");
  }

  @Test
  void programsReadItToo() throws IOException {
    Path json = folder.resolve("index.json");
    Path other = folder.resolve("other.index");
    Outcome.of("index", photos, "--model", model, "--out", other, "--json", json).succeeds();
    JsonNode report = JSON.readTree(json.toFile());
    assertThat(report.get("images").asInt()).isEqualTo(55);
    assertThat(report.get("exact").asBoolean()).isTrue();
    assertThat(report.get("unreadable")).hasSize(1);
    JsonNode first = report.get("duplicates").get(0);
    assertThat(first.get("samePixels").asBoolean()).isTrue();
    assertThat(Set.of(first.get("first").asText(), first.get("second").asText()))
        .containsExactlyInAnyOrder("train/red/3.png", "test/red/copy.png");
    assertThat(report.get("outliers").isArray()).isTrue();
    assertThat(other).hasSameBinaryContentAs(index);
  }

  private static JsonNode similar(Object... more) throws IOException {
    List<Object> all = new ArrayList<>(List.of("similar", photos.resolve("train/red/3.png")));
    all.addAll(List.of("--index", index, "--json"));
    all.addAll(List.of(more));
    return JSON.readTree(Outcome.of(all.toArray()).succeeds().out());
  }

  @Test
  void anImageOfTheIndexIsNearestToItselfAndToItsCopy() throws IOException {
    JsonNode found = similar("--top", 5).get("similar");
    assertThat(found).hasSize(5);
    Set<String> two = new HashSet<>();
    for (int i = 0; i < 2; i++) {
      assertThat(found.get(i).get("cosine").asDouble()).isCloseTo(1, within(1e-4));
      assertThat(found.get(i).get("samePixels").asBoolean()).isTrue();
      two.add(found.get(i).get("file").asText());
      assertThat(Path.of(found.get(i).get("image").asText())).exists();
    }
    assertThat(two).containsExactlyInAnyOrder("train/red/3.png", "test/red/copy.png");
    for (int i = 1; i < 5; i++) {
      assertThat(found.get(i).get("cosine").asDouble())
          .isLessThanOrEqualTo(found.get(i - 1).get("cosine").asDouble() + 1e-9);
    }
    assertThat(found.get(2).get("samePixels").asBoolean()).isFalse();
  }

  @Test
  void tenAreNamedUnlessOthersAreAskedFor() throws IOException {
    assertThat(similar().get("similar")).hasSize(10);
    assertThat(similar("--top", 1_000).get("similar")).hasSize(55);
  }

  @Test
  void theyAreDrawnAndReadByPeople() throws IOException {
    Path sheet = folder.resolve("nearest.png");
    Outcome found =
        Outcome.of(
                "similar",
                photos.resolve("test/blue/1.png"),
                "--index",
                index,
                "--top",
                3,
                "--sheet",
                sheet)
            .succeeds();
    assertThat(found.out()).hasLineCount(3).containsPattern("(?m)^1\\.0000  .*blue.1\\.png +same");
    assertThat(ImageIO.read(sheet.toFile()).getWidth()).isEqualTo(40 + 4 * 152);
  }

  @Test
  void anotherModelsFeaturesAreNotCompared() {
    Path image = photos.resolve("test/blue/1.png");
    Path other = model("other.safetensors", 2);
    Outcome.of("similar", image, "--index", index, "--model", other)
        .refused(1)
        .startsWith("fovea: " + other + ": not the model that " + index + " was made by");
  }

  @Test
  void aModelThatWasMovedIsNamed() throws IOException {
    Path image = photos.resolve("test/blue/1.png");
    Path lent = model("lent.safetensors", 3);
    Path own = folder.resolve("own.index");
    Outcome.of("index", photos, "--model", lent, "--out", own).succeeds();
    Path moved = Files.move(lent, folder.resolve("moved.safetensors"));
    Outcome.of("similar", image, "--index", own)
        .refused(1)
        .contains("made by the model ", "say by --model where it is");
    Outcome.of("similar", image, "--index", own, "--model", moved).succeeds();
  }

  @Test
  void whatCantBeIndexedIsRefused() throws IOException {
    Path empty = Files.createDirectory(folder.resolve("empty"));
    Path out = folder.resolve("none.index");
    Outcome.of("index", empty, "--model", model, "--out", out)
        .refused(1)
        .isEqualTo("fovea: " + empty + ": no images in this folder.");
    Outcome.of("index", folder.resolve("nowhere"), "--model", model, "--out", out)
        .refused(1)
        .contains("no such folder");
    Outcome.of("index", model, "--model", model, "--out", out).refused(1).contains("not a folder");
    Outcome.of("index", photos, "--model", model, "--out", model)
        .refused(1)
        .contains("exists and is not an index that can be read, so it stays");
    Outcome.of("similar", photos.resolve("test/blue/1.png"), "--index", model)
        .refused(1)
        .contains("not an index");
    assertThat(out).doesNotExist();
  }
}
