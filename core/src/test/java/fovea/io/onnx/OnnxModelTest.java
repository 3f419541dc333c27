package fovea.io.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import fovea.FoveaException;
import fovea.models.Model;
import fovea.models.SmallModels;
import fovea.tensor.Rng;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class OnnxModelTest {
  private static byte[] file(Model model) {
    return OnnxModel.of(model.network(), model.name(), model.input(), 1)
        .describedBy("about", Map.of("fovea.classes", "[\"a\",\"ö\"]", "b", ""))
        .toBytes("1.2");
  }

  @Test
  void constantsHaveTheNamesOfTheStateDict() {
    try (Model model = SmallModels.of("resnet18", Rng.seeded(1));
        OnnxEvaluator evaluator = OnnxEvaluator.read(ByteBuffer.wrap(file(model)))) {
      List<String> wanted =
          model.network().stateDict().keySet().stream()
              .filter(name -> !name.endsWith("num_batches_tracked"))
              .toList();
      assertThat(evaluator.constants()).containsAll(wanted);
    }
  }

  @Test
  void metadataAreReadByAnEngine() {
    try (Model model = SmallModels.of("article-minimal", Rng.seeded(1));
        OnnxRuntime engine = new OnnxRuntime(file(model))) {
      assertThat(engine.metadata())
          .containsEntry("fovea.classes", "[\"a\",\"ö\"]")
          .containsEntry("b", "")
          .hasSize(2);
    }
  }

  @Test
  void theSameNetworkGivesTheSameBytes() {
    try (Model model = SmallModels.of("mobilenet_v2", Rng.seeded(1))) {
      assertThat(file(model)).isEqualTo(file(model));
      assertThat(model.network().training()).isTrue();
    }
  }

  /** The reader is for what Fovea wrote a moment ago, but mustn't hang or take memory. */
  @Test
  void damagedFilesAreRefusedInOrder() {
    try (Model model = SmallModels.of("article-minimal", Rng.seeded(1))) {
      byte[] whole = file(model);
      SplittableRandom random = new SplittableRandom(5);
      for (int i = 0; i < 300; i++) {
        byte[] cut = Arrays.copyOf(whole, random.nextInt(2000));
        try (OnnxEvaluator read = OnnxEvaluator.read(ByteBuffer.wrap(cut))) {
          assertThat(read.constants()).as("cut at %d", cut.length).isEmpty();
        } catch (FoveaException | IllegalArgumentException e) {
          assertThat(e.getMessage()).isNotEmpty();
        }
      }
      assertThatThrownBy(() -> OnnxEvaluator.read(ByteBuffer.wrap(new byte[] {1, 2, 3})))
          .isInstanceOf(FoveaException.class);
      assertThatThrownBy(() -> OnnxEvaluator.read(ByteBuffer.allocate(0)))
          .hasMessage("has no graph");
    }
  }
}
