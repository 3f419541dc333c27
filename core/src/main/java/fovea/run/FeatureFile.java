package fovea.run;

import fovea.FoveaException;
import fovea.evaluate.KnownFeatures;
import fovea.files.Sha256;
import fovea.io.Safetensors;
import fovea.io.StoredTensor;
import fovea.io.StoredTensors;
import fovea.tensor.DType;
import fovea.tensor.Shape;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * Known features beside a model file, {@code model.known.safetensors} beside {@code
 * model.safetensors}: {@code features} [M, D] and in the metadata which neighbour counts. The model
 * has its SHA-256, so that it isn't taken for another's.
 */
public final class FeatureFile {
  private static final String FEATURES = "features";
  private static final String NEIGHBOUR = "fovea.neighbour";

  private FeatureFile() {}

  /** The file beside a model. */
  public static Path beside(Path model) {
    String name = String.valueOf(model.getFileName());
    String stem = name.endsWith(".safetensors") ? name.substring(0, name.length() - 12) : name;
    return model.resolveSibling(stem + ".known.safetensors");
  }

  /**
   * Writes the file.
   *
   * @return its SHA-256, for the model
   */
  public static String write(Path file, KnownFeatures known) {
    Shape shape = Shape.of(known.size(), known.dimensions());
    Safetensors.write(
        file,
        new StoredTensors(
            Map.of(FEATURES, StoredTensor.of(shape, known.values())),
            Map.of(NEIGHBOUR, String.valueOf(known.neighbour()))));
    return Sha256.ofFile(file);
  }

  /**
   * Reads a model's known features.
   *
   * @param sha256 as the model has it
   * @throws FoveaException if there are none, or they are another model's
   */
  static KnownFeatures read(Path model, String sha256) {
    Path file = beside(model);
    if (!Files.exists(file)) {
      throw new FoveaException(
          "%s: no such file, by which the model tells unknown images; copy it from where the model was calibrated, or calibrate anew with `fovea calibrate %s --none-of-these ...`"
              .formatted(file, model));
    }
    if (!Sha256.ofFile(file).equals(sha256)) {
      throw new FoveaException(
          "%s: not the features that %s was calibrated with; calibrate it anew with `fovea calibrate %s --none-of-these ...`"
              .formatted(file, model, model));
    }
    StoredTensors stored = Safetensors.read(file);
    StoredTensor features = stored.tensors().get(FEATURES);
    String neighbour = stored.metadata().get(NEIGHBOUR);
    if (features == null
        || features.dtype() != DType.FLOAT32
        || features.shape().rank() != 2
        || neighbour == null) {
      throw new FoveaException(
          "%s: holds no float32 features [M, D] with `%s` in its metadata"
              .formatted(file, NEIGHBOUR));
    }
    try {
      float[] values = new float[Math.toIntExact(features.shape().elements())];
      features.data().asFloatBuffer().get(values);
      return new KnownFeatures(
          Math.toIntExact(features.shape().size(1)), Integer.parseInt(neighbour), values);
    } catch (IllegalArgumentException | ArithmeticException e) {
      throw new FoveaException(file + ": " + e.getMessage(), e);
    }
  }
}
