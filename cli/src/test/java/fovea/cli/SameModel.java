package fovea.cli;

import static org.assertj.core.api.Assertions.assertThat;

import fovea.io.Safetensors;
import fovea.io.StoredTensor;
import fovea.io.StoredTensors;
import fovea.run.Environment;
import fovea.run.RunFolder;
import fovea.tensor.Libtorch;
import fovea.tensor.Precision;
import fovea.tensor.Scope;
import java.nio.file.Path;
import java.util.stream.IntStream;

/** A run's model beside the one that an earlier Fovea got by the same training. */
final class SameModel {
  private SameModel() {}

  /**
   * Bit for bit on the same kind of processor. Another one rounds differently, and single values
   * drift: Muon makes as much of a gradient's smallest directions as of its largest.
   */
  static void require(Path then, Path now) {
    StoredTensors expected = Safetensors.read(then.resolve("model.safetensors"));
    StoredTensors found = Safetensors.read(now.resolve("model.safetensors"));
    assertThat(found.tensors().keySet()).isEqualTo(expected.tensors().keySet());
    boolean same = onSameProcessor(then);
    for (String name : expected.tensors().keySet()) {
      float[] values = floats(expected.tensors().get(name));
      if (same && name.endsWith(".running_var")) {
        // of micro-batches it was rounded once fewer, before they were trained on by lanes
        assertThat(floats(found.tensors().get(name)))
            .as(name)
            .usingComparatorWithPrecision(1e-6f)
            .containsExactly(values);
      } else if (same) {
        assertThat(floats(found.tensors().get(name))).as(name).isEqualTo(values);
      } else {
        assertThat(distance(floats(found.tensors().get(name)), values))
            .as("root of the mean squared difference, %s", name)
            .isLessThan(0.01 + 0.3 * distance(new float[values.length], values));
      }
    }
  }

  private static double distance(float[] now, float[] then) {
    assertThat(now).hasSameSizeAs(then);
    return Math.sqrt(
        IntStream.range(0, now.length)
            .mapToDouble(i -> Math.pow((double) now[i] - then[i], 2))
            .average()
            .orElse(0));
  }

  /** Whether a run was trained on a processor like this one. */
  static boolean onSameProcessor(Path run) {
    Environment then = RunFolder.open(run).environment();
    Environment now = Environment.detect(1, Libtorch.version(), "", "", 1, Precision.FLOAT32);
    return then.cpu().model().equals(now.cpu().model())
        && then.cpu().flags().equals(now.cpu().flags())
        && then.libtorch().equals(now.libtorch());
  }

  private static float[] floats(StoredTensor tensor) {
    try (Scope scope = Scope.open()) {
      return tensor.toTensor().toFloats();
    }
  }
}
