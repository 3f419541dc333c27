package fovea.serve.insight;

/** ONNX Runtime, whose 54 MB Fovea leaves to those who want them. */
final class OnnxRuntime {
  static final String MISSING =
      "ONNX Runtime isn't on the class path; with its jar in FOVEA_CLASSPATH the exported file's answer stands here";

  private OnnxRuntime() {}

  /** Looked for as a file: a class that names its classes can't even be linked without them. */
  static boolean isThere() {
    return OnnxRuntime.class.getResource("/ai/onnxruntime/OrtEnvironment.class") != null;
  }
}
