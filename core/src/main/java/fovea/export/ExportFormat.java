package fovea.export;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What a model is handed on as. */
public enum ExportFormat {
  /** The whole network, normalisation included, for any engine. */
  ONNX,
  /** The weights and what makes them a model of Fovea's, for any reader of safetensors. */
  SAFETENSORS,
  /** The weights under torchvision's names, for PyTorch for Python. */
  PT;

  /** The format that a file's name ends in, if it does. */
  public static Optional<ExportFormat> ofName(Path file) {
    String name = String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT);
    return name.endsWith(".pth") // as PyTorch's own files end
        ? Optional.of(PT)
        : Arrays.stream(values()).filter(f -> name.endsWith(f.extension())).findFirst();
  }

  /** Such as {@code .onnx}. */
  public String extension() {
    return "." + this;
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
