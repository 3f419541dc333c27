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
  void aTrainerThatCanNotBeMadeLeavesTheModelAsItWas() {
    DataSet data = SmallImages.dataSet(60);
    Recipe recipe = SmallRecipe.with("threads=2", "groups=[{match: 'features.*', frozen: true}]");
    TrainingListener failing =
        new TrainingListener() {
          @Override
          public boolean wantsLayerTimes() {
            throw new IllegalStateException("it doesn't know");
          }
        };
    try (Model model =
        Models.create(
            recipe.model().name(),
            recipe.model().arguments(),
            data.classes(),
            Rng.seeded(recipe.seed()))) {
      long tensors = LiveTensors.count();
      long lanes = lanes();
      assertThatThrownBy(() -> new Trainer(recipe, model, data, List.of(failing)))
          .hasMessage("it doesn't know");
      assertThat(LiveTensors.count()).isEqualTo(tensors);
      assertThat(lanes()).isEqualTo(lanes);
      assertThat(model.network().parameters().values()).allMatch(Tensor::requiresGradient);
    }
  }
}
