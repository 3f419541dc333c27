package fovea.serve.insight;

import java.util.Optional;

/** ONNX Runtime, whose 54 MB Fovea leaves to those who want them. */
final class OnnxRuntime {
  private static final String SILENT = "ORT_DISABLE_TELEMETRY";

  private OnnxRuntime() {}

  /**
   * Why it can't be asked; empty where it can.
   *
   * <p>Where nothing forbids it, its version 1.29 collects telemetry for its makers, and takes the
   * process's command line apart by a recursion so deep that a long class path ends the JVM. That
   * is forbidden by an environment variable alone, which a program can't set for itself.
   */
  static Optional<String> missing() {
    // Looked for as a file: a class that names its classes can't even be linked without them.
    if (OnnxRuntime.class.getResource("/ai/onnxruntime/OrtEnvironment.class") == null) {
      return Optional.of(
          "ONNX Runtime isn't on the class path; with its jar in FOVEA_CLASSPATH the exported file's answer stands here");
    }
    return "1".equals(System.getenv(SILENT))
        ? Optional.empty()
        : Optional.of(
            "ONNX Runtime would collect telemetry; with "
                + SILENT
                + "=1 in the service's environment, which the launcher sets, the exported file's answer stands here");
  }
}
