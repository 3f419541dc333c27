package fovea.explain;

import static fovea.nn.Layers.flatten;
import static fovea.nn.Layers.linear;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import fovea.FoveaException;
import fovea.nn.Conv2d;
import fovea.nn.GELU;
import fovea.nn.Module;
import fovea.nn.Sequential;
import fovea.tensor.Autograd;
import fovea.tensor.InScope;
import fovea.tensor.OneThread;
import fovea.tensor.Rng;
import fovea.tensor.Scope;
import fovea.tensor.Tensor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Explanations by a layer's channels, against their definitions by finite differences. */
@ExtendWith({OneThread.class, InScope.class})
class GradCamTest {
  private static final int CHANNELS = 5;
  private static final int SIDE = 4;
  private static final Question QUESTION = Question.whyRatherThan(2, 0);

  private final Rng rng = Rng.seeded(3);
  private final float[] image = Networks.image(rng);
  private final Module body =
      Sequential.of(new Conv2d(3, CHANNELS, 3, 2, 1, true, rng), new GELU());
  private final Module head =
      Sequential.of(
          new Conv2d(CHANNELS, 6, 3, 1, 1, true, rng),
          new GELU(),
          flatten(),
          linear(6 * SIDE * SIDE, Networks.CLASSES, rng));
  private final Module network = Sequential.of(body, head);

  @AfterEach
  void close() {
    network.close();
  }

  private float[] activation() {
    try (Scope scope = Scope.open();
        Autograd.NoGrad off = Autograd.noGrad()) {
      return body.call(Tensor.of(image, 1, 3, 8, 8)).toFloats();
    }
  }

  private double scoreFrom(float[] activation) {
    try (Scope scope = Scope.open();
        Autograd.NoGrad off = Autograd.noGrad()) {
      return QUESTION.score(head.call(Tensor.of(activation, 1, CHANNELS, SIDE, SIDE)).toFloats());
    }
  }

  private double[] slopes(float[] activation) {
    double[] slopes = new double[activation.length];
    for (int i = 0; i < slopes.length; i++) {
      float[] more = activation.clone();
      float[] less = activation.clone();
      more[i] += 0.02f;
      less[i] -= 0.02f;
      slopes[i] = (scoreFrom(more) - scoreFrom(less)) / ((double) more[i] - less[i]);
    }
    return slopes;
  }

  /** The weighted sum above 0, doubled in size with a quarter and three quarters of neighbours. */
  private static double[] map(float[] activation, double[] weights) {
    double[][] small = new double[SIDE][SIDE];
    for (int p = 0; p < SIDE * SIDE; p++) {
      double sum = 0;
      for (int k = 0; k < CHANNELS; k++) {
        sum += weights[k] * activation[k * SIDE * SIDE + p];
      }
      small[p / SIDE][p % SIDE] = Math.max(0, sum);
    }
    double[] large = new double[Networks.PIXELS];
    for (int y = 0; y < 8; y++) {
      for (int x = 0; x < 8; x++) {
        int row = y / 2;
        int column = x / 2;
        int otherRow = Math.max(0, Math.min(SIDE - 1, y % 2 == 0 ? row - 1 : row + 1));
        int otherColumn = Math.max(0, Math.min(SIDE - 1, x % 2 == 0 ? column - 1 : column + 1));
        large[y * 8 + x] =
            0.75 * (0.75 * small[row][column] + 0.25 * small[row][otherColumn])
                + 0.25 * (0.75 * small[otherRow][column] + 0.25 * small[otherRow][otherColumn]);
      }
    }
    return large;
  }

  @Test
  void gradCamIsItsDefinitionByFiniteDifferences() {
    float[] activation = activation();
    double[] slopes = slopes(activation);
    double[] weights = new double[CHANNELS];
    for (int i = 0; i < slopes.length; i++) {
      weights[i / (SIDE * SIDE)] += slopes[i] / (SIDE * SIDE);
    }
    Relevance found = Networks.explained(network, new GradCam("0"), image, QUESTION);
    assertThat(found.total()).isPositive();
    assertThat(Networks.off(found.values(), map(activation, weights))).isLessThan(0.01);
  }

  @Test
  void gradCamPlusPlusIsItsDefinitionByFiniteDifferences() {
    float[] activation = activation();
    double[] slopes = slopes(activation);
    double[] weights = new double[CHANNELS];
    for (int i = 0; i < slopes.length; i++) {
      int k = i / (SIDE * SIDE);
      double sum = 0;
      for (int p = 0; p < SIDE * SIDE; p++) {
        sum += activation[k * SIDE * SIDE + p];
      }
      double second = Math.pow(slopes[i], 2);
      double third = Math.pow(slopes[i], 3);
      weights[k] += second / (2 * second + sum * third) * Math.max(0, slopes[i]);
    }
    Relevance found = Networks.explained(network, new GradCamPlusPlus("0"), image, QUESTION);
    assertThat(Networks.off(found.values(), map(activation, weights))).isLessThan(0.01);
  }

  @Test
  void theLastLayerWithHeightAndWidthIsFoundByItself() {
    try (Explainer explainer = Explainer.of(network, Networks.INPUT, Networks.HOW)) {
      assertThat(explainer.layer(null)).isEqualTo("1.1");
      assertThat(explainer.layer("0.0")).isEqualTo("0.0");
      Rng same = Rng.seeded(1);
      assertThat(explainer.explain(new GradCam(null), image, QUESTION, same).values())
          .isEqualTo(explainer.explain(new GradCam("1.1"), image, QUESTION, same).values());
    }
  }

  /**
   * A prepared network computes a ReLU with the layer before it; who looks at the layer doesn't.
   */
  @Test
  void aLayerIsSeenBeforeTheReluThatFollowsIt() {
    try (Module kinked = Kinked.network(rng)) {
      float[] before;
      float[] after;
      try (ExplainedNetwork explained = ExplainedNetwork.of(kinked, Networks.INPUT, Networks.HOW)) {
        before = explained.layer("3", image, QUESTION).activation();
        after = explained.layer("4", image, QUESTION).activation();
      }
      assertThat(before).hasSameSizeAs(after);
      int negative = 0;
      for (int i = 0; i < before.length; i++) {
        assertThat(after[i]).isEqualTo(Math.max(0, before[i]));
        negative += before[i] < 0 ? 1 : 0;
      }
      assertThat(negative).isPositive();
    }
  }

  @Test
  void layersThatCannotBeLookedAtAreRefusedWithWhatCan() {
    try (Explainer explainer = Explainer.of(network, Networks.INPUT, Networks.HOW)) {
      assertThatThrownBy(() -> explainer.layer("layer9"))
          .isInstanceOf(FoveaException.class)
          .hasMessage("the network has no layer `layer9`. `fovea summary` lists a model's layers");
      assertThatThrownBy(() -> explainer.layer("1.3"))
          .isInstanceOf(FoveaException.class)
          .hasMessage(
              "the layer `1.3` gives [4] for an image, without height and width to lay over it; the"
                  + " last layer that has them is `1.1`");
    }
    try (Module flat = Networks.linearly(Networks.randomWeights(3, rng));
        Explainer explainer = Explainer.of(flat, Networks.INPUT, Networks.HOW)) {
      assertThatThrownBy(() -> explainer.layer(null))
          .isInstanceOf(FoveaException.class)
          .hasMessageStartingWith("no layer of the network has height and width");
    }
  }
}
