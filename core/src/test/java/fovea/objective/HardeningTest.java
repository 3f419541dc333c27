package fovea.objective;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import fovea.data.Batch;
import fovea.nn.BatchNorm2d;
import fovea.nn.Flatten;
import fovea.nn.Linear;
import fovea.nn.Sequential;
import fovea.objective.Objective.Outcome;
import fovea.tensor.Doubles;
import fovea.tensor.InScope;
import fovea.tensor.OneThread;
import fovea.tensor.RandomTensor;
import fovea.tensor.Rng;
import fovea.tensor.Scope;
import fovea.tensor.Shape;
import fovea.tensor.Tensor;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Of a linear network all that attacks find is known in closed form. */
@ExtendWith({OneThread.class, InScope.class})
class HardeningTest {
  private static final int IMAGES = 5;
  private static final double EPSILON = 8 / 255.0;
  private static final float ROUNDING = 1e-6f;
  private static final long SEED = 11;
  private static final Shape SHAPE = Shape.of(IMAGES, 3, 4, 4);
  private static final long[] LABELS = {0, 1, 1, 0, 1};

  static List<ObjectiveSettings> objectives() {
    return List.of(
        new FastFgsm(8, 1.25),
        new NoiseFgsm(8, 1, 2),
        new PgdTraining(8, 0.25, 7),
        new Trades(8, 0.225, 10, 6));
  }

  private static Batch batch(double least, double most) {
    Tensor images = RandomTensor.uniform(least, most, Rng.seeded(3), SHAPE);
    return new Batch(images, Tensor.ofLongs(LABELS, IMAGES), new int[] {0, 1, 2, 3, 4}, 2);
  }

  /** 1 or -1: where a value has to go for the loss of its image to grow. */
  private static int uphill(AskedNetwork network, int value) {
    double slope = network.direction[value % AskedNetwork.SIZE];
    return (LABELS[value / AskedNetwork.SIZE] == 0) == (slope > 0) ? 1 : -1;
  }

  private static double clamp(double value, double least, double most) {
    return Math.max(least, Math.min(most, value));
  }

  /** What {@link RandomTensor#uniform} gives an objective whose generator has {@link #SEED}. */
  private static float[] noise(double most) {
    return RandomTensor.uniform(-most, most, Rng.seeded(SEED), SHAPE).toFloats();
  }

  /** The images that the objective's last pass is learnt from. */
  private static float[] attacked(ObjectiveSettings objective, AskedNetwork network, Batch batch) {
    Outcome unused = objective.of(network, batch, Rng.seeded(SEED));
    return network.asked.get(network.asked.size() - 1);
  }

  @Test
  void enoughStepsEndAtTheClosedFormsMaximum() {
    try (AskedNetwork network = new AskedNetwork(Rng.seeded(1))) {
      Batch batch = batch(0, 1);
      float[] clean = batch.images().toFloats();
      for (ObjectiveSettings objective :
          List.of(new PgdTraining(8, 0.25, 9), new FastFgsm(8, 2.01))) {
        float[] found = attacked(objective, network, batch);
        for (int i = 0; i < found.length; i++) {
          double best = clamp(clean[i] + uphill(network, i) * EPSILON, 0, 1);
          assertThat((double) found[i]).isCloseTo(best, within((double) ROUNDING));
        }
      }
    }
  }

  @Test
  void theLossIsTheCrossEntropyAtThatMaximum() {
    try (AskedNetwork network = new AskedNetwork(Rng.seeded(1))) {
      Batch batch = batch(0, 1);
      Outcome outcome = new PgdTraining(8, 0.25, 9).of(network, batch, Rng.seeded(SEED));
      float[] clean = batch.images().toFloats();
      double sum = 0;
      for (int image = 0; image < IMAGES; image++) {
        float[] worst = clean.clone();
        for (int i = image * AskedNetwork.SIZE; i < (image + 1) * AskedNetwork.SIZE; i++) {
          worst[i] = (float) clamp(clean[i] + uphill(network, i) * EPSILON, 0, 1);
        }
        double ahead = network.ahead(worst, image);
        sum += Math.log1p(Math.exp(LABELS[image] == 0 ? ahead : -ahead));
      }
      assertThat(outcome.loss().item()).isCloseTo(sum / IMAGES, within(1e-5));
      assertThat(outcome.logits().shape()).isEqualTo(Shape.of(IMAGES, 2));
    }
  }

  @Test
  void fastFgsmTakesOneLongStepFromARandomStart() {
    try (AskedNetwork network = new AskedNetwork(Rng.seeded(1))) {
      Batch batch = batch(0, 1);
      float[] clean = batch.images().toFloats();
      float[] noise = noise(EPSILON);
      float[] found = attacked(new FastFgsm(8, 1.25), network, batch);
      for (int i = 0; i < found.length; i++) {
        double start = clamp(clean[i] + noise[i], 0, 1);
        double moved = start + 1.25 * EPSILON * uphill(network, i);
        double near = clean[i] + clamp(moved - clean[i], -EPSILON, EPSILON);
        assertThat((double) found[i]).isCloseTo(clamp(near, 0, 1), within((double) ROUNDING));
      }
    }
  }

  @Test
  void noiseAndStepOfNoiseFgsmAreNotBroughtBackToTheBudget() {
    try (AskedNetwork network = new AskedNetwork(Rng.seeded(1))) {
      Batch batch = batch(0, 1);
      float[] clean = batch.images().toFloats();
      float[] noise = noise(2 * EPSILON);
      float[] found = attacked(new NoiseFgsm(8, 1, 2), network, batch);
      double largest = 0;
      for (int i = 0; i < found.length; i++) {
        double start = clamp(clean[i] + noise[i], 0, 1);
        double moved = clamp(start + EPSILON * uphill(network, i), 0, 1);
        assertThat((double) found[i]).isCloseTo(moved, within((double) ROUNDING));
        largest = Math.max(largest, Math.abs(found[i] - clean[i]));
      }
      assertThat(largest).isBetween(2 * EPSILON, 3 * EPSILON + ROUNDING);
    }
  }

  /** On the side of the clean image on which it starts, KL grows along the plane's direction. */
  @Test
  void tradesAddsTheDivergenceFromTheImagesThatDifferMost() {
    try (AskedNetwork network = new AskedNetwork(Rng.seeded(1))) {
      Batch batch = batch(0.3, 0.7);
      float[] clean = batch.images().toFloats();
      float[] noise = RandomTensor.normal(Rng.seeded(SEED), SHAPE).toFloats();
      Outcome outcome = new Trades(8, 0.225, 12, 6).of(network, batch, Rng.seeded(SEED));
      double loss = 0;
      for (int image = 0; image < IMAGES; image++) {
        double side = Math.signum(network.ahead(noise, image));
        double reach = 0;
        for (double slope : network.direction) {
          reach += EPSILON * Math.abs(slope);
        }
        double ahead = network.ahead(clean, image);
        double p = 1 / (1 + Math.exp(-ahead));
        double q = 1 / (1 + Math.exp(-ahead - side * reach));
        loss += Math.log1p(Math.exp(LABELS[image] == 0 ? ahead : -ahead)) / IMAGES;
        loss += 6 * (p * Math.log(p / q) + (1 - p) * Math.log((1 - p) / (1 - q))) / IMAGES;
      }
      assertThat(outcome.loss().item()).isCloseTo(loss, within(1e-4 * loss));
    }
  }

  /** What attacks ask leaves no trace in batch norm; what is learnt from does, once a pass. */
  @ParameterizedTest
  @MethodSource("objectives")
  void batchNormRemembersWhatIsLearntFromAlone(ObjectiveSettings objective) {
    try (Sequential network =
        Sequential.of(
            new BatchNorm2d(3), new Flatten(), new Linear(3 * 4 * 4, 2, false, Rng.seeded(5)))) {
      network.train();
      Outcome unused = objective.of(network, batch(0, 1), Rng.seeded(SEED));
      assertThat(network.stateDict().get("0.num_batches_tracked").item())
          .isEqualTo(objective.passes().learning());
    }
  }

  @ParameterizedTest
  @MethodSource("objectives")
  void attacksKeepTheRangeAndAllButNoiseFgsmTheBudget(ObjectiveSettings objective) {
    try (AskedNetwork network = new AskedNetwork(Rng.seeded(2))) {
      Batch batch = batch(0, 1);
      float[] clean = batch.images().toFloats();
      float[] found = attacked(objective, network, batch);
      for (int i = 0; i < found.length; i++) {
        assertThat(found[i]).isBetween(0f, 1f);
        if (!(objective instanceof NoiseFgsm)) {
          assertThat((double) Math.abs(found[i] - clean[i])).isLessThan(EPSILON + ROUNDING);
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("objectives")
  void theNetworkIsAskedAsOftenAsPassesSay(ObjectiveSettings objective) {
    try (AskedNetwork network = new AskedNetwork(Rng.seeded(2))) {
      Outcome unused = objective.of(network, batch(0, 1), Rng.seeded(SEED));
      Passes passes = objective.passes();
      assertThat(network.asked).hasSize(passes.learning() + passes.attacking() + passes.asking());
      int attack = passes.attacking() + passes.asking();
      boolean evaluated = objective instanceof Trades;
      assertThat(network.trained.subList(0, attack)).containsOnly(!evaluated);
      assertThat(network.trained.subList(attack, network.trained.size())).containsOnly(true);
    }
  }

  /** The gradients are those of a plain pass on the images found, with nothing of the attack. */
  @ParameterizedTest
  @MethodSource("objectives")
  void attacksLeaveNothingInTheGradients(ObjectiveSettings objective) {
    try (AskedNetwork network = new AskedNetwork(Rng.seeded(2));
        AskedNetwork other = new AskedNetwork(Rng.seeded(2))) {
      Batch batch = batch(0, 1);
      Outcome outcome = objective.of(network, batch, Rng.seeded(SEED));
      assertThat(network.weight().gradient()).isNull();
      outcome.loss().backward();
      if (objective.passes().learning() == 1) {
        float[] found = network.asked.get(network.asked.size() - 1);
        Batch changed = batch.with(Tensor.of(found, SHAPE.toArray()));
        CrossEntropy.PLAIN.of(other, changed, Rng.seeded(0)).loss().backward();
        Doubles.of(other.weight().gradient())
            .assertMatches(network.weight().gradient(), 1e-6, "gradient");
      }
      assertThat(network.weight().gradient()).isNotNull();
    }
  }

  @ParameterizedTest
  @MethodSource("objectives")
  void theSameGeneratorGivesTheSameLoss(ObjectiveSettings objective) {
    try (AskedNetwork network = new AskedNetwork(Rng.seeded(2))) {
      Batch batch = batch(0, 1);
      double loss = objective.of(network, batch, Rng.seeded(4)).loss().item();
      assertThat(objective.of(network, batch, Rng.seeded(4)).loss().item()).isEqualTo(loss);
    }
  }

  @Test
  void aTargetOfSharesIsAttackedToo() {
    try (AskedNetwork network = new AskedNetwork(Rng.seeded(2));
        Scope scope = Scope.open()) {
      Batch batch = batch(0, 1);
      Batch shared = batch.with(batch.images(), batch.shares());
      for (ObjectiveSettings objective : objectives()) {
        double loss = objective.of(network, batch, Rng.seeded(4)).loss().item();
        assertThat(objective.of(network, shared, Rng.seeded(4)).loss().item())
            .isCloseTo(loss, within(1e-5));
      }
    }
  }
}
