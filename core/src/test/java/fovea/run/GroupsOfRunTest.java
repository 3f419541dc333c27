package fovea.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import fovea.FoveaException;
import fovea.data.DataSet;
import fovea.data.DividedData;
import fovea.data.ImageSet;
import fovea.data.SmallImages;
import fovea.recipe.Recipe;
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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A run by groups that a CSV file tells, and a file that is changed meanwhile. */
class GroupsOfRunTest {
  @TempDir Path folder;

  private final DataSet data = SmallImages.dataSet(120);

  /** Each so-manieth image was taken by day. */
  private Recipe by(int day) throws IOException {
    Path csv = folder.resolve("light.csv");
    Recipe recipe = SmallRecipe.with("epochs=2", "objective.name=group-dro", "imageGroups=" + csv);
    ImageSet train = data.splits().train().images();
    StringBuilder text = new StringBuilder("file,light\n");
    for (int i = 0; i < train.size(); i++) {
      text.append(train.name(i)).append(i % day == 0 ? ",day\n" : ",night\n");
    }
    Files.writeString(csv, text);
    return recipe;
  }

  private Path stopped(Recipe recipe) {
    TrainingListener stops =
        new TrainingListener() {
          @Override
          public Answer batch(BatchFacts batch) {
            return Answer.STOP;
          }
        };
    Path run = folder.resolve("run");
    assertThatThrownBy(() -> TrainingRun.start(recipe, data, "small", run, List.of(stops)))
        .isInstanceOf(StoppedException.class);
    return run;
  }

  /** Of groups {@link #by} 2. */
  private void requireEndsAsUninterrupted(Path run) throws IOException {
    Path whole = folder.resolve("whole");
    RunResult expected = TrainingRun.start(by(2), data, "small", whole, List.of());
    RunResult found = TrainingRun.resume(run, data, List.of());
    assertThat(found.testAccuracy()).isEqualTo(expected.testAccuracy());
    assertThat(run.resolve("model.safetensors"))
        .hasSameBinaryContentAs(whole.resolve("model.safetensors"));
  }

  @Test
  void aRunGoesOnWithItsOwnGroupsOnly() throws IOException {
    Path run = stopped(by(2));
    Recipe unused = by(3);
    assertThatThrownBy(() -> TrainingRun.resume(run, data, List.of()))
        .isInstanceOf(FoveaException.class)
        .hasMessage(
            "%s: began with other groups of images than `imageGroups: %s` gives now; put them back as they were, or start a new run"
                .formatted(run, folder.resolve("light.csv")));
    unused = by(2);
    requireEndsAsUninterrupted(run);
  }

  @Test
  void aRunOfAnEarlierVersionGoesOnAsItDid() throws IOException {
    Path run = stopped(by(2));
    Path environment = run.resolve("environment.json");
    String text = Files.readString(environment);
    String older = text.replaceFirst(",\\s*\"groups\" : \"[0-9a-f]{64}\"", "");
    assertThat(older).isNotEqualTo(text);
    Files.writeString(environment, older);
    requireEndsAsUninterrupted(run);
  }

  @Test
  void aRunIsRepeatedByItsOwnGroupsOnly() throws IOException {
    Path run = folder.resolve("run");
    RunResult ended = TrainingRun.start(by(2), data, "small", run, List.of());
    assertThat(ended.epochs()).isEqualTo(2);
    DividedData same = Replay.of(run).requireSame(data);
    assertThat(same.set().fingerprint()).isEqualTo(data.fingerprint());
    Recipe unused = by(3);
    assertThatThrownBy(() -> Replay.of(run).requireSame(data))
        .isInstanceOf(FoveaException.class)
        .hasMessageContaining("the groups of images differ: the run began with others than ")
        .hasMessageEndingWith("light.csv` gives now; nothing was repeated");
  }

  @Test
  void aRunWithoutGroupsRecordsNone() throws IOException {
    Path run = stopped(SmallRecipe.with("epochs=1"));
    assertThat(Files.readString(run.resolve("environment.json"))).doesNotContain("groups");
  }
}
