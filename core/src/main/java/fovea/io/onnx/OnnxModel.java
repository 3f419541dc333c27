package fovea.io.onnx;

import fovea.FoveaException;
import fovea.files.ProtoMessage;
import fovea.nn.Evaluating;
import fovea.nn.Int8Ranges;
import fovea.nn.Module;
import fovea.tensor.Autograd;
import fovea.tensor.Precision;
import fovea.tensor.Shape;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A network as an ONNX file: {@code images} [N, C, H, W] in [0, 1] to {@code logits} [N, K] and
 * {@code probabilities} [N, K], for any N. Weights have the names that the state dict has.
 *
 * @see <a href="https://github.com/onnx/onnx/blob/main/docs/IR.md">The format</a>
 */
public final class OnnxModel {
  public static final String IMAGES = Translation.IMAGES;
  public static final String LOGITS = Translation.LOGITS;
  public static final String PROBABILITIES = "probabilities";

  /** The newest operations that engines of the last years know. */
  private static final long OPSET = 17;

  private static final long IR_VERSION = 8;

  /** Readers refuse larger ones. */
  private static final long MOST_BYTES = Integer.MAX_VALUE - 16;

  private final OnnxGraph graph;
  private final String about;
  private final Map<String, String> metadata;

  private OnnxModel(OnnxGraph graph, String about, Map<String, String> metadata) {
    this.graph = graph;
    this.about = about;
    this.metadata = new LinkedHashMap<>(metadata);
  }

  /**
   * What a network computes in evaluation mode and float32, found by calling it twice.
   *
   * @param network stays the caller's and in its mode
   * @param name that the graph should have
   * @param input [C, H, W] of an image
   * @param temperature that the logits are divided by for the probabilities
   * @throws FoveaException naming the module and the operation that a graph can't have
   */
  public static OnnxModel of(Module network, String name, Shape input, double temperature) {
    try (Evaluating mode = network.evaluating();
        Autograd.NoGrad off = Autograd.noGrad();
        Precision.Block block = Precision.FLOAT32.on()) {
      OnnxGraph graph = Translation.of(network, name, input, List.of(PROBABILITIES));
      return new OnnxModel(withProbabilities(graph, temperature), "", Map.of());
    }
  }

  private static OnnxGraph withProbabilities(OnnxGraph graph, double temperature) {
    List<OnnxNode> nodes = new ArrayList<>(graph.nodes());
    Map<String, OnnxTensor> constants = new LinkedHashMap<>(graph.constants());
    String logits = LOGITS;
    if (temperature != 1) {
      OnnxTensor divisor = OnnxTensor.number(PROBABILITIES + "/temperature", (float) temperature);
      constants.put(divisor.name(), divisor);
      logits = PROBABILITIES + "/Div";
      nodes.add(new OnnxNode("Div", logits, List.of(LOGITS, divisor.name()), logits, Map.of()));
    }
    nodes.add(
        new OnnxNode(
            "Softmax",
            PROBABILITIES + "/Softmax",
            List.of(logits),
            PROBABILITIES,
            Map.of("axis", 1L)));
    OnnxGraph.Port given = graph.outputs().get(0);
    return new OnnxGraph(
        graph.name(),
        graph.input(),
        List.of(given, new OnnxGraph.Port(PROBABILITIES, given.sizes())),
        nodes,
        constants);
  }

  /**
   * The same with layers in 8-bit whole numbers, as {@code QuantizeLinear} and {@code
   * DequantizeLinear} around them: weights by output channel, activations by these ranges.
   *
   * @throws FoveaException if the ranges are of no layers of this network
   */
  public OnnxModel quantized(Int8Ranges ranges) {
    return new OnnxModel(
        QuantizedGraph.of(FoldedGraph.of(graph, ranges.layers().keySet()), ranges),
        about,
        metadata);
  }

  /**
   * The same with what a reader of the file should know.
   *
   * @param text in a sentence or two
   * @param entries by name
   */
  public OnnxModel describedBy(String text, Map<String, String> entries) {
    return new OnnxModel(graph, text, entries);
  }

  /**
   * The file.
   *
   * @param version of the Fovea that writes it
   * @throws FoveaException if it would be larger than such a file may be
   */
  public byte[] toBytes(String version) {
    ProtoMessage message =
        new ProtoMessage()
            .number(1, IR_VERSION)
            .text(2, "fovea")
            .text(3, version)
            .text(6, about)
            .message(7, graph.message())
            .message(8, new ProtoMessage().text(1, "").number(2, OPSET));
    metadata.forEach(
        (key, value) -> message.message(14, new ProtoMessage().text(1, key).text(2, value)));
    if (message.size() > MOST_BYTES) {
      throw new FoveaException(
          String.format(
              Locale.ROOT,
              "takes %,d bytes, and an ONNX file may have less than 2 GB",
              message.size()));
    }
    return message.toBytes();
  }
}
