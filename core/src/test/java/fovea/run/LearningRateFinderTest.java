package fovea.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import fovea.FoveaException;
import fovea.data.DataSet;
import fovea.data.DividedData;
import fovea.data.SmallImages;
import fovea.data.Split;
import fovea.data.Splits;
import fovea.recipe.Recipe;
import fovea.recipe.SmallRecipe;
import fovea.tensor.LiveTensors;
import fovea.train.Answer;
import fovea.train.RateCurve;
import fovea.train.RateSweep;
import fovea.train.RunResult;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LearningRateFinderTest {
  private static final DataSet DATA = SmallImages.dataSet(60);

  @TempDir Path folder;

  /** The test and validation images are nobody's: looking at them fails. */
  private static RateCurve find(Recipe recipe) {
    DividedData whole = recipe.divide(DATA);
    DividedData blind =
        new DividedData(
            DATA, new Splits(whole.splits().train(), Optional.empty(), new Split.Test(null)));
    return LearningRateFinder.find(
        recipe, blind, new RateSweep(1e-4, 1, 20), (done, rate, loss) -> Answer.GO_ON);
  }

  @Test
  void aNetworkOfItsOwnIsSweptAndNothingIsLeftOfIt() {
    long alive = LiveTensors.count();
    RateCurve curve = find(SmallRecipe.with());
    assertThat(curve.points()).hasSizeBetween(10, 20);
    assertThat(LiveTensors.count()).isEqualTo(alive);
  }

  @Test
  void itStartsFromTheWeightsThatTheRecipeStartsFrom() {
    Recipe recipe = SmallRecipe.with("epochs=4");
    RunResult unused = TrainingRun.start(recipe, DATA, "small", folder.resolve("run"), List.of());
    RateCurve fresh = find(recipe);
    RateCurve trained = find(recipe.startingFrom(folder.resolve("run").toString()));
    assertThat(trained.points().get(0).loss()).isLessThan(fresh.points().get(0).loss());
  }

  @Test
  void aRecipeThatDoesntFitTheDataIsRefused() {
    assertThatThrownBy(() -> find(SmallRecipe.with("model.arguments.imageSize=16")))
        .isInstanceOf(FoveaException.class)
        .hasMessageContaining("takes images of 16 x 16, but those of small are 8 x 8");
  }
}
