package fovea.io;

import static org.assertj.core.api.Assertions.assertThat;

import fovea.models.Model;
import fovea.models.Models;
import fovea.tensor.DType;
import fovea.tensor.Rng;
import fovea.tensor.Scope;
import fovea.tensor.Shape;
import fovea.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code torch.load} gets; that it reads it was tried with PyTorch for Python 1.13. */
class TorchWeightsTest {
  @TempDir Path folder;

  @Test
  void tensorsOfEveryTypeAndShapeAreReadAsTheyWere() {
    Path file = folder.resolve("all.pt");
    try (Scope scope = Scope.open()) {
      Map<String, Tensor> tensors = new LinkedHashMap<>();
      tensors.put("a.weight", Tensor.of(new float[] {1, -2, 3.5f, 0, 1e-30f, -0f}, 2, 3));
      tensors.put("scalar", Tensor.ofLongs(new long[] {1L << 40}));
      tensors.put("bytes", Tensor.ofBytes(new byte[] {0, 1, -1}, 3));
      tensors.put("half", Tensor.of(new float[] {1.5f, -2}, 2).to(DType.BFLOAT16));
      tensors.put("turned", Tensor.of(new float[] {1, 2, 3, 4, 5, 6}, 2, 3).transpose(0, 1));
      tensors.put("none", Tensor.zeros(0, 3));
      tensors.put("long name ö".repeat(30), Tensor.zeros(300, 300));
      TorchWeights.write(file, tensors);
      WeightsFile read = WeightsFile.read(file);
      assertThat(read.tensors().keySet()).containsExactlyElementsOf(tensors.keySet());
      tensors.forEach(
          (name, tensor) -> {
            StoredTensor found = read.tensors().get(name);
            assertThat(found.dtype()).isEqualTo(tensor.dtype());
            assertThat(found.shape()).isEqualTo(tensor.shape());
            assertThat(found.toTensor().toRaw()).isEqualTo(tensor.toRaw());
          });
      assertThat(read.tensors().get("turned").shape()).isEqualTo(Shape.of(3, 2));
    }
  }

  @Test
  void aNetworkGivesTheSameBytesTwiceAndTheyLieAlignedAndUncompressed() throws IOException {
    Path first = folder.resolve("first.pt");
    Path second = folder.resolve("second.pt");
    try (Model model = Models.create("resnet20", Map.of(), List.of("a", "b"), Rng.seeded(1))) {
      TorchWeights.write(first, model.network().stateDict());
      TorchWeights.write(second, model.network().stateDict());
    }
    assertThat(second).hasSameBinaryContentAs(first);
    try (ZipFile zip = ZipFile.builder().setPath(first).get()) {
      List<ZipArchiveEntry> entries = Collections.list(zip.getEntriesInPhysicalOrder());
      assertThat(entries).hasSizeGreaterThan(100);
      assertThat(entries)
          .allSatisfy(
              entry -> {
                assertThat(entry.getName()).startsWith("archive/");
                assertThat(entry.getMethod()).isEqualTo(ZipArchiveEntry.STORED);
                assertThat(entry.getDataOffset() % 64).isZero();
              });
      assertThat(entries.get(0).getName()).isEqualTo("archive/data.pkl");
    }
    assertThat(folder.toFile().list()).hasSize(2);
  }
}
