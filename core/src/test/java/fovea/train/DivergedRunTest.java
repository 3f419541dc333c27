package fovea.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import fovea.FoveaException;
import fovea.data.DataSet;
import fovea.data.SmallImages;
import fovea.models.Model;
import fovea.models.Models;
import fovea.recipe.Recipe;
import fovea.recipe.SmallRecipe;
import fovea.tensor.Autograd;
import fovea.tensor.Rng;
import fovea.tensor.Scope;
import fovea.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.Test;

class DivergedRunTest {
  private static final float[] BROKEN = {Float.NaN, Float.POSITIVE_INFINITY};

  private final DataSet data = SmallImages.dataSet(120);

  @Test
  void weightsThatTheLastStepLeftBrokenEndTheRun() {
    for (float broken : BROKEN) {
      assertRefused(SmallRecipe.with("epochs=2", "validation=0"), "features.0.weight", broken)
          .hasMessageStartingWith(
              "the weights `features.0.weight` became infinite or NaN in epoch 2, step 7 of 7,")
          .hasMessageEndingWith("lower optimizer.learningRate, or set gradientClip");
    }
  }

  /** A step too large leaves weights that are numbers, and outputs that are none. */
  @Test
  void outputsOnTheValidationImagesThatAreNoNumbersEndTheRun() {
    Recipe recipe = SmallRecipe.with("epochs=2", "precision=float32");
    assertRefused(recipe, "classifier.3.weight", 3e38f)
        .hasMessageStartingWith("the network's outputs are infinite or no numbers (NaN)")
        .hasMessageContaining("optimizer.learningRate");
  }

  /** Of the second of two epochs, whose last step breaks weights, no listener hears. */
  private AbstractThrowableAssert<?, ?> assertRefused(Recipe recipe, String name, float broken) {
    List<EpochRecord> told = new ArrayList<>();
    try (Model model = model(recipe);
        Trainer trainer =
            new Trainer(
                recipe, model, data, List.of(breaking(model, name, broken), records(told)))) {
      AbstractThrowableAssert<?, ?> refusal =
          assertThatThrownBy(trainer::train).isInstanceOf(FoveaException.class);
      assertThat(told).extracting(EpochRecord::epoch).containsExactly(1);
      return refusal;
    }
  }

  private static Model model(Recipe recipe) {
    return Models.create(
        recipe.model().name(), recipe.model().arguments(), SmallImages.CLASSES, Rng.seeded(1));
  }

  private static TrainingListener records(List<EpochRecord> told) {
    return new TrainingListener() {
      @Override
      public Answer epoch(EpochRecord epoch) {
        told.add(epoch);
        return Answer.GO_ON;
      }
    };
  }

  /** Puts a value into the weights after the last step of the second epoch. */
  private static TrainingListener breaking(Model model, String name, float value) {
    return new TrainingListener() {
      @Override
      public Answer batch(BatchFacts facts) {
        if (facts.epoch() == 2 && facts.step() == facts.steps()) {
          try (Scope scope = Scope.open();
              Autograd.NoGrad off = Autograd.noGrad()) {
            Tensor weight = model.network().stateDict().get(name);
            assertThat(weight).isNotNull();
            weight.copyFrom(Tensor.full(value, weight.shape().toArray()));
          }
        }
        return Answer.GO_ON;
      }
    };
  }
}
