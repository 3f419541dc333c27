package fovea.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import fovea.FoveaException;
import fovea.data.DataSet;
import fovea.data.SmallImages;
import fovea.models.Model;
import fovea.models.Models;
import fovea.recipe.ProgressiveSettings;
import fovea.recipe.Recipe;
import fovea.recipe.SmallRecipe;
import fovea.tensor.LiveTensors;
import fovea.tensor.Rng;
import fovea.tensor.Shape;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.Test;

/** What a trainer refuses before it begins, whoever made it. */
class RequirementsTest {
  private static final DataSet DATA = SmallImages.dataSet(60);

  private static AbstractThrowableAssert<?, ?> refused(String... settings) {
    Recipe recipe = SmallRecipe.with(settings);
    long alive = LiveTensors.count();
    try (Model model =
        Models.create(
            recipe.model().name(), recipe.model().arguments(), DATA.classes(), Rng.seeded(1))) {
      return assertThatThrownBy(() -> new Trainer(recipe, model, DATA, List.of()))
          .isInstanceOf(FoveaException.class);
    } finally {
      assertThat(LiveTensors.count()).isEqualTo(alive);
    }
  }

  @Test
  void aModelHasTheSizeAndTheClassesOfTheData() {
    Recipe recipe = SmallRecipe.with();
    String name = recipe.model().name();
    Map<String, Object> arguments = recipe.model().arguments();
    List<String> others = List.of("a", "b", "c", "d", "e", "f", "g");
    try (Model model = Models.create(name, arguments, others, Rng.seeded(1))) {
      assertThatThrownBy(() -> new Trainer(recipe, model, DATA, List.of()))
          .isInstanceOf(FoveaException.class)
          .hasMessageStartingWith(
              "model `" + name + "` tells apart 7 classes (a, b, c, d, e, f, g), but ")
          .hasMessageEndingWith("; make it with the data's, in their order");
    }
    Model small =
        new Model(
            name,
            arguments,
            DATA.classes(),
            Shape.of(3, 16, 8),
            Models.create(name, arguments, DATA.classes(), Rng.seeded(1)).network());
    try (small) {
      assertThatThrownBy(() -> new Trainer(recipe, small, DATA, List.of()))
          .isInstanceOf(FoveaException.class)
          .hasMessageStartingWith("model `" + name + "` takes images of 8 x 16, but those of ");
    }
  }

  @Test
  void whatIsToBeWatchedMustBeThere() {
    refused("schedule.name=plateau", "validation=0")
        .hasMessage(
            "`name` in `schedule` is plateau, but without validation images there is nothing to watch; set validation above 0, or choose another schedule");
    refused("earlyStopping.patience=2", "validation=0")
        .hasMessage(
            "`patience` in `earlyStopping` is 2, but without validation images there is nothing to watch; set validation above 0, or patience to 0");
    refused("earlyStopping.patience=2", "earlyStopping.measure=robust")
        .hasMessageStartingWith("`measure` in `earlyStopping` is robust, but");
  }

  @Test
  void whatGoesByTheLossOfEachImageGoesWithNoneThatIsMixed() {
    String mixed = "augment=[{name: mixup}]";
    refused(mixed, "skipping.share=0.3")
        .hasMessage(
            "`augment` has mixup, which makes one image of several, and `skipping` leaves images out by the loss of each; leave it out, or set `share` in `skipping` to 0");
    refused(mixed, "objective.name=group-dro")
        .hasMessage(
            "`augment` has mixup, which makes one image of several, and `objective` is group-dro, which weighs the loss of each by its group; leave it out, or choose another objective");
  }

  @Test
  void episodesAreDrawnAlikeWhateverTheSampling() {
    refused(
            "objective={name: prototypical, ways: 3, shots: 1, queries: 4}",
            "batchSize=60",
            "sampling=balanced")
        .hasMessage(
            "`sampling` is balanced, and the objective draws the classes of its episodes alike, however many images they have; set it to plain");
  }

  @Test
  void aValidationSplitOfTheDataIsWatched() {
    DataSet divided =
        DataSet.of(
            "divided", SmallImages.draw(60, 1), SmallImages.draw(15, 3), SmallImages.draw(15, 2));
    Recipe recipe =
        SmallRecipe.with("validation=0", "schedule.name=plateau", "earlyStopping.patience=2");
    try (Training training = Training.by(recipe, divided)) {
      assertThat(training.trainer().trainEpoch().validationLoss()).isPositive();
    }
  }

  @Test
  void augmentationMustBeAbleToVaryTheImages() {
    refused("augment.shift=8").hasMessageContaining("can be reflected by at most 7");
  }

  @Test
  void aNetworkOfOneSizeTakesNoSmallerImages() {
    refused("progressive.startSize=4")
        .hasMessage(
            "`startSize` in `progressive` is 4, and model `cifar10-cnn` takes images of 8 x 8 only; set it to 0, or choose a model that takes any size, such as speedrun");
  }

  /** From 9 pixels on. */
  @Test
  void theSmallestSizeThatWouldDoIsNamed() {
    Map<String, Object> small =
        Map.of("imageSize", 16, "width1", 24, "width2", 24, "width3", 24, "depth", 1);
    try (Model model = Models.create("speedrun", small, SmallImages.CLASSES, Rng.seeded(1))) {
      assertThatThrownBy(() -> Requirements.ofNetwork(new ProgressiveSettings(4, 0.5, 4), model))
          .isInstanceOf(FoveaException.class)
          .hasMessage(
              "`startSize` in `progressive` is 4, and of the sizes from there on, 4 pixels apart, the smallest that model `speedrun` takes is 12; set it to 12, or to 0");
      assertThatThrownBy(() -> Requirements.ofNetwork(new ProgressiveSettings(4, 0.5, 1), model))
          .hasMessageContaining("the smallest that model `speedrun` takes is 9;");
      Requirements.ofNetwork(new ProgressiveSettings(9, 0.5, 1), model);
      Requirements.ofNetwork(new ProgressiveSettings(0, 0.5, 1), model);
    }
  }
}
