package fovea.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import fovea.recipe.Recipe;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GroupsOfImagesTest {
  private static final JsonMapper JSON = new JsonMapper();

  @TempDir Path folder;

  @Test
  void aRunRecordsWhereItsGroupsLieWhereverItIsResumed() throws IOException {
    Path data = TinyImages.in(folder);
    StringBuilder csv = new StringBuilder("file,light\n");
    for (String colour : TinyImages.CLASSES) {
      for (int i = 0; i < 12; i++) {
        csv.append("train/%s/%d.png,%s%n".formatted(colour, i, i < 6 ? "day" : "night"));
      }
    }
    Path groups = Files.writeString(folder.resolve("it's light.csv"), csv);
    Path relative = Path.of("").toAbsolutePath().relativize(groups);
    Path run = folder.resolve("by-light");
    Outcome unused =
        Outcome.of(
                "train",
                "--data",
                data,
                "--recipe",
                TinyImages.recipe(folder),
                "--set",
                "objective.name=group-dro",
                "--set",
                "imageGroups=" + relative,
                "--out",
                run)
            .succeeds();
    assertThat(Recipe.read(run.resolve("recipe.yaml")).imageGroups()).isEqualTo(groups.toString());
  }

  @Test
  void figuresAreGivenByGroupAndWrongTablesRefused() throws IOException {
    Path data = TinyImages.in(folder);
    Path run = folder.resolve("run");
    Outcome unused =
        Outcome.of("train", "--data", data, "--recipe", TinyImages.recipe(folder), "--out", run)
            .succeeds();
    StringBuilder csv = new StringBuilder("file,light\n");
    for (String colour : TinyImages.CLASSES) {
      for (int i = 0; i < 6; i++) {
        csv.append("test/%s/%d.png,%s%n".formatted(colour, i, i < 2 ? "day" : "night"));
      }
    }
    Path groups = Files.writeString(folder.resolve("groups.csv"), csv);
    Outcome outcome =
        Outcome.of("evaluate", run, "--data", data, "--groups", groups, "--json", "-").succeeds();
    JsonNode light = JSON.readTree(outcome.out()).get("groups").get(0);
    assertThat(light.get("attribute").asText()).isEqualTo("light");
    assertThat(light.get("groups").findValuesAsText("name")).contains("day", "night");
    assertThat(light.at("/groups/0/images").asInt()).isEqualTo(6);
    assertThat(light.at("/groups/1/images").asInt()).isEqualTo(12);
    assertThat(light.at("/groups/0/small").asBoolean()).isTrue();
    double sum =
        6 * light.at("/groups/0/accuracy/value").asDouble()
            + 12 * light.at("/groups/1/accuracy/value").asDouble();
    assertThat(sum / 18)
        .isBetween(
            light.at("/accuracy/value").asDouble() - 1e-9,
            light.at("/accuracy/value").asDouble() + 1e-9);
    assertThat(outcome.err()).contains("by light", "day", "small");

    Path unknown = Files.writeString(folder.resolve("unknown.csv"), "file,light\nx.png,day\n");
    Outcome.of("evaluate", run, "--data", data, "--groups", unknown)
        .refused(1)
        .contains("unknown.csv, line 2: x.png is no image of the data");
    Outcome.of("evaluate", run, "--data", data, "--groups", "folders")
        .refused(1)
        .contains("no image lies in a folder below that of its class");
    Outcome probed =
        Outcome.of("evaluate", run, "--data", data, "--shortcuts", "--json", "-").succeeds();
    JsonNode factors = JSON.readTree(probed.out()).at("/shortcuts/factors");
    assertThat(factors.findValuesAsText("name"))
        .containsExactly("colour", "background", "position", "object");

    Files.writeString(data.resolve("test/red/0.png"), "none");
    Outcome broken =
        Outcome.of("evaluate", run, "--data", data, "--groups", groups, "--json", "-").succeeds();
    assertThat(broken.err()).contains("left out ", "0.png");
    assertThat(JSON.readTree(broken.out()).at("/groups/0/groups/0/images").asInt()).isEqualTo(5);
  }
}
