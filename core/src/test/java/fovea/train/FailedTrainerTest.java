package fovea.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import fovea.data.DataSet;
import fovea.data.SmallImages;
import fovea.models.Model;
import fovea.models.Models;
import fovea.recipe.Recipe;
import fovea.recipe.SmallRecipe;
import fovea.tensor.LiveTensors;
import fovea.tensor.Rng;
import fovea.tensor.Tensor;
import java.util.List;
import org.junit.jupiter.api.Test;

class FailedTrainerTest {
  private static long lanes() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().equals("lane"))
        .count();
  }

  @Test
  void aTrainerThatCanNotBeMadeLeavesTheModelAsItWas() throws InterruptedException {
    DataSet data = SmallImages.dataSet(60);
    Recipe recipe =
        SmallRecipe.with("threads=2", "headEpochs=1", "groups=[{match: '*', frozen: true}]");
    try (Model model =
        Models.create(
            recipe.model().name(),
            recipe.model().arguments(),
            data.classes(),
            Rng.seeded(recipe.seed()))) {
      long tensors = LiveTensors.count();
      long lanes = lanes();
      assertThatThrownBy(() -> new Trainer(recipe, model, data, List.of()))
          .hasMessageStartingWith("all weights of the network are frozen");
      assertThat(LiveTensors.count()).isEqualTo(tensors);
      for (int i = 0; i < 2_000 && lanes() > lanes; i++) {
        Thread.sleep(5); // a lane that was told to end takes a moment
      }
      assertThat(lanes()).isEqualTo(lanes);
      assertThat(model.network().parameters().values()).allMatch(Tensor::requiresGradient);
    }
  }
}
