package fovea.export;

import fovea.FoveaException;
import fovea.files.AtomicFile;
import fovea.files.FileFailure;
import fovea.files.Sha256;
import fovea.io.Safetensors;
import fovea.io.StoredTensor;
import fovea.io.StoredTensors;
import fovea.io.TorchWeights;
import fovea.io.WeightsFile;
import fovea.models.Model;
import fovea.run.Fitted;
import fovea.run.TrainedModel;
import fovea.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A file that was made of a model for other programs.
 *
 * @param readme beside it: how to use it from Python, Java and C#
 * @param int8 whether layers are in 8-bit whole numbers
 * @param model the network's name
 * @param classes in the order of the logits
 * @param bytes that it takes
 * @param sha256 of the file
 * @param weights SHA-256 of the model file that it was made of
 * @param difference how far its logits are off, as measured before it was handed out: in float32
 *     the largest difference from the network's, as a share of the largest; in 8-bit whole numbers
 *     the root of the mean square of the difference from Fovea's own in whole numbers, as a share
 *     of the logits' size; null where nothing is computed
 */
public record Export(
    Path file,
    Path readme,
    ExportFormat format,
    boolean int8,
    String model,
    List<String> classes,
    long bytes,
    String sha256,
    String weights,
    @Nullable Double difference) {
  public Export {
    classes = List.copyOf(classes);
  }

  /** The note that lies beside a file. */
  public static Path readme(Path file) {
    return file.resolveSibling(file.getFileName() + ".README.md");
  }

  /**
   * Refuses a file that is there already, or whose note is.
   *
   * @throws FoveaException if either is
   */
  public static void requireFree(Path out) {
    for (Path path : List.of(out, readme(out))) {
      if (Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
        throw new FoveaException(path + ": exists already; choose another file");
      }
    }
  }

  /**
   * Writes a model for other programs, and the note beside it.
   *
   * @param int8 with the layers in 8-bit whole numbers that `fovea quantize` chose, as ONNX only
   * @param out the new file
   * @throws FoveaException if {@code out} exists, the network can't be written so, or the file
   *     wouldn't compute what the network does; then nothing is left of it
   */
  public static Export write(TrainedModel trained, ExportFormat format, boolean int8, Path out) {
    if (int8 && format != ExportFormat.ONNX) {
      throw new FoveaException("int8 is for onnx, not for " + format);
    }
    requireFree(out);
    try {
      Export export = written(trained, format, int8, out);
      AtomicFile.write(export.readme, ExportReadme.of(export, trained));
      return export;
    } catch (RuntimeException | Error e) {
      discard(out);
      throw e;
    }
  }

  private static Export written(TrainedModel trained, ExportFormat format, boolean int8, Path out) {
    Model model = trained.model();
    String weights = Sha256.ofFile(trained.file());
    Double difference = null;
    switch (format) {
      case ONNX -> difference = OnnxExport.write(trained, weights, int8, out);
      case SAFETENSORS ->
          writeChecked(
              out,
              Safetensors.read(trained.file()).tensors(),
              aside -> Safetensors.write(aside, alone(trained.file())));
      case PT -> {
        Map<String, Tensor> tensors = withoutNormalization(model);
        Map<String, StoredTensor> stored = new LinkedHashMap<>();
        tensors.forEach((name, tensor) -> stored.put(name, StoredTensor.of(tensor)));
        writeChecked(out, stored, aside -> TorchWeights.write(aside, tensors));
      }
    }
    return new Export(
        out,
        readme(out),
        format,
        int8,
        model.name(),
        model.classes(),
        size(out),
        Sha256.ofFile(out),
        weights,
        difference);
  }

  /**
   * What a model file holds, so that it can be opened without what lies beside it: known features
   * do, and a threshold on them is of no use without them.
   *
   * @throws FoveaException if the file can't be read
   */
  public static StoredTensors alone(Path file) {
    StoredTensors stored = Safetensors.read(file);
    return new StoredTensors(stored.tensors(), Fitted.withoutFeatures(file, stored.metadata()));
  }

  /** Writes a file aside, reads it back, and moves it into place where it holds what it should. */
  private static void writeChecked(
      Path out, Map<String, StoredTensor> expected, Consumer<Path> write) {
    Path aside =
        out.resolveSibling(".unchecked-%08x".formatted(ThreadLocalRandom.current().nextInt()));
    try {
      write.accept(aside);
      if (!WeightsFile.read(aside).tensors().equals(expected)) {
        throw new FoveaException(
            out + ": doesn't hold what was written to it; look at the disk, and export again");
      }
      Path unused = Files.move(aside, out, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw FileFailure.unwritable(out, e);
    } finally {
      discard(aside);
    }
  }

  private static void discard(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      // What failed before matters more.
    }
  }

  /** torchvision's networks have none, and load what fits exactly. */
  private static Map<String, Tensor> withoutNormalization(Model model) {
    Map<String, Tensor> weights = new LinkedHashMap<>(model.network().stateDict());
    weights.keySet().removeIf(name -> name.startsWith("normalize."));
    return weights;
  }

  private static long size(Path file) {
    try {
      return Files.size(file);
    } catch (IOException e) {
      throw FileFailure.unreadable(file, e);
    }
  }
}
