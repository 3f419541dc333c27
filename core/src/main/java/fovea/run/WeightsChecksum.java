package fovea.run;

import fovea.files.Sha256;
import fovea.io.Safetensors;
import fovea.io.StoredTensor;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.TreeMap;

/**
 * SHA-256 of a model's weights, in hex: of their names, types, shapes and bytes, whatever else the
 * file says, such as which version wrote it or what was fitted after training.
 */
final class WeightsChecksum {
  private WeightsChecksum() {}

  static String of(Path modelFile) {
    MessageDigest sha = Sha256.fresh();
    new TreeMap<>(Safetensors.read(modelFile).tensors())
        .forEach(
            (name, tensor) -> {
              Sha256.add(sha, "%s %s %s\n".formatted(name, tensor.dtype(), tensor.shape()));
              add(sha, tensor);
            });
    return HexFormat.of().formatHex(sha.digest());
  }

  private static void add(MessageDigest sha, StoredTensor tensor) {
    sha.update(tensor.data());
  }
}
