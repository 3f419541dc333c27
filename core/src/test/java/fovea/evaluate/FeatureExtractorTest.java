package fovea.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import fovea.data.ImageSet;
import fovea.data.Shapes;
import fovea.data.Split;
import fovea.image.Pixels;
import fovea.models.Head;
import fovea.models.Model;
import fovea.models.Models;
import fovea.nn.Module;
import fovea.nn.Prepared;
import fovea.tensor.Execution;
import fovea.tensor.LiveTensors;
import fovea.tensor.Precision;
import fovea.tensor.Rng;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class FeatureExtractorTest {
  @Test
  void theFeaturesOfPicturesAreThoseOfTheImagesOfASplit() {
    ImageSet images = Shapes.draw(120, 4).splits().train().images();
    try (Model model =
        Models.create("cifar10-cnn", Map.of("blocks", 1), images.classes(), Rng.seeded(1))) {
      String head = Head.of(model.network(), 10).orElseThrow().name();
      Features expected =
          Outputs.withInputsOf(
                  model.network(),
                  new Split.Train(images),
                  new Execution(2, Precision.FLOAT32),
                  head)
              .features();
      model.network().eval();
      Module module = Objects.requireNonNull(model.network().modules().get(head));
      try (FeatureExtractor extractor =
          new FeatureExtractor(
              Prepared.of(model.network(), model.input(), Precision.FLOAT32),
              module,
              model.input(),
              2)) {
        List<Pixels> pictures =
            IntStream.range(0, images.size())
                .mapToObj(i -> new Pixels(32, 32, images.pixels(i)))
                .toList();
        List<float[]> found = extractor.of(pictures);
        float[] alone = extractor.of(pictures.subList(7, 8)).get(0);
        assertThat(found).hasSize(images.size());
        for (int i = 0; i < images.size(); i++) {
          assertThat(found.get(i)).containsExactly(expected.of(i), within(1e-5f));
        }
        assertThat(alone).containsExactly(expected.of(7), within(1e-4f));
        assertThat(extractor.of(List.of())).isEmpty();
        assertThatThrownBy(() -> extractor.of(List.of(new Pixels(1, 1, new byte[3]))))
            .hasMessage("image of 1 x 1, the network takes 32 x 32");
      }
    }
  }

  @Test
  void noThreadsAreRefused() {
    List<String> classes = List.of("a", "b");
    try (Model model =
        Models.create("cifar10-cnn", Map.of("imageSize", 8), classes, Rng.seeded(1))) {
      Module head = Objects.requireNonNull(model.network().modules().get("classifier"));
      long tensors = LiveTensors.count();
      assertThatThrownBy(
              () ->
                  new FeatureExtractor(
                      Prepared.of(model.network(), model.input(), Precision.FLOAT32),
                      head,
                      model.input(),
                      0))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("threads: 0, expected at least 1");
      assertThat(LiveTensors.count())
          .as("the network that it was given is closed")
          .isEqualTo(tensors);
    }
  }
}
