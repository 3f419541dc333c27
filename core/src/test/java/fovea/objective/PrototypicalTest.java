package fovea.objective;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import fovea.data.Batch;
import fovea.nn.Linear;
import fovea.nn.Module;
import fovea.nn.ReLU;
import fovea.nn.Sequential;
import fovea.objective.Objective.Outcome;
import fovea.tensor.Doubles;
import fovea.tensor.InScope;
import fovea.tensor.Rng;
import fovea.tensor.Tensor;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Beside the definition, by loops over doubles. */
@ExtendWith(InScope.class)
class PrototypicalTest {
  private static final int WAYS = 3;
  private static final int SHOTS = 2;
  private static final int QUERIES = 4;
  private static final int EACH = SHOTS + QUERIES;
  private static final int EPISODES = 2;
  private static final int IMAGES = EPISODES * WAYS * EACH;
  private static final int INPUTS = 5;
  private static final int FEATURES = 7;
  private static final int CLASSES = 6;

  private final Doubles images = Doubles.normal(Rng.seeded(2), IMAGES, INPUTS);
  private final Linear body = new Linear(INPUTS, FEATURES, true, Rng.seeded(1));
  private final Linear head = new Linear(FEATURES, CLASSES, true, Rng.seeded(3));
  private final Module network = Sequential.of(body, new ReLU(true), head);

  @AfterEach
  void free() {
    network.close();
  }

  private Batch batch() {
    long[] labels = IntStream.range(0, IMAGES).mapToLong(i -> i / EACH).toArray();
    int[] indices = IntStream.range(0, IMAGES).toArray();
    return new Batch(images.tensor(), Tensor.ofLongs(labels, IMAGES), indices, CLASSES);
  }

  private static Prototypical objective(double scale, double classification) {
    return new Prototypical(WAYS, SHOTS, QUERIES, scale, classification);
  }

  private Outcome outcome(double scale, double classification) {
    return objective(scale, classification).of(network, batch(), Rng.seeded(0));
  }

  private Doubles features() {
    Doubles features = Doubles.of(body.call(images.tensor()));
    for (int i = 0; i < features.values().length; i++) {
      features.values()[i] = Math.max(0, features.values()[i]);
    }
    return features;
  }

  /** Snell et al. 2017, equations 1 and 2, the mean over all queries of all episodes. */
  private static double episodeLoss(Doubles features, double scale) {
    double sum = 0;
    for (int e = 0; e < EPISODES; e++) {
      for (int w = 0; w < WAYS; w++) {
        for (int q = SHOTS; q < EACH; q++) {
          int query = (e * WAYS + w) * EACH + q;
          double all = 0;
          double own = 0;
          for (int k = 0; k < WAYS; k++) {
            double distance = 0;
            for (int d = 0; d < FEATURES; d++) {
              double prototype = 0;
              for (int s = 0; s < SHOTS; s++) {
                prototype += features.at((e * WAYS + k) * EACH + s, d) / SHOTS;
              }
              distance += Math.pow(features.at(query, d) - prototype, 2);
            }
            all += Math.exp(-scale * distance);
            own = k == w ? -scale * distance : own;
          }
          sum += Math.log(all) - own;
        }
      }
    }
    return sum / (EPISODES * WAYS * QUERIES);
  }

  private double namingLoss(Doubles logits) {
    double sum = 0;
    for (int i = 0; i < IMAGES; i++) {
      double all = 0;
      for (int c = 0; c < CLASSES; c++) {
        all += Math.exp(logits.at(i, c));
      }
      sum += Math.log(all) - logits.at(i, i / EACH);
    }
    return sum / IMAGES;
  }

  @Test
  void theLossIsThatOfTheEpisodesAndOfNamingTheClasses() {
    for (double scale : new double[] {1, 0.25}) {
      Outcome outcome = outcome(scale, 0);
      Doubles logits = Doubles.of(network.call(images.tensor()));
      assertThat(Doubles.of(outcome.logits()).values()).containsExactly(logits.values());
      assertThat(outcome.loss().item())
          .isCloseTo(episodeLoss(features(), scale) + namingLoss(logits), within(1e-4));
    }
  }

  @Test
  void theFeaturesLearnFromTheEpisodesAloneAndTheHeadFromNamingAlone() {
    outcome(1, 0).loss().backward();
    Doubles weight = Doubles.of(body.parameters().get("weight").detach());
    Doubles expected = weight.slope(w -> episodeLoss(featuresWith(w), 1));
    assertClose(Doubles.of(gradient(body, "weight")), expected);
    Doubles headWeight = Doubles.of(head.parameters().get("weight").detach());
    Doubles ofHead = headWeight.slope(w -> namingLoss(logitsWith(w)));
    assertClose(Doubles.of(gradient(head, "weight")), ofHead);
  }

  @Test
  void withAWeightTheFeaturesLearnFromNamingToo() {
    outcome(1, 0).loss().backward();
    Doubles episodes = Doubles.of(gradient(body, "weight"));
    network.parameters().values().forEach(p -> p.gradient().zeroInPlace());
    outcome(1, 1).loss().backward();
    Doubles once = Doubles.of(gradient(body, "weight"));
    network.parameters().values().forEach(p -> p.gradient().zeroInPlace());
    Outcome three = outcome(1, 3);
    assertThat(three.loss().item()).isCloseTo(outcome(1, 0).loss().item(), within(1e-5));
    three.loss().backward();
    Doubles thrice = Doubles.of(gradient(body, "weight"));
    double moved = 0;
    for (int i = 0; i < episodes.values().length; i++) {
      double naming = once.values()[i] - episodes.values()[i];
      moved = Math.max(moved, Math.abs(naming));
      assertThat(thrice.values()[i]).isCloseTo(episodes.values()[i] + 3 * naming, within(1e-4));
    }
    assertThat(moved).isGreaterThan(1e-3);
  }

  private static Tensor gradient(Module module, String name) {
    Map<String, Tensor> parameters = module.parameters();
    Tensor gradient = parameters.get(name).gradient();
    assertThat(gradient).isNotNull();
    return gradient;
  }

  private Doubles featuresWith(Doubles weight) {
    Doubles bias = Doubles.of(body.parameters().get("bias").detach());
    Doubles features = Doubles.zeros(IMAGES, FEATURES);
    for (int i = 0; i < IMAGES; i++) {
      for (int f = 0; f < FEATURES; f++) {
        double sum = bias.at(f);
        for (int d = 0; d < INPUTS; d++) {
          sum += images.at(i, d) * weight.at(f, d);
        }
        features.values()[i * FEATURES + f] = Math.max(0, sum);
      }
    }
    return features;
  }

  private Doubles logitsWith(Doubles weight) {
    Doubles bias = Doubles.of(head.parameters().get("bias").detach());
    Doubles features = features();
    Doubles logits = Doubles.zeros(IMAGES, CLASSES);
    for (int i = 0; i < IMAGES; i++) {
      for (int c = 0; c < CLASSES; c++) {
        double sum = bias.at(c);
        for (int f = 0; f < FEATURES; f++) {
          sum += features.at(i, f) * weight.at(c, f);
        }
        logits.values()[i * CLASSES + c] = sum;
      }
    }
    return logits;
  }

  private static void assertClose(Doubles found, Doubles expected) {
    for (int i = 0; i < expected.values().length; i++) {
      assertThat(found.values()[i]).as("%d", i).isCloseTo(expected.values()[i], within(2e-3));
    }
  }

  @Test
  void imagesThatAreNoEpisodesAreRefused() {
    Batch whole = batch();
    assertThatThrownBy(
            () -> objective(1, 0).of(network, whole.narrow(0, IMAGES - 1), Rng.seeded(0)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("35 images are no episodes of 18");
    long[] mixed = IntStream.range(0, IMAGES).mapToLong(i -> i % CLASSES).toArray();
    Batch inTurn = whole.with(whole.images(), Tensor.ofLongs(mixed, IMAGES));
    assertThatThrownBy(() -> objective(1, 0).of(network, inTurn, Rng.seeded(0)))
        .hasMessage("image 1 is of another class than those before it, expected 6 images a class");
  }
}
