package fovea.io;

import fovea.FoveaException;
import fovea.files.FileFailure;
import fovea.files.FileKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Weights by name, of whatever network: a safetensors file, or what PyTorch's {@code torch.save}
 * wrote. Safe to read from anyone.
 *
 * @param key where they lay within the file, such as {@code state_dict_ema}; empty where they are
 *     all there is
 * @param metadata of a safetensors file; empty otherwise
 */
public record WeightsFile(
    String key, Map<String, StoredTensor> tensors, Map<String, String> metadata) {
  public WeightsFile {
    tensors = Collections.unmodifiableMap(new LinkedHashMap<>(tensors));
    metadata = Map.copyOf(metadata);
  }

  /**
   * Reads a file, told by its content whatever its name.
   *
   * @throws FoveaException if it can't be read, is of another kind, or anything in it isn't as its
   *     format says
   */
  public static WeightsFile read(Path file) {
    if (Files.isRegularFile(file) && kind(file) == FileKind.PYTORCH) {
      return TorchFile.read(file);
    }
    StoredTensors stored = Safetensors.read(file);
    return new WeightsFile("", stored.tensors(), stored.metadata());
  }

  /** Whether it is a model of Fovea's, rather than weights alone. */
  public boolean isModel() {
    return metadata.containsKey(ModelFile.FORMAT);
  }

  private static FileKind kind(Path file) {
    try {
      return FileKind.of(file);
    } catch (IOException e) {
      throw FileFailure.unreadable(file, e);
    }
  }
}
