package fovea.audit;

import static org.assertj.core.api.Assertions.assertThat;

import fovea.data.ImageSet;
import fovea.data.Shapes;
import fovea.data.Split;
import fovea.evaluate.Outputs;
import fovea.models.Head;
import fovea.models.Model;
import fovea.models.Models;
import fovea.tensor.Execution;
import fovea.tensor.Precision;
import fovea.tensor.Rng;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class FrozenFeaturesTest {
  @Test
  void evenRandomFeaturesTellShapesFromEachOtherBetterThanChance() {
    ImageSet images = Shapes.draw(1200, 3).splits().train().images();
    int[] labels = IntStream.range(0, images.size()).map(images::label).toArray();
    int[] fold = IntStream.range(0, images.size()).map(i -> i % 2 - (i == 0 ? 1 : 0)).toArray();
    try (Model model =
        Models.create("cifar10-cnn", Map.of("blocks", 1), images.classes(), Rng.seeded(1))) {
      Head head = Head.of(model.network(), images.classes().size()).orElseThrow();
      Outputs<Split.Validation> outputs =
          Outputs.withInputsOf(
              model.network(),
              new Split.Validation(images),
              new Execution(2, Precision.FLOAT32),
              head.name());
      double[] found = FrozenFeatures.probabilities(outputs.features(), labels, 10, fold, 2);
      int right = 0;
      for (int i = 1; i < images.size(); i++) {
        double sum = 0;
        int best = 0;
        for (int c = 0; c < 10; c++) {
          sum += found[10 * i + c];
          best = found[10 * i + c] > found[10 * i + best] ? c : best;
        }
        assertThat(sum).isBetween(0.999, 1.001);
        right += best == labels[i] ? 1 : 0;
      }
      assertThat(right).isGreaterThan(images.size() * 3 / 20);
      assertThat(found[labels[0]]).isEqualTo(1); // never held out
    }
  }
}
