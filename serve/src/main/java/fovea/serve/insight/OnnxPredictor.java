package fovea.serve.insight;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import ai.onnxruntime.OrtSession;
import fovea.FoveaException;
import fovea.tensor.Shape;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.Map;

/**
 * What an exported file gives by ONNX Runtime, which Fovea doesn't bring along: whoever uses this
 * asks {@link OnnxRuntime#missing} first.
 */
final class OnnxPredictor implements AutoCloseable {
  private final OrtSession session;
  private final long[] shape;

  private OnnxPredictor(OrtSession session, long[] shape) {
    this.session = session;
    this.shape = shape;
  }

  /**
   * Opens a file.
   *
   * @param input [3, height, width]
   * @param threads that one call uses
   */
  static OnnxPredictor of(Path file, Shape input, int threads) {
    try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
      options.setIntraOpNumThreads(threads);
      options.setSessionLogLevel(OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR);
      long[] shape = {1, input.size(0), input.size(1), input.size(2)};
      return new OnnxPredictor(
          OrtEnvironment.getEnvironment().createSession(file.toString(), options), shape);
    } catch (OrtException | LinkageError e) {
      throw failed(e);
    }
  }

  /**
   * Of the classes in their order.
   *
   * @param image [3, height, width] flattened, in [0, 1]
   */
  float[] probabilities(float[] image) {
    try (OnnxTensor images =
            OnnxTensor.createTensor(
                OrtEnvironment.getEnvironment(), FloatBuffer.wrap(image), shape);
        OrtSession.Result result = session.run(Map.of("images", images))) {
      return ((float[][]) result.get("probabilities").orElseThrow().getValue())[0];
    } catch (OrtException e) {
      throw failed(e);
    }
  }

  private static FoveaException failed(Throwable why) {
    return new FoveaException(
        "ONNX Runtime can't compute the exported file: " + why.getMessage(), why);
  }

  @Override
  public void close() {
    try {
      session.close();
    } catch (OrtException e) {
      throw failed(e);
    }
  }
}
