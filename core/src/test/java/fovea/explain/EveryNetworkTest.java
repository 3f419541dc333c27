package fovea.explain;

import static org.assertj.core.api.Assertions.assertThat;

import fovea.models.Model;
import fovea.models.Models;
import fovea.models.SmallModels;
import fovea.nn.ReLU;
import fovea.nn.ReLU6;
import fovea.tensor.InScope;
import fovea.tensor.LiveTensors;
import fovea.tensor.OneThread;
import fovea.tensor.Rng;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** All explanations of all networks in the catalogue. */
@ExtendWith({OneThread.class, InScope.class})
class EveryNetworkTest {
  static Stream<String> networks() {
    return Models.names().stream();
  }

  private static List<Explanation> quick() {
    return new ArrayList<>(
        List.of(
            new Saliency(),
            new InputTimesGradient(),
            new IntegratedGradients(3, Baseline.MEAN),
            new SmoothGrad(2, 0.1),
            new GradCam(null),
            new GradCamPlusPlus(null),
            new Occlusion(16, 16, Baseline.MEAN),
            new Rise(4, 3, 0.5, Baseline.MEAN),
            new KernelShap(4, 8, Baseline.MEAN)));
  }

  @ParameterizedTest
  @MethodSource("networks")
  void eachPixelHasARelevanceByEachMethodTheSameEachTime(String name) {
    try (Model model = SmallModels.of(name, Rng.seeded(2))) {
      List<Explanation> methods = quick();
      boolean rectified =
          model.network().modules().values().stream()
              .anyMatch(module -> module instanceof ReLU || module instanceof ReLU6);
      if (rectified) {
        methods.add(new GuidedBackpropagation());
      }
      float[] image = new float[(int) model.input().elements()];
      Rng values = Rng.seeded(3);
      for (int i = 0; i < image.length; i++) {
        image[i] = (float) values.nextDouble();
      }
      boolean training = model.network().training();
      long alive = LiveTensors.count();
      try (Explainer explainer = Explainer.of(model.network(), model.input(), Networks.HOW)) {
        Question question = Question.whyPredicted(explainer.logits(image));
        for (Explanation how : methods) {
          Relevance found = explainer.explain(how, image, question, Rng.seeded(1));
          assertThat(found.values()).as(how.name()).hasSize(image.length / 3);
          for (float value : found.values()) {
            assertThat(value).as(how.name()).isFinite();
          }
          if (how instanceof SmoothGrad || how instanceof Rise || how instanceof KernelShap) {
            assertThat(explainer.explain(how, image, question, Rng.seeded(1)).values())
                .as(how.name())
                .isEqualTo(found.values());
          }
        }
      }
      assertThat(LiveTensors.count()).isEqualTo(alive);
      assertThat(model.network().training()).isEqualTo(training);
      assertThat(model.network().parameters().values()).allMatch(p -> p.gradient() == null);
    }
  }

  @Test
  void namesAreThoseOfTheList() {
    assertThat(Explanations.names())
        .containsExactly(
            "saliency",
            "input-x-gradient",
            "integrated-gradients",
            "smoothgrad",
            "grad-cam",
            "grad-cam++",
            "guided-backprop",
            "occlusion",
            "rise",
            "kernel-shap");
    assertThat(Explanation.class.getPermittedSubclasses()).hasSize(Explanations.names().size());
  }
}
