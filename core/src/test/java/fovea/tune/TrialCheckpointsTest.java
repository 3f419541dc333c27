package fovea.tune;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import fovea.data.SmallImages;
import fovea.recipe.Recipe;
import fovea.recipe.SmallRecipe;
import fovea.train.Answer;
import fovea.train.BatchFacts;
import fovea.train.StoppedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Checkpoints are kept for as long as a trial may go on. */
class TrialCheckpointsTest {
  private static final Search.Listener NOBODY = new Search.Listener() {};
  private static final Search.Listener STOPS =
      new Search.Listener() {
        @Override
        public Answer batch(BatchFacts batch) {
          return Answer.STOP;
        }
      };

  @TempDir Path folder;

  private List<Trial> search(String space, int most, Search.Listener listener) {
    Recipe recipe = SmallRecipe.with("epochs=3", "validation=0.3", "precision=float32");
    SearchFile file = SearchFile.parse("method: {name: random}\n" + space, "search.yaml", recipe);
    return new Search(
            file, recipe, recipe.divide(SmallImages.dataSet(90)), "small", folder.resolve("search"))
        .run(most, null, listener);
  }

  private Path checkpoint() {
    return folder.resolve("search/trials/0000/checkpoint/state.safetensors");
  }

  @Test
  void aTrialThatFailsLeavesNone() {
    String space = "space: {optimizer.learningRate: [900, 1000]}\n";
    assertThatThrownBy(() -> search(space, 1, STOPS)).isInstanceOf(StoppedException.class);
    assertThat(checkpoint()).exists();
    assertThat(search(space, 1, NOBODY))
        .extracting(Trial::state)
        .containsExactly(Trial.State.FAILED);
    assertThat(checkpoint()).doesNotExist();
  }

  @Test
  void whatAKilledProcessDidNotComeToForgetIsForgottenByTheNext() throws IOException {
    String space = "space: {optimizer.learningRate: [0.01, 0.02]}\n";
    assertThat(search(space, 1, NOBODY)).extracting(Trial::state).containsExactly(Trial.State.OVER);
    Files.writeString(checkpoint(), "as it was");
    assertThat(search(space, 1, NOBODY)).hasSize(1);
    assertThat(checkpoint()).doesNotExist();
  }
}
