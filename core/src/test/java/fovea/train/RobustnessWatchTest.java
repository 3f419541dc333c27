package fovea.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import fovea.data.DataSet;
import fovea.data.ImageSet;
import fovea.data.SmallImages;
import fovea.data.Split;
import fovea.data.Splits;
import fovea.nn.Linear;
import fovea.nn.Module;
import fovea.recipe.Recipe;
import fovea.recipe.SmallRecipe;
import fovea.tensor.Execution;
import fovea.tensor.Lanes;
import fovea.tensor.LiveTensors;
import fovea.tensor.Precision;
import fovea.tensor.Rng;
import fovea.tensor.Scope;
import fovea.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Runs that watch what their networks withstand. */
@Timeout(60)
class RobustnessWatchTest {
  private static final DataSet DATA = SmallImages.dataSet(120);

  private static final double ONE_OF_TWELVE = 0.084;

  /** 12 images are held out, and watched. */
  private static Recipe recipe(String... settings) {
    return SmallRecipe.with("epochs=3", "robustness.images=50", "robustness.steps=3")
        .with("precision=float32")
        .with(settings);
  }

  /** The network learns from attacked images, as one must to overfit to attacks. */
  private static Recipe hardening(String... settings) {
    return recipe("objective.name=fast-fgsm", "objective.epsilon255=1", "robustness.epsilon255=1")
        .with(settings);
  }

  private static EpochRecord last(Trainer trainer) {
    List<EpochRecord> epochs = trainer.state().epochs();
    return epochs.get(epochs.size() - 1);
  }

  private static void train(Trainer trainer) {
    while (!trainer.done()) {
      EpochRecord unused = trainer.trainEpoch();
    }
  }

  @Test
  void withinNearlyNoBudgetItIsTheValidationAccuracyAndWithinALargeOneNone() {
    for (String decay : List.of("0", "0.9")) {
      try (Training training =
          Training.by(recipe("robustness.epsilon255=0.1", "averaging.decay=" + decay), DATA)) {
        train(training.trainer());
        for (EpochRecord epoch : training.trainer().state().epochs()) {
          assertThat(epoch.robust().chosen())
              .isCloseTo(epoch.validationAccuracy(), within(ONE_OF_TWELVE));
          if (decay.equals("0")) {
            assertThat(epoch.robust().pgd()).isEqualTo(epoch.robust().chosen());
            assertThat(epoch.robust().fgsm())
                .isCloseTo(epoch.robust().chosen(), within(ONE_OF_TWELVE));
          }
        }
      }
    }
    try (Training training = Training.by(recipe("robustness.epsilon255=200"), DATA)) {
      train(training.trainer());
      assertThat(last(training.trainer()).validationAccuracy()).isGreaterThan(0.6);
      assertThat(last(training.trainer()).robust().pgd()).isLessThan(0.5);
    }
  }

  @Test
  void withoutValidationImagesTrainingImagesAreWatched() {
    try (Training training =
        Training.by(recipe("validation=0", "robustness.epsilon255=0.1"), DATA)) {
      train(training.trainer());
      assertThat(last(training.trainer()).validationAccuracy()).isNull();
      assertThat(last(training.trainer()).robust().pgd()).isGreaterThan(0.6);
    }
  }

  /** Says class 1 of small images and class 0 of whole ones, whatever they show. */
  private static final class BySize extends Module {
    private final Linear small = child("small", new Linear(3 * 4 * 4, 3, true, Rng.seeded(1)));
    private final Linear whole = child("whole", new Linear(3 * 8 * 8, 3, true, Rng.seeded(2)));

    BySize() {
      try (Scope temporary = Scope.open()) {
        small.parameters().get("bias").copyFrom(Tensor.of(new float[] {0, 100, 0}, 3));
        whole.parameters().get("bias").copyFrom(Tensor.of(new float[] {100, 0, 0}, 3));
      }
    }

    @Override
    protected Tensor forward(Tensor images) {
      Linear part = images.shape().size(2) == 4 ? small : whole;
      return part.call(images.contiguous().flatten(1));
    }
  }

  @Test
  void overfittingIsLookedForInImagesOfTheSizeTrainedOnAndTheWorthOfWeightsInWholeOnes() {
    ImageSet images =
        SmallImages.draw(30, 2).select(new int[] {0, 3, 6, 1}); // three of class 0, one of class 1
    Splits splits = new Splits(new Split.Train(images), Optional.empty(), new Split.Test(images));
    for (String decay : List.of("0", "0.9")) {
      Recipe recipe = recipe("averaging.decay=" + decay);
      try (BySize network = new BySize();
          Lanes lanes = new Lanes(1);
          Weights weights = new Weights(recipe, network, images, lanes)) {
        RobustnessWatch watch =
            new RobustnessWatch(recipe, network, splits, new Execution(1, Precision.FLOAT32));
        assertThat(watch.measure(weights, 4)).contains(new RobustAccuracy(0.25, 0.25, 0.75));
        assertThat(watch.measure(weights, 8)).contains(new RobustAccuracy(0.75, 0.75, 0.75));
      }
    }
  }

  @Test
  void watchingChangesNoBitOfTheWeights() {
    List<Integer> bits = new ArrayList<>();
    for (int images : new int[] {0, 20}) {
      try (Training training =
          Training.by(
              recipe("objective.name=n-fgsm", "averaging.decay=0.9")
                  .with("robustness.images=" + images),
              DATA)) {
        train(training.trainer());
        int unused = training.trainer().choose();
        if (images == 0) {
          bits.addAll(training.bits());
          assertThat(training.trainer().profile().gigaflop()).isPositive();
        } else {
          assertThat(training.bits()).isEqualTo(bits);
        }
      }
    }
  }

  /** As if the first epoch's network had withstood all of several steps and none of one. */
  private static TrainerState collapsing(TrainerState state) {
    EpochRecord first = state.epochs().get(0);
    EpochRecord better = EpochRecords.robust(1, first.trainLoss(), new RobustAccuracy(0, 2, 1));
    return with(state, List.of(better));
  }

  /** What a run told its listeners, and its weights. */
  private record End(List<String> notes, List<Integer> bits, int epochs, int chosen) {}

  private static End collapsed(Recipe recipe) {
    List<String> notes = new ArrayList<>();
    TrainingListener listener =
        new TrainingListener() {
          @Override
          public void note(String sentence) {
            notes.add(sentence);
          }
        };
    try (Training first = Training.by(recipe, DATA);
        Training training = Training.by(recipe, DATA, listener)) {
      EpochRecord unused = first.trainer().trainEpoch();
      training.trainer().restore(collapsing(first.trainer().state()));
      train(training.trainer());
      int epochs = training.trainer().state().epochs().size();
      int chosen = training.trainer().choose();
      return new End(notes, training.bits(), epochs, chosen);
    }
  }

  private static List<Integer> afterEpoch(Recipe recipe, int epoch) {
    try (Training training = Training.by(recipe, DATA)) {
      while (training.trainer().position().epoch() <= epoch) {
        EpochRecord unused = training.trainer().trainEpoch();
      }
      int unused = training.trainer().choose();
      return training.bits();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"averaging.decay=0", "averaging.decay=0.9", "optimizer.name=adamw"})
  void aCollapseEndsARunWithTheWeightsOfTheLastSoundEpoch(String setting) {
    Recipe recipe = hardening("robustness.onCollapse=stop", setting);
    long alive = LiveTensors.count();
    End end = collapsed(recipe);
    assertThat(end.notes()).hasSize(1);
    assertThat(end.notes().get(0))
        .startsWith("catastrophic overfitting in epoch 2: ")
        .endsWith("; training ends with the weights of epoch 1");
    assertThat(end.epochs()).isEqualTo(2);
    assertThat(end.chosen()).isEqualTo(1);
    assertThat(end.bits()).isEqualTo(afterEpoch(recipe, 1));
    assertThat(LiveTensors.count()).isEqualTo(alive);
  }

  @Test
  void everyCollapseIsToldAndGivenUp() {
    Recipe recipe = hardening("averaging.decay=0.5");
    End rewound = collapsed(recipe);
    assertThat(rewound.notes()).hasSize(2);
    assertThat(rewound.notes().get(1)).contains("in epoch 3: ").endsWith("weights of epoch 1");
    assertThat(rewound.epochs()).isEqualTo(3);
    assertThat(rewound.chosen()).isEqualTo(1);
    assertThat(rewound.bits()).isEqualTo(afterEpoch(recipe, 1));
  }

  /** As if the second epoch had never been: the third follows the first, with its own batches. */
  @Test
  void afterACollapseTheNextEpochGoesOnFromTheLastSoundOne() {
    Recipe recipe = hardening("averaging.decay=0.5");
    try (Training first = Training.by(recipe, DATA);
        Training second = Training.by(recipe, DATA);
        Training third = Training.by(recipe, DATA);
        Training expected = Training.by(recipe, DATA)) {
      EpochRecord one = first.trainer().trainEpoch();
      TrainerState sound = first.trainer().state();
      second.trainer().restore(collapsing(sound));
      EpochRecord two = second.trainer().trainEpoch();
      TrainerState rewound = second.trainer().state();
      List<EpochRecord> epochs = List.of(one, EpochRecords.robust(2, 1, one.robust()));
      assertThat(two.epoch()).isEqualTo(2);
      third.trainer().restore(with(rewound, epochs));
      expected.trainer().restore(with(sound, epochs));
      train(third.trainer());
      train(expected.trainer());
      assertThat(third.bits()).isEqualTo(expected.bits());
      assertThat(third.bits()).isNotEqualTo(afterEpoch(recipe, 1));
    }
  }

  private static TrainerState with(TrainerState state, List<EpochRecord> epochs) {
    return new TrainerState(state.tensors(), state.averagedSteps(), epochs, state.underWay());
  }

  @ParameterizedTest
  @CsvSource({"rewind, 0.05", "tell, 0.025"})
  void aPlateauIsNotOfEpochsThatWereGivenUp(String then, double rate) {
    Recipe recipe =
        hardening("schedule={name: plateau, patience: 0, factor: 0.5}")
            .with("robustness.onCollapse=" + then);
    List<EpochRecord> epochs =
        List.of(
            EpochRecords.robust(1, 1, new RobustAccuracy(0.49, 0.44, 0.44)),
            EpochRecords.robust(2, 2, new RobustAccuracy(0.71, 0.03, 0.03)));
    try (Training first = Training.by(recipe, DATA);
        Training training = Training.by(recipe, DATA)) {
      training.trainer().restore(with(first.trainer().state(), epochs));
      assertThat(training.trainer().advance()).isEqualTo(Answer.GO_ON);
      EpochSoFar third = training.trainer().state().underWay().orElseThrow();
      assertThat(third.learningRate()).isCloseTo(rate, within(1e-12));
    }
  }

  @Test
  void nothingIsGivenUpWhereNoAttackIsLearntFrom() {
    Recipe recipe = recipe("robustness.epsilon255=1", "robustness.onCollapse=stop");
    End end = collapsed(recipe);
    assertThat(end.notes()).isEmpty();
    assertThat(end.epochs()).isEqualTo(3);
    assertThat(end.bits()).isEqualTo(afterEpoch(recipe, 3));
  }

  @Test
  void aCollapseThatIsOnlyToldChangesNothing() {
    Recipe recipe = hardening("robustness.onCollapse=tell");
    End told = collapsed(recipe);
    assertThat(told.notes()).hasSize(2).allMatch(note -> note.endsWith(" %)"));
    assertThat(told.chosen()).isEqualTo(3);
    assertThat(told.bits()).isEqualTo(afterEpoch(recipe, 3));
  }

  @Test
  void aRunThatCollapsedResumesToTheSameBits() {
    Recipe recipe = hardening("epochs=4", "averaging.decay=0.5");
    End undisturbed = collapsed(recipe);
    try (Training first = Training.by(recipe, DATA);
        Training second = Training.by(recipe, DATA);
        Training third = Training.by(recipe, DATA)) {
      EpochRecord unused = first.trainer().trainEpoch();
      second.trainer().restore(collapsing(first.trainer().state()));
      EpochRecord unusedToo = second.trainer().trainEpoch();
      assertThat(new Collapse(recipe).isLast(second.trainer().state().epochs())).isTrue();
      for (int step = 0; step < 3; step++) {
        Answer go = second.trainer().advance();
        assertThat(go).isEqualTo(Answer.GO_ON);
      }
      third.trainer().restore(second.trainer().state());
      train(third.trainer());
      int unusedChoice = third.trainer().choose();
      assertThat(third.bits()).isEqualTo(undisturbed.bits());
    }
  }
}
