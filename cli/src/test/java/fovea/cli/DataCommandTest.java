package fovea.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataCommandTest {
  private static final JsonMapper JSON = new JsonMapper();

  @TempDir Path folder;

  @BeforeEach
  void moveHome() {
    System.setProperty("fovea.home", folder.resolve("home").toString());
  }

  @AfterEach
  void moveHomeBack() {
    System.clearProperty("fovea.home");
  }

  @Test
  void theListSaysWhatIsThereAndWhere() throws IOException {
    Path cifar10 = folder.resolve("home/cifar10/cifar-10-batches-bin");
    assertThat(Outcome.of("data", "list").succeeds().out())
        .contains("cifar10  ", "not yet in " + cifar10, "shapes  ", "needs no files");
    JsonNode list = JSON.readTree(Outcome.of("data", "list", "--json").succeeds().out());
    assertThat(list.findValuesAsText("name")).containsExactly("cifar10", "shapes");
    assertThat(list.get(0).get("present").asBoolean()).isFalse();
    assertThat(folder.resolve("home")).doesNotExist();
  }

  @Test
  void aFolderIsDescribedByClassAndSplit() throws IOException {
    Path data = TinyImages.in(folder);
    JsonNode info = JSON.readTree(Outcome.of("data", "info", data, "--json").succeeds().out());
    assertThat(info.get("classes").toString()).isEqualTo("[\"blue\",\"green\",\"red\"]");
    assertThat(info.get("images").toString()).isEqualTo("{\"train\":[12,12,12],\"test\":[6,6,6]}");
    assertThat(info.get("fingerprint").asText()).matches("[0-9a-f]{64}");
    assertThat(info.get("height").asInt()).isEqualTo(32);
    assertThat(Outcome.of("data", "info", data).succeeds().out())
        .contains(info.get("fingerprint").asText(), "class  train  test", "all       36    18");
  }

  @Test
  void unreadableImagesAreListed() throws IOException {
    Path data = TinyImages.in(folder);
    Path image = data.resolve("train/red/0.png");
    for (int i = 100; i < 200; i++) {
      Files.copy(image, data.resolve("train/red/" + i + ".png"));
    }
    Path text = Files.writeString(data.resolve("train/red/note.jpg"), "buy milk");
    assertThat(Outcome.of("data", "info", data).succeeds().out())
        .contains("unreadable: " + text + ": ");
  }

  @Test
  void shapesNeedNoPreparingAndOthersAreNotKnown() {
    assertThat(Outcome.of("data", "prepare", "shapes").succeeds().out())
        .isEqualTo("shapes are drawn when they are asked for\n");
    Outcome.of("data", "prepare", "cifar11").refused(1).contains("Did you mean `cifar10`?");
    assertThat(folder.resolve("home")).doesNotExist();
  }

  @Test
  void wrongUsageIsOneSentence() {
    Outcome.of("data")
        .refused(2)
        .isEqualTo("fovea: missing required subcommand. See `fovea data --help`.");
    Outcome.of("data", "lst")
        .refused(2)
        .isEqualTo("fovea: unknown command `lst`. Did you mean `list`? See `fovea data --help`.");
    Outcome.of("data", "info", "shape").refused(1).contains("Did you mean `shapes`?");
  }
}
