package fovea.explain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import fovea.FoveaException;
import fovea.nn.Flatten;
import fovea.nn.Module;
import fovea.nn.Sequential;
import fovea.tensor.InScope;
import fovea.tensor.OneThread;
import fovea.tensor.Rng;
import java.util.List;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith({OneThread.class, InScope.class})
class RandomizedViewTest {
  private final Rng rng = Rng.seeded(17);
  private final float[] image = Networks.image(rng);
  private final Question question = Question.why(1);

  private RandomizedView view(Module network, Explanation how, Relevance own) {
    return RandomizedView.of(
        network,
        Networks.INPUT,
        Networks.HOW,
        how,
        new Comparison.Case(image, question, null),
        own,
        rng);
  }

  private Relevance own(Module network, Explanation how) {
    try (Explainer explainer = Explainer.of(network, Networks.INPUT, Networks.HOW)) {
      return explainer.explain(how, image, question, rng.split("image", 0));
    }
  }

  @Test
  void whatIsShownIsTheLastStageAlsoWhereLaterOnesOverflow() {
    for (Explanation how : List.of(new Saliency(), new Occlusion(2, 1, Baseline.MEAN))) {
      try (Module whole = Kinked.network(rng);
          Module overflowing = Networks.overflowing(rng)) {
        isTheLastStage(whole, how, "0");
        isTheLastStage(overflowing, how, null);
      }
    }
  }

  /**
   * @param downTo which layer that is, or null if it isn't the first of the network
   */
  private void isTheLastStage(Module network, Explanation how, String downTo) {
    Relevance own = own(network, how);
    RandomizedView view = view(network, how, own);
    SanityCheck.Stage last = view.check().stages().get(view.check().stages().size() - 1);
    if (downTo == null) {
      assertThat(last.downTo()).isNotEqualTo("0");
    } else {
      assertThat(last.downTo()).isEqualTo(downTo);
    }
    for (float value : view.relevance().values()) {
      assertThat(value).isFinite();
    }
    OptionalDouble likeness = RankCorrelation.of(magnitudes(own), magnitudes(view.relevance()));
    if (last.likeness() == null) {
      assertThat(likeness).isEmpty();
    } else {
      assertThat(likeness.orElseThrow()).isCloseTo(last.likeness(), within(1e-9));
    }
  }

  private static float[] magnitudes(Relevance relevance) {
    float[] magnitudes = relevance.values().clone();
    for (int p = 0; p < magnitudes.length; p++) {
      magnitudes[p] = Math.abs(magnitudes[p]);
    }
    return magnitudes;
  }

  @Test
  void aNetworkWithoutWeightsIsRefused() {
    try (Module network = Sequential.of(new Flatten())) {
      Saliency saliency = new Saliency();
      Relevance own = own(network, saliency);
      assertThatThrownBy(() -> view(network, saliency, own))
          .isInstanceOf(FoveaException.class)
          .hasMessageStartingWith("the network has no weights that could be made random");
    }
  }
}
