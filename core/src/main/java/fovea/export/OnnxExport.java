package fovea.export;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import fovea.FoveaException;
import fovea.evaluate.Int8Report;
import fovea.files.AtomicFile;
import fovea.io.Safetensors;
import fovea.io.onnx.OnnxModel;
import fovea.models.Model;
import fovea.run.TrainedModel;
import fovea.run.Version;
import fovea.tensor.Threads;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** A model as an ONNX file, which nobody gets before it was compared with its network. */
final class OnnxExport {
  private static final String WEIGHTS = "fovea.weights";
  private static final String INT8 = "fovea.int8";
  private static final JsonMapper JSON = new JsonMapper();

  private OnnxExport() {}

  /**
   * Writes the file.
   *
   * @param weights SHA-256 of the model file
   * @return how far its logits are from the network's
   */
  static double write(TrainedModel trained, String weights, boolean int8, Path out) {
    Model model = trained.model();
    try (Threads.Block block = Threads.block(trained.execution().threads())) {
      double temperature = trained.temperature().value();
      OnnxModel onnx = OnnxModel.of(model.network(), model.name(), model.input(), temperature);
      Map<String, String> metadata = new TreeMap<>(Safetensors.metadata(trained.file()));
      metadata.put(WEIGHTS, weights);
      OnnxCheck check = new OnnxCheck(model, temperature);
      byte[] file;
      double difference;
      if (int8) {
        Int8Report report = trained.int8();
        metadata.put(INT8, json(report));
        onnx = onnx.quantized(report.ranges());
        file = onnx.describedBy(about(model), metadata).toBytes(Version.current());
        difference = check.int8(file, report.ranges());
      } else {
        file = onnx.describedBy(about(model), metadata).toBytes(Version.current());
        difference = check.float32(file);
      }
      AtomicFile.write(out, stream -> stream.write(file));
      return difference;
    } catch (FoveaException e) {
      throw new FoveaException(trained.file() + ": not exported as ONNX: " + e.getMessage(), e);
    }
  }

  private static String about(Model model) {
    return String.format(
        Locale.ROOT,
        "%s for %d classes: images [N, 3, %d, %d], red, green and blue in [0, 1], to logits [N, %d] and probabilities; normalised inside",
        model.name(),
        model.classes().size(),
        model.input().size(1),
        model.input().size(2),
        model.classes().size());
  }

  private static String json(Int8Report report) {
    Map<String, Object> said = new LinkedHashMap<>();
    said.put("layers", report.layers().size());
    said.put("judgedBy", report.judgedBy());
    said.put("accuracy", report.accuracy());
    said.put("int8Accuracy", report.int8Accuracy());
    try {
      return JSON.writeValueAsString(said);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("can't be written as JSON: " + said, e);
    }
  }
}
