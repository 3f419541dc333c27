package fovea.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import fovea.FoveaException;
import fovea.data.DataSet;
import fovea.data.SmallImages;
import fovea.recipe.Recipe;
import fovea.recipe.SmallRecipe;
import fovea.tensor.Scope;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The head alone at first, then all of the network. */
class HeadFirstTest {
  private final DataSet data = SmallImages.dataSet(60);

  private static Map<String, float[]> weights(Training training) {
    Map<String, float[]> values = new LinkedHashMap<>();
    training.model().network().stateDict().forEach((name, t) -> values.put(name, t.toFloats()));
    return values;
  }

  private static Set<String> changed(Map<String, float[]> before, Map<String, float[]> after) {
    Set<String> names = new TreeSet<>();
    before.forEach(
        (name, values) -> {
          if (!Arrays.equals(values, after.get(name))) {
            names.add(name);
          }
        });
    return names;
  }

  @ParameterizedTest
  @ValueSource(strings = {"threads=1", "threads=2", "precision=bfloat16", "averaging.decay=0.5"})
  void theRestStaysAsItIsUntilItsEpochsBegin(String setting) {
    Recipe recipe =
        SmallRecipe.with("epochs=2", "headEpochs=1", "microBatchSize=5", "augment=[]")
            .with(setting);
    try (Training training = Training.by(recipe, data)) {
      Map<String, float[]> start = weights(training);
      EpochRecord unused = training.trainer().trainEpoch();
      Map<String, float[]> headOnly = weights(training);
      assertThat(changed(start, headOnly))
          .containsExactly("classifier.3.bias", "classifier.3.weight");
      unused = training.trainer().trainEpoch();
      assertThat(changed(headOnly, weights(training)))
          .contains("features.0.weight", "features.4.running_mean", "features.4.weight")
          .contains("classifier.0.weight", "classifier.3.weight")
          .doesNotContain("normalize.mean");
    }
  }

  /** From either side of the border between the two, and from amid each. */
  @Test
  void aRunResumedAnywhereEndsInTheSameBits() {
    Recipe recipe =
        SmallRecipe.with(
            "epochs=3", "headEpochs=1", "layerDecay=0.8", "averaging.decay=0.9", "batchSize=10");
    List<List<Integer>> resumed = new ArrayList<>();
    try (Training whole = Training.by(recipe, data)) {
      for (int step = 1; step <= 8; step++) {
        Answer unused = whole.trainer().advance();
        if (step == 2 || step == 6 || step == 8) {
          try (Training other = Training.by(recipe, data)) {
            other.trainer().restore(whole.trainer().state());
            RunResult unusedResult = other.trainer().train();
            resumed.add(other.bits());
          }
        }
      }
      RunResult unused = whole.trainer().train();
      assertThat(resumed).hasSize(3).containsOnly(whole.bits());
    }
  }

  /** AdamW's first step is as long as the learning rate, however large the gradient. */
  @Test
  void whatThawsBeginsWithAStepOfTheLearningRate() {
    Recipe recipe =
        SmallRecipe.with("epochs=2", "headEpochs=1", "augment=[]", "precision=float32")
            .with("optimizer={name: adamw, learningRate: 0.001, weightDecay: 0}")
            .with("schedule={name: constant}");
    try (Training training = Training.by(recipe, data)) {
      EpochRecord unused = training.trainer().trainEpoch();
      Map<String, float[]> before = weights(training);
      assertThat(training.trainer().advance()).isEqualTo(Answer.GO_ON);
      Map<String, float[]> gradients = gradients(training);
      Map<String, float[]> after = weights(training);
      int moved = 0;
      for (String name : gradients.keySet()) {
        float[] slopes = gradients.get(name);
        for (int i = 0; i < slopes.length && !name.startsWith("classifier.3."); i++) {
          if (Math.abs(slopes[i]) > 1e-4) { // far above epsilon
            double way = (double) after.get(name)[i] - before.get(name)[i];
            assertThat(way)
                .as(name)
                .isCloseTo(-0.001 * Math.signum(slopes[i]), within(1e-3 * 0.001));
            moved++;
          }
        }
      }
      assertThat(moved).isGreaterThan(1000);
    }
  }

  /** Of the step that was taken last. */
  private static Map<String, float[]> gradients(Training training) {
    Map<String, float[]> gradients = new LinkedHashMap<>();
    try (Scope scope = Scope.open()) {
      training
          .model()
          .network()
          .parameters()
          .forEach((name, parameter) -> gradients.put(name, parameter.gradient().toFloats()));
    }
    return gradients;
  }

  @ParameterizedTest
  @ValueSource(strings = {"adamw", "adam", "lamb", "sgd"})
  void aRunResumedWhereTheRestThawsEndsInTheSameBits(String optimizer) {
    Recipe recipe =
        SmallRecipe.with("epochs=3", "headEpochs=1", "batchSize=10")
            .with("optimizer={name: %s, learningRate: 0.001}".formatted(optimizer));
    List<Position> places =
        List.of(new Position(1, 2), new Position(2, 0), new Position(2, 1), new Position(2, 3));
    List<List<Integer>> resumed = new ArrayList<>();
    try (Training whole = Training.by(recipe, data)) {
      while (!whole.trainer().done()) {
        if (places.contains(whole.trainer().position())) {
          try (Training other = Training.by(recipe, data)) {
            other.trainer().restore(whole.trainer().state());
            RunResult unused = other.trainer().train();
            resumed.add(other.bits());
          }
        }
        assertThat(whole.trainer().advance()).isEqualTo(Answer.GO_ON);
      }
      assertThat(resumed).hasSize(4).containsOnly(whole.bits());
    }
  }

  @Test
  void whatARecipeFreezesStaysFrozenAfterwards() {
    Recipe recipe =
        SmallRecipe.with(
            "epochs=2", "headEpochs=1", "groups=[{match: features.0.*, frozen: true}]");
    try (Training training = Training.by(recipe, data)) {
      Map<String, float[]> start = weights(training);
      RunResult unused = training.trainer().train();
      assertThat(changed(start, weights(training)))
          .contains("features.4.weight")
          .doesNotContain("features.0.weight", "features.0.bias");
      assertThat(training.model().network().parameters())
          .allSatisfy(
              (name, parameter) ->
                  assertThat(parameter.requiresGradient())
                      .isEqualTo(!name.startsWith("features.0.")));
    }
  }

  @Test
  void aFrozenHeadThatIsToBeTrainedAloneIsRefused() {
    Recipe bias =
        SmallRecipe.with(
            "epochs=1", "headEpochs=1", "groups=[{match: classifier.3.weight, frozen: true}]");
    try (Training training = Training.by(bias, data)) {
      Map<String, float[]> start = weights(training);
      RunResult unused = training.trainer().train();
      assertThat(changed(start, weights(training))).containsExactly("classifier.3.bias");
    }
    Recipe all = bias.with("groups=[{match: classifier.*, frozen: true}]");
    assertThatThrownBy(() -> Training.by(all, data))
        .isInstanceOf(FoveaException.class)
        .hasMessage(
            "`headEpochs` is 1, but the head, `classifier.3`, is frozen, so there is nothing to train alone; set headEpochs to 0, or leave the head out of the `groups` that are frozen");
  }

  @Test
  void moreEpochsOfTheHeadThanThereAreTrainTheHeadAlone() {
    Recipe recipe = SmallRecipe.with("epochs=1", "headEpochs=5");
    try (Training training = Training.by(recipe, data)) {
      Map<String, float[]> start = weights(training);
      RunResult unused = training.trainer().train();
      assertThat(changed(start, weights(training)))
          .containsExactly("classifier.3.bias", "classifier.3.weight");
      training.trainer().close();
      assertThat(training.model().network().parameters().values())
          .allMatch(parameter -> parameter.requiresGradient());
    }
    assertThatThrownBy(() -> recipe.with("headEpochs=-1")).hasMessageContaining("headEpochs");
  }
}
