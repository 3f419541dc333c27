package fovea.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import fovea.FoveaException;
import fovea.tensor.DType;
import fovea.tensor.Rng;
import fovea.tensor.Scope;
import fovea.tensor.Shape;
import fovea.tensor.Tensor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SafetensorsTest {
  @TempDir Path folder;

  @Test
  void whatWasWrittenIsRead() {
    Path file = folder.resolve("a.safetensors");
    Safetensors.write(file, sample());
    StoredTensors read = Safetensors.read(file);
    assertThat(read).isEqualTo(sample());
    assertThat(read.tensors().keySet())
        .containsExactly("conv.weight", "flags", "batches", "half", "empty", "scalar", "größe");
    assertThat(read.metadata()).containsEntry("note", "two \"lines\"\nof text");
  }

  @Test
  void theSameInputGivesTheSameBytes() throws IOException {
    Path first = folder.resolve("a");
    Path second = folder.resolve("b");
    Safetensors.write(first, sample());
    Safetensors.write(second, Safetensors.read(first));
    assertThat(Files.readAllBytes(first)).isEqualTo(Files.readAllBytes(second));
  }

  /** The bytes that the format's own writer gives for this tensor. */
  @Test
  void theBytesAreThoseOfTheFormatsOwnWriter() throws IOException {
    Path file = folder.resolve("a");
    ByteBuffer data = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN);
    data.putFloat(1f).putFloat(-2f).flip();
    StoredTensor stored = new StoredTensor(DType.FLOAT32, Shape.of(1, 2), data);
    assertThat(StoredTensor.of(Shape.of(1, 2), new float[] {1, -2})).isEqualTo(stored);
    Safetensors.write(file, new StoredTensors(Map.of("ab", stored), Map.of()));
    String header = "{\"ab\":{\"dtype\":\"F32\",\"shape\":[1,2],\"data_offsets\":[0,8]}}";
    assertThat(header.length()).isEqualTo(57);
    byte[] expected =
        ByteBuffer.allocate(8 + 64 + 8)
            .order(ByteOrder.LITTLE_ENDIAN)
            .putLong(64)
            .put((header + " ".repeat(7)).getBytes(StandardCharsets.UTF_8))
            .put(new byte[] {0, 0, (byte) 0x80, 0x3f, 0, 0, 0, (byte) 0xc0})
            .array();
    assertThat(Files.readAllBytes(file)).isEqualTo(expected);
  }

  @Test
  void everyTensorIsAlignedToItsWidth() throws IOException {
    Path file = folder.resolve("a");
    Safetensors.write(file, sample());
    ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
    int header = (int) bytes.getLong();
    assertThat(header % 8).isZero();
    byte[] text = new byte[header];
    bytes.get(text);
    Header.parse("a", text)
        .entries()
        .values()
        .forEach(entry -> assertThat(entry.begin() % entry.format().bytes()).isZero());
  }

  @Test
  void tensorsComeBackWithTheirBitsAndTypes() {
    Path file = folder.resolve("a");
    try (Scope scope = Scope.open()) {
      Map<String, Tensor> tensors = new LinkedHashMap<>();
      tensors.put(
          "floats", Tensor.of(new float[] {1.5f, -0f, Float.NaN, 1e-40f, 5, 6}, 1, 2, 1, 3));
      tensors.put("half", Tensor.of(new float[] {0.1f, 3}, 2).to(DType.BFLOAT16));
      tensors.put("longs", Tensor.ofLongs(new long[] {Long.MIN_VALUE}, 1));
      tensors.put("bytes", Tensor.ofBytes(new byte[] {-1, 7}, 2));
      tensors.put("last", tensors.get("floats").channelsLast().transpose(1, 3));
      Safetensors.write(file, tensors, Map.of("k", "v"));
      StoredTensors read = Safetensors.read(file);
      assertThat(read.tensors().keySet()).containsExactlyElementsOf(tensors.keySet());
      tensors.forEach(
          (name, tensor) -> {
            Tensor back = read.tensors().get(name).toTensor();
            assertThat(back.dtype()).isEqualTo(tensor.dtype());
            assertThat(back.shape()).isEqualTo(tensor.shape());
            assertThat(back.toRaw()).isEqualTo(tensor.toRaw());
          });
    }
  }

  @Test
  void aMissingFileIsRefusedByName() {
    assertThatThrownBy(() -> Safetensors.read(folder.resolve("none.safetensors")))
        .isInstanceOf(FoveaException.class)
        .hasMessageContaining("none.safetensors: there is no such file");
    assertThatThrownBy(() -> Safetensors.read(folder)).hasMessageContaining("is a folder");
  }

  /**
   * Flips, inserts, removes and overwrites bytes, mostly in the header: no other failure may come.
   */
  @Test
  void anyMutatedFileReadsOrIsRefused() throws IOException {
    Path file = folder.resolve("a");
    Safetensors.write(file, sample());
    byte[] whole = Files.readAllBytes(file);
    int header = (int) ByteBuffer.wrap(whole).order(ByteOrder.LITTLE_ENDIAN).getLong();
    int refused = 0;
    for (int seed = 0; seed < 1500; seed++) {
      Files.write(file, mutated(whole, header, Rng.seeded(seed)));
      try {
        Safetensors.read(file);
      } catch (FoveaException e) {
        refused++;
        assertThat(e.getMessage()).startsWith(file + ": ").doesNotContain("\n");
        assertThat(e.getMessage().length()).isLessThan(file.toString().length() + 400);
      } catch (RuntimeException | Error e) {
        throw new AssertionError("seed " + seed, e);
      }
    }
    assertThat(refused).isBetween(375, 1499);
  }

  private static byte[] mutated(byte[] whole, int header, Rng rng) {
    byte[] bytes = whole.clone();
    for (int times = 1 + rng.nextInt(3); times > 0; times--) {
      int end = rng.nextInt(10) == 0 ? bytes.length : Math.min(bytes.length, header + 8);
      int at = end == 0 ? 0 : rng.nextInt(end);
      switch (rng.nextInt(5)) {
        case 0 -> bytes = spliced(bytes, at, at, new byte[] {(byte) rng.nextInt(256)});
        case 1 -> bytes = spliced(bytes, at, Math.min(bytes.length, at + 1), new byte[0]);
        case 2 -> bytes = spliced(bytes, at, bytes.length, new byte[0]);
        case 3 ->
            bytes = overwritten(bytes, at, "0123456789{}[]\",:\\-.eE".charAt(rng.nextInt(22)));
        default -> bytes = overwritten(bytes, at, (char) rng.nextInt(256));
      }
    }
    return bytes;
  }

  private static byte[] overwritten(byte[] bytes, int at, char with) {
    return spliced(bytes, at, Math.min(bytes.length, at + 1), new byte[] {(byte) with});
  }

  private static byte[] spliced(byte[] bytes, int from, int to, byte[] with) {
    return ByteBuffer.allocate(bytes.length - (to - from) + with.length)
        .put(bytes, 0, from)
        .put(with)
        .put(bytes, to, bytes.length - to)
        .array();
  }

  private static StoredTensors sample() {
    Map<String, StoredTensor> tensors = new LinkedHashMap<>();
    tensors.put("conv.weight", tensor(DType.FLOAT32, 3, 1, 1, 3));
    tensors.put("flags", tensor(DType.UINT8, 5));
    tensors.put("batches", tensor(DType.INT64, 1));
    tensors.put("half", tensor(DType.BFLOAT16, 3, 5));
    tensors.put("empty", tensor(DType.FLOAT32, 0, 7));
    tensors.put("scalar", tensor(DType.INT64));
    tensors.put("größe", tensor(DType.FLOAT32, 2));
    return new StoredTensors(
        tensors, Map.of("fovea.format", "1", "note", "two \"lines\"\nof text", "a", "b"));
  }

  private static StoredTensor tensor(DType dtype, long... sizes) {
    Shape shape = Shape.of(sizes);
    byte[] bytes = new byte[(int) shape.elements() * dtype.bytes()];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) (31 * i + sizes.length);
    }
    return new StoredTensor(dtype, shape, ByteBuffer.wrap(bytes));
  }
}
