package fovea.io.onnx;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import fovea.tensor.Tensor;
import java.nio.FloatBuffer;
import java.util.Map;

/** An engine that has nothing of Fovea's, on one thread. */
public final class OnnxRuntime implements AutoCloseable {
  private static final OrtEnvironment ENVIRONMENT = OrtEnvironment.getEnvironment();

  private final OrtSession session;

  public OnnxRuntime(byte[] file) {
    try {
      OrtSession.SessionOptions options = new OrtSession.SessionOptions();
      options.setIntraOpNumThreads(1);
      session = ENVIRONMENT.createSession(file, options);
    } catch (OrtException e) {
      throw new AssertionError(e);
    }
  }

  /** An output [N, K], row by row. */
  public float[] run(String output, Tensor images) {
    long[] shape = images.shape().toArray();
    try (OnnxTensor input =
            OnnxTensor.createTensor(ENVIRONMENT, FloatBuffer.wrap(images.toFloats()), shape);
        OrtSession.Result result = session.run(Map.of(OnnxModel.IMAGES, input))) {
      OnnxTensor found = (OnnxTensor) result.get(output).orElseThrow();
      float[] values = new float[found.getFloatBuffer().remaining()];
      found.getFloatBuffer().get(values);
      return values;
    } catch (OrtException e) {
      throw new AssertionError(e);
    }
  }

  public Map<String, String> metadata() {
    try {
      return session.getMetadata().getCustomMetadata();
    } catch (OrtException e) {
      throw new AssertionError(e);
    }
  }

  @Override
  public void close() {
    try {
      session.close();
    } catch (OrtException e) {
      throw new AssertionError(e);
    }
  }
}
