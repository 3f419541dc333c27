package fovea.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import fovea.FoveaException;
import fovea.data.DataSet;
import fovea.data.ImageSet;
import fovea.data.SmallImages;
import fovea.io.ModelFile;
import fovea.models.Model;
import fovea.models.Models;
import fovea.recipe.Recipe;
import fovea.recipe.SmallRecipe;
import fovea.tensor.LiveTensors;
import fovea.tensor.Rng;
import fovea.tensor.Scope;
import fovea.tensor.Tensor;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Going on with what was learnt: frozen weights, groups, models that were trained before. */
class TransferTest {
  private static final int SIZE = 10;

  @TempDir Path folder;
  private long before;

  @BeforeEach
  void count() {
    before = LiveTensors.count();
  }

  @AfterEach
  void nothingIsLeft() {
    assertThat(LiveTensors.count()).isEqualTo(before);
  }

  /** Images as bright as is said, with something to learn. */
  private static DataSet images(int brightness) {
    Rng rng = Rng.seeded(brightness);
    byte[][] pixels = new byte[60][SIZE * SIZE * 3];
    int[] labels = new int[60];
    for (int i = 0; i < 60; i++) {
      labels[i] = i % 3;
      for (int p = 0; p < pixels[i].length; p++) {
        int colour = p % 3 == labels[i] ? brightness + 30 : brightness;
        pixels[i][p] = (byte) (colour + rng.nextInt(60));
      }
    }
    ImageSet set = ImageSet.of(SmallImages.CLASSES, SIZE, SIZE, pixels, labels);
    return DataSet.of("images", set, null, set);
  }

  private static final DataSet DARK = images(20);
  private static final DataSet BRIGHT = images(140);

  private static Recipe recipe(String... settings) {
    return SmallRecipe.with("model.arguments.imageSize=" + SIZE, "epochs=1", "batchSize=20")
        .with(settings);
  }

  private static Recipe speedrun() {
    return recipe(
        "model={name: speedrun, arguments: {imageSize: 10, width1: 24, width2: 24, width3: 24, depth: 1}}");
  }

  private static Model model(Recipe recipe) {
    return Models.create(
        recipe.model().name(),
        recipe.model().arguments(),
        SmallImages.CLASSES,
        Rng.seeded(recipe.seed()));
  }

  private static Map<String, List<Float>> weights(Model model) {
    Map<String, List<Float>> weights = new LinkedHashMap<>();
    model
        .network()
        .stateDict()
        .forEach(
            (name, tensor) -> {
              List<Float> values = new java.util.ArrayList<>();
              for (float value : tensor.toFloats()) {
                values.add(value);
              }
              weights.put(name, values);
            });
    return weights;
  }

  private static void train(Recipe recipe, Model model, DataSet data) {
    try (Trainer trainer = new Trainer(recipe, model, data, List.of())) {
      RunResult unused = trainer.train();
    }
  }

  @Test
  void aModelFromAFileKeepsItsNormalisationAndWhiteningOnOtherImages() {
    Path file = folder.resolve("model.safetensors");
    try (Model trained = model(speedrun())) {
      train(speedrun(), trained, DARK);
      ModelFile.write(file, trained, Map.of());
    }
    try (Model opened = ModelFile.read(file).model()) {
      Map<String, List<Float>> then = weights(opened);
      train(speedrun(), opened, BRIGHT);
      Map<String, List<Float>> now = weights(opened);
      for (String kept : List.of("normalize.mean", "normalize.std", "whiten.weight")) {
        assertThat(now.get(kept)).as(kept).isEqualTo(then.get(kept));
      }
      assertThat(now.get("head.weight")).isNotEqualTo(then.get("head.weight"));
    }
  }

  @Test
  void aModelTrainedInThisProcessKeepsThemToo() {
    try (Model model = model(speedrun())) {
      train(speedrun(), model, DARK);
      Map<String, List<Float>> then = weights(model);
      try (Trainer trainer = new Trainer(speedrun(), model, BRIGHT, List.of())) {
        assertThat(weights(model)).isEqualTo(then);
      }
    }
  }

  @Test
  void aFreshModelTakesThemFromTheImagesThatItIsTrainedOn() {
    try (Model model = model(speedrun())) {
      Map<String, List<Float>> dark;
      try (Trainer trainer = new Trainer(speedrun(), model, DARK, List.of())) {
        dark = weights(model);
      }
      try (Trainer trainer = new Trainer(speedrun(), model, BRIGHT, List.of())) {
        for (String taken : List.of("normalize.mean", "whiten.weight")) {
          assertThat(weights(model).get(taken)).as(taken).isNotEqualTo(dark.get(taken));
        }
      }
    }
  }

  @Test
  void frozenWeightsAndTheirStatisticsKeepTheirBitsAndTheRestLearns() {
    for (String optimizer : List.of("sgd", "adamw", "muon", "lion")) {
      Recipe recipe =
          recipe(
              "optimizer={name: " + optimizer + ", learningRate: 0.01, weightDecay: 0.01}",
              "averaging.decay=0.9",
              "earlyStopping.patience=2",
              "groups=[{match: features.*, frozen: true}]");
      try (Model model = model(recipe)) {
        Map<String, List<Float>> then = weights(model);
        train(recipe, model, DARK);
        weights(model)
            .forEach(
                (name, values) -> {
                  if (name.startsWith("features.")) {
                    assertThat(values).as(name).isEqualTo(then.get(name));
                  } else {
                    assertThat(values).as(name).isNotEqualTo(then.get(name));
                  }
                });
        assertThat(model.network().parameters().values()).allMatch(Tensor::requiresGradient);
      }
    }
  }

  @Test
  void aModuleFrozenByItsOwnerStaysAsItIs() {
    Recipe recipe = recipe("optimizer.weightDecay=0.1");
    try (Model model = model(recipe)) {
      model.network().modules().get("features").freeze();
      model.network().modules().get("normalize").freeze();
      Map<String, List<Float>> then = weights(model);
      train(recipe, model, DARK);
      Map<String, List<Float>> now = weights(model);
      then.keySet().removeIf(name -> !name.matches("(features|normalize)\\..*"));
      assertThat(now).containsAllEntriesOf(then);
      assertThat(model.network().modules().get("normalize").isFrozen()).isTrue();
    }
  }

  @Test
  void groupsForNothingAndGroupsThatLeaveNothingAreRefused() {
    Recipe missed = recipe("groups=[{match: feature.*, rate: 0.1}]");
    Recipe all = recipe("groups=[{frozen: true}]");
    try (Model model = model(missed)) {
      assertThatThrownBy(() -> new Trainer(missed, model, DARK, List.of()))
          .isInstanceOf(FoveaException.class)
          .hasMessageStartingWith(
              "`match` in `groups` is `feature.*`, which is the name of no weights of this network."
                  + " Did you mean `features.*`?");
      assertThatThrownBy(() -> new Trainer(all, model, DARK, List.of()))
          .isInstanceOf(FoveaException.class)
          .hasMessage(
              "all weights of the network are frozen, so there is nothing to train; leave some out"
                  + " of the `groups` that are frozen");
      assertThat(model.network().parameters().values()).allMatch(Tensor::requiresGradient);
    }
  }

  private static Recipe grouped() {
    return recipe(
        "epochs=3",
        "averaging.decay=0.9",
        "layerDecay=0.8",
        "groups=[{match: features.0.*, frozen: true}, {match: '*.bias', rate: 2, decay: 0}]");
  }

  @Test
  void aTrainerGoesOnBitExactlyFromAStateThatHasNames() {
    Map<String, List<Float>> whole;
    try (Model model = model(grouped())) {
      train(grouped(), model, DARK);
      whole = weights(model);
    }
    try (Model model = model(grouped());
        Model resumed = model(grouped());
        Trainer first = new Trainer(grouped(), model, DARK, List.of());
        Trainer second = new Trainer(grouped(), resumed, DARK, List.of())) {
      EpochRecord unused = first.trainEpoch();
      assertThat(first.state().tensors())
          .containsKeys(
              "optimizer.momenta.features.3.weight",
              "average.features.3.weight",
              "average.features.4.running_mean")
          .doesNotContainKeys("optimizer.momenta.features.0.weight", "average.features.0.weight");
      second.restore(first.state());
      RunResult result = second.train();
      assertThat(weights(resumed)).isEqualTo(whole);
    }
  }

  @Test
  void aTrainerGoesOnBitExactlyFromAStateWithoutNames() {
    Recipe recipe = recipe("epochs=3", "averaging.decay=0.9");
    Map<String, List<Float>> whole;
    try (Model model = model(recipe)) {
      train(recipe, model, DARK);
      whole = weights(model);
    }
    try (Model model = model(recipe);
        Model resumed = model(recipe);
        Scope scope = Scope.open();
        Trainer first = new Trainer(recipe, model, DARK, List.of());
        Trainer second = new Trainer(recipe, resumed, DARK, List.of())) {
      EpochRecord unused = first.trainEpoch();
      second.restore(withoutNames(first.state()));
      RunResult result = second.train();
      assertThat(weights(resumed)).isEqualTo(whole);
    }
  }

  /** As it was saved before it had names: parameters of more than one dimension first. */
  private static TrainerState withoutNames(TrainerState state) {
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    int statistics = 1;
    tensors.put("optimizer.momenta", flat(state, "optimizer.momenta."));
    tensors.put("average.0", flat(state, "average."));
    for (Map.Entry<String, Tensor> entry : state.tensors().entrySet()) {
      if (entry.getKey().startsWith("model.")) {
        tensors.put(entry.getKey(), entry.getValue());
      } else if (entry.getKey().matches("average\\..*running.*")) {
        tensors.put("average." + statistics++, entry.getValue());
      }
    }
    return new TrainerState(tensors, state.averagedSteps(), state.epochs(), state.underWay());
  }

  private static Tensor flat(TrainerState state, String prefix) {
    List<Tensor> decayed = new java.util.ArrayList<>();
    List<Tensor> rest = new java.util.ArrayList<>();
    state
        .tensors()
        .forEach(
            (name, tensor) -> {
              if (name.startsWith(prefix) && !name.contains("running")) {
                boolean filters = tensor.shape().rank() == 4;
                Tensor laid = filters ? tensor.permute(0, 2, 3, 1) : tensor;
                (tensor.shape().rank() > 1 ? decayed : rest).add(laid.reshape(-1));
              }
            });
    decayed.addAll(rest);
    return Tensor.cat(decayed, 0);
  }
}
