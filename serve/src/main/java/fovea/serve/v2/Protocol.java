package fovea.serve.v2;

/** Words of the Open Inference Protocol. */
final class Protocol {
  static final String IMAGES = "images";
  static final String PROBABILITIES = "probabilities";
  static final String FP32 = "FP32";
  static final String UINT8 = "UINT8";
  static final String BYTES = "BYTES";
  static final String HEADER_LENGTH = "Inference-Header-Content-Length";
  static final String BINARY = "application/octet-stream";

  private Protocol() {}
}
