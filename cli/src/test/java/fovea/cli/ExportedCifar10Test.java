package fovea.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assumptions.assumeThat;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import com.fasterxml.jackson.databind.json.JsonMapper;
import fovea.data.Cifar10;
import fovea.data.ImageSet;
import fovea.tensor.QuantizedLayer;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** On real images, where {@code FOVEA_TEST_CIFAR10} names a folder that holds them. */
@Tag("slow")
class ExportedCifar10Test {
  private static final int BATCH = 250;

  @TempDir Path folder;

  @Test
  void wholeNumbersCostAtMostThreeTenthsOfAPointOnTheTestSplit() throws IOException, OrtException {
    String real = System.getenv("FOVEA_TEST_CIFAR10");
    assumeThat(real).as("FOVEA_TEST_CIFAR10 names no folder with CIFAR-10").isNotNull();
    assumeThat(QuantizedLayer.isPossible()).isTrue();
    Path data = Path.of(real, "cifar-10-batches-bin");
    Path run = folder.resolve("run");
    Outcome.of("train", "--data", data, "--recipe", "sprint", "--out", run).succeeds();
    Outcome.of("quantize", run).succeeds();
    Path plain = folder.resolve("plain.onnx");
    Path whole = folder.resolve("whole.onnx");
    Outcome.of("export", run, "--out", plain).succeeds();
    Outcome.of("export", run, "--int8", "--out", whole).succeeds();
    ImageSet test = Cifar10.read(data).splits().test().images();
    double expected = accuracy(plain, test);
    double own =
        new JsonMapper()
            .readTree(Outcome.of("evaluate", run, "--data", data, "--json", "-").succeeds().out())
            .get("accuracy")
            .asDouble();
    assertThat(expected).isCloseTo(own, within(0.003)); // the run's own is in bfloat16
    assertThat(accuracy(whole, test)).isCloseTo(expected, within(0.003));
  }

  private static double accuracy(Path file, ImageSet images) throws OrtException {
    OrtEnvironment environment = OrtEnvironment.getEnvironment();
    int right = 0;
    try (OrtSession session = environment.createSession(file.toString())) {
      for (int first = 0; first < images.size(); first += BATCH) {
        right += right(environment, session, images, first);
      }
    }
    return (double) right / images.size();
  }

  private static int right(
      OrtEnvironment environment, OrtSession session, ImageSet images, int first)
      throws OrtException {
    FloatBuffer pixels = FloatBuffer.allocate(BATCH * 3 * 1024);
    for (int i = 0; i < BATCH; i++) {
      byte[] rgb = images.pixels(first + i);
      for (int channel = 0; channel < 3; channel++) {
        for (int at = channel; at < rgb.length; at += 3) {
          pixels.put((rgb[at] & 255) / 255f);
        }
      }
    }
    int right = 0;
    try (OnnxTensor input =
            OnnxTensor.createTensor(environment, pixels.flip(), new long[] {BATCH, 3, 32, 32});
        OrtSession.Result result = session.run(Map.of("images", input))) {
      float[][] logits = (float[][]) result.get("logits").orElseThrow().getValue();
      for (int i = 0; i < BATCH; i++) {
        int best = 0;
        for (int c = 1; c < logits[i].length; c++) {
          best = logits[i][c] > logits[i][best] ? c : best;
        }
        right += best == images.label(first + i) ? 1 : 0;
      }
    }
    return right;
  }
}
