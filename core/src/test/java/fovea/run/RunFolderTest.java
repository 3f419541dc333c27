package fovea.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import fovea.FoveaException;
import fovea.recipe.Recipe;
import fovea.recipe.SmallRecipe;
import fovea.tensor.Precision;
import fovea.train.RunResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RunFolderTest {
  @TempDir Path folder;

  @Test
  void whatIsWrittenReadsBack() {
    RunFolder run = RunFolder.create(folder.resolve("runs/first"));
    Recipe recipe = Recipe.builtIn("article").with("seed=7");
    Environment environment =
        Environment.detect(2, "2.10.0", "shapes", "ab12", 7, Precision.FLOAT32);
    RunResult result =
        new RunResult(0.85, 0.86, 0.9, null, 16, 12, 61.5, 4_000_000, 80_000_000_000L, 210.5, 0.5);
    run.write(recipe);
    run.write(environment);
    run.write(result);
    RunFolder again = RunFolder.open(run.path());
    assertThat(again.recipe()).isEqualTo(recipe);
    assertThat(again.environment()).isEqualTo(environment);
    assertThat(again.result()).isEqualTo(result);
    assertThat(again.epochs().read()).isEmpty();
    assertThat(run.resultFile())
        .content()
        .contains("\"validationAccuracy\" : null", "\"macs\" : 80000000000");
  }

  @Test
  void theEnvironmentKnowsThisMachine() {
    Environment environment =
        Environment.detect(2, "2.10.0", "shapes", "ab12", 7, Precision.BFLOAT16);
    assertThat(environment.precision()).isEqualTo("bfloat16");
    assertThat(environment.java()).startsWith(System.getProperty("java.version"));
    assertThat(environment.cpu().model()).isNotBlank();
    assertThat(environment.cpu().cores()).isEqualTo(Runtime.getRuntime().availableProcessors());
    assertThat(environment.threads()).isEqualTo(2);
    assertThat(environment.libtorch()).isEqualTo("2.10.0");
    assertThat(environment.data()).isEqualTo("shapes");
    assertThat(environment.dataFingerprint()).isEqualTo("ab12");
    assertThat(environment.seed()).isEqualTo(7);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "fovea",
        "java",
        "os",
        "cpu",
        "model",
        "flags",
        "libtorch",
        "data",
        "dataFingerprint",
        "precision"
      })
  void anEnvironmentThatLacksSomethingIsRefusedByName(String missing) throws Exception {
    RunFolder run = RunFolder.create(folder.resolve("run"));
    run.write(Environment.detect(2, "2.10.0", "shapes", "ab12", 7, Precision.FLOAT32));
    assertThat(RunFolder.dataNameIn(run.path())).contains("shapes");
    String text = Files.readString(run.environmentFile());
    Files.writeString(
        run.environmentFile(), text.replace("\"%s\" :".formatted(missing), "\"another\" :"));
    assertThatThrownBy(run::environment)
        .isInstanceOf(FoveaException.class)
        .hasMessageStartingWith(run.environmentFile() + ": `")
        .hasMessageEndingWith(missing + "` is missing");
    assertThat(RunFolder.dataNameIn(run.path())).isEmpty();
  }

  @Test
  void whatExistsIsRefusedAndLeftAlone() throws Exception {
    Path file = folder.resolve("notes.txt");
    Files.writeString(file, "mine");
    for (Path path : new Path[] {folder, file}) {
      assertThatThrownBy(() -> RunFolder.create(path))
          .isInstanceOf(FoveaException.class)
          .hasMessage(path + ": exists already. Choose another folder.");
    }
    Path run = folder.resolve("run");
    RunFolder.create(run).write(SmallRecipe.with());
    assertThatThrownBy(() -> RunFolder.requireFree(run))
        .isInstanceOf(FoveaException.class)
        .hasMessage(
            "%s: exists already. Choose another folder, or go on with the run in it by `--resume %s`.",
            run, run);
    assertThat(file).hasContent("mine");
    assertThatThrownBy(() -> RunFolder.create(file.resolve("below")))
        .isInstanceOf(FoveaException.class)
        .hasMessage(
            "%s: can't be made, %s is a file; choose another folder"
                .formatted(file.resolve("below"), file));
  }

  @Test
  void aDiskWithTooLittleRoomIsToldFromAFaultOfTheRecipe() {
    assertThatThrownBy(() -> RunFolder.requireRoom(folder, Long.MAX_VALUE))
        .isInstanceOf(FoveaException.class)
        .hasMessageStartingWith(folder + ": the disk has ")
        .hasCauseInstanceOf(IOException.class);
  }

  @Test
  void aFolderThatTheSystemRefusesIsSaidInWords() {
    Path path = Path.of("/proc/fovea/run");
    assumeTrue(Files.isDirectory(Path.of("/proc/self")), "this system has no /proc");
    assertThatThrownBy(() -> RunFolder.create(path))
        .isInstanceOf(FoveaException.class)
        .hasMessage(path + ": can't be written (no such file or folder)");
  }

  @Test
  void onlyTheFolderOfARunCanBeOpened() throws Exception {
    Path none = folder.resolve("none");
    assertThatThrownBy(() -> RunFolder.open(none))
        .hasMessage(none + ": no such folder, expected the folder of a run");
    assertThatThrownBy(() -> RunFolder.open(folder))
        .hasMessage(folder + ": not the folder of a run, it has no recipe.yaml");
    Files.writeString(none, "");
    assertThatThrownBy(() -> RunFolder.open(none))
        .hasMessage(none + ": not a folder, expected the folder of a run");
  }

  @Test
  void aRunThatDidNotEndHasNoResult() {
    RunFolder run = RunFolder.create(folder.resolve("run"));
    assertThatThrownBy(run::result)
        .hasMessage(
            "%s: the run hasn't ended, so it has no result yet; go on with it by `fovea train --resume %s`"
                .formatted(run.path(), run.path()));
  }

  @Test
  void aBrokenResultIsRefusedByName() throws Exception {
    RunFolder run = RunFolder.create(folder.resolve("run"));
    Files.writeString(run.resultFile(), "{\"epochs\": 3}");
    assertThatThrownBy(run::result)
        .isInstanceOf(FoveaException.class)
        .hasMessageStartingWith(run.resultFile() + ": not as expected, ");
  }
}
