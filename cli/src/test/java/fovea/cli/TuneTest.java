package fovea.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import fovea.files.FolderLock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TuneTest {
  @TempDir Path folder;
  private Path data;
  private Path recipe;
  private Path search;
  private Path out;

  @BeforeEach
  void write() throws IOException {
    data = TinyImages.in(folder);
    recipe = TinyImages.recipe(folder);
    out = folder.resolve("search");
    search =
        Files.writeString(
            folder.resolve("search.yaml"),
            """
            method: {name: asha}
            space:
              optimizer.learningRate: {from: 0.0001, to: 0.1, scale: log}
              optimizer.nesterov: any
            """);
  }

  private Outcome tune(Object trials, Object... more) {
    Object[] first = {
      "tune",
      "--data",
      data,
      "--recipe",
      recipe,
      "--search",
      search,
      "--out",
      out,
      "--trials",
      trials
    };
    Object[] all = Arrays.copyOf(first, first.length + more.length);
    System.arraycopy(more, 0, all, first.length, more.length);
    return Outcome.of(all);
  }

  @Test
  void aSearchLeavesItsBestRecipeAndAPageAndGoesOnWithMoreTrials() throws IOException {
    Outcome outcome = tune(3).succeeds();
    assertThat(outcome.err()).contains("trial 0 up to epoch 1: optimizer.learningRate=");
    assertThat(outcome.err()).contains("after 3 epochs: validation accuracy ", "best so far trial");
    assertThat(outcome.out()).contains("best recipe  " + out.resolve("best.yaml"));
    assertThat(out.resolve("search.html")).content().contains("A search for settings", "<svg ");
    assertThat(out.resolve("trials.db")).isNotEmptyFile();
    assertThat(out.resolve("best.yaml")).content().startsWith("# The best of 3 trials, number ");

    JsonNode json = new JsonMapper().readTree(tune(4, "--json").succeeds().out());
    assertThat(json.get("trials")).hasSize(4);
    assertThat(json.get("method").asText()).isEqualTo("asha");
    assertThat(json.get("trials").get(0).get("state").asText()).isEqualTo("over");

    Path run = folder.resolve("run");
    Outcome.of("train", "--data", data, "--recipe", out.resolve("best.yaml"), "--out", run)
        .succeeds();
    assertThat(run.resolve("result.json")).exists();

    Path trial = out.resolve("trials/0000");
    Outcome.of("train", "--resume", trial)
        .refused(1)
        .startsWith("fovea: " + trial + ": a trial of a search, which `fovea tune` goes on with");
    Outcome.of("evaluate", trial, "--data", data)
        .refused(1)
        .contains(
            ": a trial of a search, ", "`fovea train --recipe " + trial.resolve("recipe.yaml"));
    assertThat(Outcome.of("runs", "compare", trial, run).succeeds().out())
        .containsPattern("0000 +\\d+ +[0-9.]+ %");
  }

  @Test
  void aSearchWithoutAGoodTrialFails() throws IOException {
    Files.writeString(search, "space:\n  optimizer.learningRate: {from: 900, to: 1000}\n");
    Outcome outcome = tune(2, "--set", "schedule.name=constant");
    assertThat(outcome.exit()).isEqualTo(1);
    assertThat(outcome.err()).contains("fovea: all trials failed, the last like this: ");
    assertThat(outcome.out()).contains("failed");
    assertThat(out.resolve("search.html")).exists();
    assertThat(out.resolve("best.yaml")).doesNotExist();
  }

  @Test
  void aSearchThatHasTriedAllSettingsSaysSo() throws IOException {
    Files.writeString(search, "space: {optimizer.nesterov: any}\n");
    assertThat(tune(5).succeeds().err())
        .contains("All settings of the space have been tried, 2 trials; no other begins.");
    assertThat(out.resolve("best.yaml")).content().startsWith("# The best of 2 trials, number ");
  }

  @Test
  void aSpaceWithAnEmptyRangeIsRefused() throws IOException {
    Files.writeString(search, "space:\n  optimizer.learningRate: {from: 0.1, to: 0.01}\n");
    tune(2)
        .refused(1)
        .isEqualTo(
            "fovea: "
                + search
                + ", line 2: `optimizer.learningRate` is searched from 0.1 to 0.01, an empty range; `from` must be below `to`.");
    assertThat(out).doesNotExist();
  }

  @Test
  void aFolderThatNoSearchMayHaveIsRefusedBeforeTheDataAreRead() throws IOException {
    data = folder.resolve("none");
    Files.createDirectory(out);
    try (FolderLock others = FolderLock.ifFree(out.resolve(".lock"))) {
      assertThat(others).isNotNull();
      tune(2)
          .refused(1)
          .isEqualTo(
              "fovea: "
                  + out
                  + ": another process searches in it; wait for it to end, or stop it.");
    }
    Files.writeString(out.resolve("notes.txt"), "mine");
    tune(2)
        .refused(1)
        .isEqualTo(
            "fovea: "
                + out
                + ": exists already, and no search has begun in it; choose another folder.");
  }

  @Test
  void anUnknownMethodIsRefused() throws IOException {
    Files.writeString(search, "method: {name: tpo}\nspace: {optimizer.nesterov: any}\n");
    tune(2)
        .refused(1)
        .contains("`name` in `method` is `tpo`, expected one of random, tpe, asha, hyperband")
        .endsWith("Did you mean `tpe`?");
  }

  @Test
  void trialsOfAnotherSearchAreRefused() throws IOException {
    tune(1).succeeds();
    Files.writeString(search, "space:\n  optimizer.learningRate: {from: 0.1, to: 0.2}\n");
    tune(1)
        .refused(1)
        .isEqualTo(
            "fovea: "
                + out.resolve("trials.db")
                + ": has the trials of another search, whose `space.optimizer.learningRate.from` is 0.00010, and now it is 0.1; name another folder by --out.");
  }

  @Test
  void whatIsMissingIsSaid() {
    Outcome.of("tune", "--search", search)
        .refused(2)
        .startsWith("fovea: --data is missing: cifar10, shapes or a folder. See `fovea tune");
    Outcome.of("tune", "--data", data)
        .refused(2)
        .startsWith("fovea: --search is missing: a YAML file that says what is searched.");
    tune(0).refused(2).startsWith("fovea: --trials is 0, expected at least 1.");
  }
}
