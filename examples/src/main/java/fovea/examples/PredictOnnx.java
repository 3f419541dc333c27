package fovea.examples;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.awt.image.BufferedImage;
import java.io.File;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.util.LinkedHashMap;
import java.util.Map;
import javax.imageio.ImageIO;

/**
 * Says what an image shows by what `fovea export` wrote and ONNX Runtime, without Fovea. Photos
 * have to be upright: ImageIO heeds no EXIF.
 */
public final class PredictOnnx {
  private PredictOnnx() {}

  /** Arguments: the ONNX file and an image file. */
  public static void main(String[] args) throws IOException, OrtException {
    predict(args[0], ImageIO.read(new File(args[1])))
        .forEach((name, probability) -> System.out.printf("%s %.2f%n", name, probability));
  }

  static Map<String, Float> predict(String file, BufferedImage photo)
      throws IOException, OrtException {
    OrtEnvironment environment = OrtEnvironment.getEnvironment();
    try (OrtSession session = environment.createSession(file)) {
      Map<String, String> says = session.getMetadata().getCustomMetadata();
      JsonNode input = new JsonMapper().readTree(says.get("fovea.input"));
      int height = input.get("height").asInt();
      int width = input.get("width").asInt();
      FloatBuffer values = planes(photo, height, width);
      try (OnnxTensor images =
              OnnxTensor.createTensor(environment, values, new long[] {1, 3, height, width});
          OrtSession.Result result = session.run(Map.of("images", images))) {
        float[][] probabilities = (float[][]) result.get("probabilities").orElseThrow().getValue();
        Map<String, Float> named = new LinkedHashMap<>();
        for (JsonNode name : new JsonMapper().readTree(says.get("fovea.classes"))) {
          named.put(name.asText(), probabilities[0][named.size()]);
        }
        return named;
      }
    }
  }

  /** The middle of the photo, scaled: all red values, then all green and all blue, in [0, 1]. */
  private static FloatBuffer planes(BufferedImage photo, int height, int width) {
    double scale = Math.max((double) width / photo.getWidth(), (double) height / photo.getHeight());
    int w = (int) Math.round(scale * photo.getWidth());
    int h = (int) Math.round(scale * photo.getHeight());
    BufferedImage fit = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    fit.createGraphics()
        .drawImage(
            photo.getScaledInstance(w, h, BufferedImage.SCALE_AREA_AVERAGING),
            (width - w) / 2,
            (height - h) / 2,
            null);
    FloatBuffer planes = FloatBuffer.allocate(3 * height * width);
    for (int shift = 16; shift >= 0; shift -= 8) {
      for (int i = 0; i < height * width; i++) {
        planes.put(((fit.getRGB(i % width, i / width) >> shift) & 255) / 255f);
      }
    }
    return planes.flip();
  }
}
