package fovea.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import fovea.FoveaException;
import fovea.tensor.DType;
import fovea.tensor.Shape;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Files that PyTorch wrote: {@code make.py} beside them says how. */
class TorchFileTest {
  @TempDir Path folder;

  /** Of the format since PyTorch 1.6, and of the one before. */
  @ParameterizedTest
  @ValueSource(strings = {"new.pth", "old.pth"})
  void tensorsAreWhatPyTorchSaved(String name) throws IOException {
    WeightsFile file = WeightsFile.read(reference(name));
    float[] grid = new float[24];
    for (int i = 0; i < 24; i++) {
      grid[i] = i / 4f - 2;
    }
    Map<String, StoredTensor> tensors = file.tensors();
    assertFloats(tensors, "plain", grid, 4, 6);
    assertFloats(tensors, "shared", grid, 2, 3, 4);
    float[] transposed = new float[24];
    for (int i = 0; i < 24; i++) {
      transposed[i] = grid[i / 6 + 4 * (i % 6)];
    }
    assertFloats(tensors, "transposed", transposed, 4, 2, 3);
    assertFloats(tensors, "part", Arrays.copyOfRange(grid, 5, 11), 6);
    assertFloats(tensors, "column", new float[] {grid[6], grid[18]}, 2);
    assertFloats(tensors, "empty", new float[0], 0, 3);
    assertFloats(tensors, "double", grid, 24);
    assertFloats(tensors, "half", grid, 24);
    assertFloats(tensors, "parameter", grid, 24);
    float[] counted = new float[24];
    for (int i = 0; i < 24; i++) {
      counted[i] = i;
    }
    assertFloats(tensors, "channels_last", counted, 1, 2, 3, 4);
    for (String whole : new String[] {"int", "short", "char"}) {
      assertLongs(tensors, whole, -3, -2, -1, 0, 1, 2);
    }
    assertLongs(tensors, "bool", 1, 0, 1);
    assertThat(at(tensors, "scalar").shape()).isEqualTo(Shape.of());
    assertThat(at(tensors, "scalar").data().getLong()).isEqualTo(7);
    assertThat(at(tensors, "byte").dtype()).isEqualTo(DType.UINT8);
    assertThat(at(tensors, "byte").data().get(5)).isEqualTo((byte) 255);
    StoredTensor bfloat16 = at(tensors, "bfloat16");
    assertThat(bfloat16.dtype()).isEqualTo(DType.BFLOAT16);
    for (int i = 0; i < 24; i++) { // a bfloat16 is the upper half of a float32
      int bits = bfloat16.data().getShort(2 * i) << 16;
      assertThat(Float.intBitsToFloat(bits)).isEqualTo(grid[i]);
    }
    assertThat(tensors).hasSize(17);
    assertThat(file.key()).isEmpty();
  }

  @Test
  void theStateOfATrainingIsLookedThroughForItsWeights() throws IOException {
    WeightsFile training = WeightsFile.read(reference("training.pth"));
    assertThat(training.key()).isEqualTo("state_dict");
    assertFloats(training.tensors(), "module.weight", new float[] {1, 1, 1, 1}, 2, 2);
    WeightsFile averaged = WeightsFile.read(reference("training-ema.pth"));
    assertThat(averaged.key()).isEqualTo("state_dict_ema");
    assertFloats(averaged.tensors(), "bias", new float[] {3, 3}, 2);
  }

  @ParameterizedTest
  @CsvSource({
    "module.pth, 'asks for `torch.nn.modules.linear.Linear`, which weights don''t need, so nothing'",
    "tensor.pth, 'holds a single tensor, expected a state_dict: weights by name'",
    "script.pt, 'is a TorchScript program, not weights alone; in Python, torch.save'",
    "two.pth, 'holds several sets of weights, `a`, `b`; save the one that is meant by itself'",
    "expanded.pth, 'tensor `w` has shape [2500000000], but 1 numbers are stored for it; expected'",
    "complex.pth, 'holds numbers of `torch.ComplexFloatStorage`, which Fovea doesn''t read; save'"
  })
  void whatIsNoStateDictIsRefusedInASentence(String name, String message) throws IOException {
    Path file = reference(name);
    assertThatThrownBy(() -> WeightsFile.read(file))
        .isInstanceOf(FoveaException.class)
        .hasMessageStartingWith(file + ": " + message);
  }

  @ParameterizedTest
  @ValueSource(strings = {"new.pth", "old.pth", "training.pth"})
  void aFileThatIsCutAnywhereIsRefused(String name) throws IOException {
    byte[] whole = Files.readAllBytes(reference(name));
    for (int length = 2; length < whole.length; length += 1 + length / 8) {
      Path cut = Files.write(folder.resolve("cut.pth"), Arrays.copyOf(whole, length));
      assertThatThrownBy(() -> WeightsFile.read(cut))
          .as("%d bytes", length)
          .isInstanceOf(FoveaException.class)
          .hasMessageStartingWith(cut + ": ");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"new.pth", "old.pth", "training-ema.pth"})
  void damageIsFoundOrHarmlessWhereverItIs(String name) throws IOException {
    byte[] whole = Files.readAllBytes(reference(name));
    long seed = 7;
    SplittableRandom random = new SplittableRandom(seed);
    for (int i = 0; i < 500; i++) {
      byte[] bytes = whole.clone();
      for (int flips = random.nextInt(1, 4); flips > 0; flips--) {
        bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
      }
      Path file = Files.write(folder.resolve("damaged.pth"), bytes);
      try {
        WeightsFile read = WeightsFile.read(file);
        assertThat(read.tensors().values().stream().mapToLong(t -> t.data().remaining()).sum())
            .isLessThan(8L * whole.length * read.tensors().size());
      } catch (FoveaException e) {
        assertThat(e).as("seed %d, file %d", seed, i).hasMessageStartingWith(file + ": ");
      }
    }
  }

  @Test
  void everyHalfIsTheNumberOfIts16Bits() {
    IntStream.range(0, 1 << 16)
        .forEach(
            bits -> {
              int exponent = bits >> 10 & 0x1f;
              double fraction = (bits & 0x3ff) / 1024.0;
              double size =
                  exponent == 0
                      ? fraction * Math.pow(2, -14)
                      : exponent < 31
                          ? (1 + fraction) * Math.pow(2, exponent - 15)
                          : fraction == 0 ? Double.POSITIVE_INFINITY : Double.NaN;
              double expected = bits >= 1 << 15 ? -size : size;
              assertThat(Double.valueOf(NumberFormat.half((short) bits)))
                  .isEqualByComparingTo(expected);
            });
  }

  private Path reference(String name) throws IOException {
    try (InputStream in = TorchFileTest.class.getResourceAsStream("torch/" + name)) {
      assertThat(in).as(name).isNotNull();
      return Files.write(folder.resolve(name), in.readAllBytes());
    }
  }

  private static StoredTensor at(Map<String, StoredTensor> tensors, String name) {
    assertThat(tensors).containsKey(name);
    return tensors.get(name);
  }

  private static void assertFloats(
      Map<String, StoredTensor> tensors, String name, float[] values, long... shape) {
    StoredTensor tensor = at(tensors, name);
    assertThat(tensor.dtype()).isEqualTo(DType.FLOAT32);
    assertThat(tensor.shape()).as(name).isEqualTo(Shape.of(shape));
    ByteBuffer data = tensor.data();
    float[] found = new float[values.length];
    data.asFloatBuffer().get(found);
    assertThat(found).as(name).isEqualTo(values);
  }

  private static void assertLongs(Map<String, StoredTensor> tensors, String name, long... values) {
    StoredTensor tensor = at(tensors, name);
    assertThat(tensor.dtype()).isEqualTo(DType.INT64);
    long[] found = new long[values.length];
    tensor.data().asLongBuffer().get(found);
    assertThat(found).as(name).isEqualTo(values);
  }
}
