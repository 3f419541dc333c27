package fovea.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import fovea.FoveaException;
import fovea.data.SmallImages;
import fovea.recipe.SmallRecipe;
import fovea.train.Answer;
import fovea.train.BatchFacts;
import fovea.train.RunResult;
import fovea.train.StoppedException;
import fovea.train.TrainingListener;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UnbegunRunTest {
  @TempDir Path folder;
  private Path run;

  @BeforeEach
  void name() {
    run = folder.resolve("run");
  }

  private void write(String file) throws IOException {
    Path path = run.resolve(file);
    Files.createDirectories(path.getParent());
    Files.writeString(path, "{}");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "checkpoint/lock",
        "environment.json",
        "recipe.yaml",
        ".recipe.yaml.tmp999999999-0123abcd"
      })
  void whatAKilledProcessLeftIsRemoved(String file) throws IOException {
    write(file);
    UnbegunRun.clear(run);
    assertThat(run).doesNotExist();
    UnbegunRun.clear(run);
  }

  @Test
  void ofAnybodysFolderOnlyWhatAKilledProcessLeftIsRemoved() throws IOException {
    RunResult unused = begin();
    Path killed = Files.createDirectory(folder.resolve("killed"));
    UnbegunRun.clearIfNothingElse(killed);
    assertThat(killed).doesNotExist();
    UnbegunRun.clearIfNothingElse(killed);
    Files.createDirectory(killed);
    Files.copy(run.resolve("environment.json"), killed.resolve("environment.json"));
    Files.writeString(killed.resolve(".recipe.yaml.tmp999999999-0123abcd"), "model:");
    UnbegunRun.clearIfNothingElse(killed);
    assertThat(killed).doesNotExist();
    UnbegunRun.clearIfNothingElse(run);
    assertThat(run.resolve("model.safetensors")).exists();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "notes.txt",
        "recipe.yaml",
        "environment.json",
        "checkpoint/lock",
        ".notes.txt.tmp999999999-0123abcd"
      })
  void whatMayBeSomebodysOwnStays(String file) throws IOException {
    write(file);
    UnbegunRun.clearIfNothingElse(run);
    assertThat(run.resolve(file)).hasContent("{}");
  }

  @Test
  void aLinkToAnEmptyFolderStays() throws IOException {
    Path empty = Files.createDirectory(folder.resolve("empty"));
    Files.createSymbolicLink(run, empty);
    UnbegunRun.clearIfNothingElse(run);
    assertThat(run).isSymbolicLink();
    assertThat(empty).exists();
  }

  private RunResult begin() {
    return TrainingRun.start(
        SmallRecipe.with("epochs=1"), SmallImages.dataSet(60), "small", run, List.of());
  }

  @Test
  void whatHasARecipeHasAnEnvironmentToo() throws IOException {
    RunResult unused = begin();
    assertThat(Files.getLastModifiedTime(run.resolve("environment.json")))
        .isLessThanOrEqualTo(Files.getLastModifiedTime(run.resolve("recipe.yaml")));
  }

  @Test
  void whatSomebodyPutThereStays() throws IOException {
    write("notes.txt");
    assertThatThrownBy(() -> UnbegunRun.clear(run))
        .isInstanceOf(FoveaException.class)
        .hasMessage(run + ": can't be written (the folder isn't empty)");
    assertThat(run.resolve("notes.txt")).exists();
  }

  @Test
  void aRunThatHasBegunStaysEvenWithoutItsEnvironment() throws IOException {
    TrainingListener stops =
        new TrainingListener() {
          @Override
          public Answer batch(BatchFacts batch) {
            return Answer.STOP;
          }
        };
    assertThatThrownBy(
            () -> {
              RunResult unused =
                  TrainingRun.start(
                      SmallRecipe.with(), SmallImages.dataSet(60), "small", run, List.of(stops));
            })
        .isInstanceOf(StoppedException.class);
    UnbegunRun.clear(run);
    assertThat(run.resolve("environment.json")).exists();
    Files.delete(run.resolve("environment.json"));
    UnbegunRun.clear(run);
    assertThat(run.resolve("recipe.yaml")).exists();
    assertThat(run.resolve("checkpoint/state.safetensors")).exists();
  }
}
