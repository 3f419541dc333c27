package fovea.cli;

import static org.assertj.core.api.Assertions.assertThat;

import fovea.io.ModelFile;
import fovea.models.Model;
import fovea.models.Models;
import fovea.tensor.Rng;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Model files that are broken, or lie, are refused by every command that reads one. */
class RefusedModelsTest {
  @TempDir static Path folder;
  private static Path data;
  private static byte[] whole;

  @BeforeAll
  static void write() throws IOException {
    data = TinyImages.in(folder);
    Path file = folder.resolve("whole.safetensors");
    try (Model model =
        Models.create(
            "cifar10-cnn",
            Map.of("imageSize", 8, "blocks", 0),
            TinyImages.CLASSES,
            Rng.seeded(1))) {
      ModelFile.write(file, model, Map.of());
    }
    whole = Files.readAllBytes(file);
  }

  @Test
  void aRefusalWhileLibtorchStillLoadsEndsInOrder() throws Exception {
    Path file = Files.writeString(folder.resolve("text.safetensors"), "no model");
    Process process = ForkedFovea.of("predict", file, "x.png").redirectErrorStream(true).start();
    byte[] said = process.getInputStream().readAllBytes();
    assertThat(process.waitFor()).isEqualTo(1);
    assertThat(new String(said, StandardCharsets.UTF_8)).startsWith("fovea: " + file);
  }

  @Test
  void theWholeFileIsRead() {
    Path file = folder.resolve("whole.safetensors");
    assertThat(Outcome.of("evaluate", file, "--data", data).succeeds().out()).contains("accuracy");
  }

  @Test
  void aFileCutShort() throws IOException {
    requireRefused(Arrays.copyOf(whole, whole.length - 1), "cut short");
    requireRefused(Arrays.copyOf(whole, 100), "cut short");
    requireRefused(new byte[0], "an empty file; expected a model.safetensors");
  }

  @Test
  void aHeaderOfTenGigabytes() throws IOException {
    byte[] bytes = whole.clone();
    ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putLong(0, 10_000_000_000L);
    requireRefused(bytes, "10,000,000,000");
  }

  @Test
  void tensorsThatOverlap() throws IOException {
    requireRefused(withHeader(h -> h.replace("[12,24]", "[0,12]")), "overlaps");
  }

  @Test
  void aTensorOutOfRange() throws IOException {
    String beyond = "[12,100000000012]";
    requireRefused(withHeader(h -> h.replace("[12,24]", beyond)), "takes 100,000,000,000 bytes");
    requireRefused(
        withHeader(
            h ->
                h.replaceFirst(
                    "\\{\"dtype\":\"F32\",\"shape\":\\[3\\],\"data_offsets\":\\[12,24\\]",
                    "{\"dtype\":\"F32\",\"shape\":[25000000000],\"data_offsets\":[12,100000000012]")),
        "ends at byte 100,000,000,012 of the data");
  }

  @Test
  void aShapeUnlikeItsModel() throws IOException {
    requireRefused(withHeader(h -> h.replace("[64,3,3,3]", "[3,64,3,3]")), "features.0.weight");
  }

  @Test
  void aModelThatIsNotKnown() throws IOException {
    requireRefused(withHeader(h -> h.replace("cifar10-cnn", "cifar99-cnn")), "cifar99-cnn");
  }

  @Test
  void aRecipeInItThatIsWrong() throws IOException {
    Path file = folder.resolve("recipe.safetensors");
    try (Model model =
        Models.create(
            "cifar10-cnn",
            Map.of("imageSize", 8, "blocks", 0),
            TinyImages.CLASSES,
            Rng.seeded(1))) {
      ModelFile.write(file, model, Map.of("fovea.recipe", "epochs: -1"));
    }
    Outcome.of("evaluate", file, "--data", data)
        .refused(1)
        .contains(file + ", `fovea.recipe` in its metadata, line 1: `epochs` is -1");
  }

  @Test
  void aFolderWithoutAModel() {
    Outcome.of("evaluate", data, "--data", data).refused(1).contains("not the folder of a run");
    Outcome.of("predict", folder.resolve("none"), "x.png").refused(1).contains("no such file");
    Outcome.of("summary", "cifar-cnn").refused(1).contains("Did you mean `cifar10-cnn`?");
  }

  @Test
  void aHeldOutSplitThatNobodyKnows() {
    Outcome.of(
            "evaluate",
            folder.resolve("whole.safetensors"),
            "--data",
            data,
            "--split",
            "validation")
        .refused(1)
        .contains("doesn't say which images were held out");
  }

  private static void requireRefused(byte[] bytes, String part) throws IOException {
    Path file = Files.write(folder.resolve("model.safetensors"), bytes);
    Path image = data.resolve("test/red/0.png");
    for (Outcome outcome :
        new Outcome[] {
          Outcome.of("evaluate", file, "--data", data),
          Outcome.of("predict", file, image),
          Outcome.of("summary", file, "--json")
        }) {
      outcome.refused(1).startsWith("fovea: " + file + ": ").contains(part);
    }
    assertThat(file).hasBinaryContent(bytes);
  }

  private static byte[] withHeader(UnaryOperator<String> change) {
    ByteBuffer buffer = ByteBuffer.wrap(whole).order(ByteOrder.LITTLE_ENDIAN);
    int length = (int) buffer.getLong(0);
    String header = new String(whole, 8, length, StandardCharsets.UTF_8);
    byte[] changed = change.apply(header).getBytes(StandardCharsets.UTF_8);
    assertThat(change.apply(header)).isNotEqualTo(header);
    ByteBuffer all =
        ByteBuffer.allocate(8 + changed.length + whole.length - 8 - length)
            .order(ByteOrder.LITTLE_ENDIAN);
    all.putLong(changed.length).put(changed).put(whole, 8 + length, whole.length - 8 - length);
    return all.array();
  }
}
