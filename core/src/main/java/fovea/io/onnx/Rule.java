package fovea.io.onnx;

/** How an operation of Fovea's is written in ONNX. */
@FunctionalInterface
interface Rule {
  /**
   * Writes the operation's nodes.
   *
   * @return the name of what they give, which may be an input's
   * @throws fovea.FoveaException if ONNX has no such thing; a sentence without the module
   */
  String write(Site site);
}
