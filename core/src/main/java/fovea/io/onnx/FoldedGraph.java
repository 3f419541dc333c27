package fovea.io.onnx;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A graph whose quantised convolutions have taken in the batch norm after them, be it behind max
 * pooling, as {@link fovea.nn.Prepared} does: whole numbers go from one to the next only where
 * nothing stands between. What a batch norm was called is kept with the convolution.
 *
 * @param norms names of batch norms, by the convolutions' nodes that took them in
 */
record FoldedGraph(OnnxGraph graph, Map<String, String> norms) {

  /** Of the convolutions of these modules. */
  static FoldedGraph of(OnnxGraph graph, Set<String> modules) {
    Map<String, OnnxTensor> constants = new LinkedHashMap<>(graph.constants());
    Map<String, OnnxNode> changed = new HashMap<>();
    Map<String, String> norms = new HashMap<>();
    Map<String, String> instead = new HashMap<>();
    Readers readers = Readers.of(graph);
    for (OnnxNode node : graph.nodes()) {
      if (!node.is("Conv") || !modules.contains(Readers.module(node))) {
        continue;
      }
      OnnxNode norm = norm(node, readers, constants);
      if (norm != null) {
        changed.put(node.name(), folded(node, norm, constants));
        norms.put(node.name(), Readers.module(norm));
        instead.put(norm.output(), norm.inputs().get(0));
      }
    }
    List<OnnxNode> nodes = new ArrayList<>();
    for (OnnxNode node : graph.nodes()) {
      if (!instead.containsKey(node.output())) {
        OnnxNode own = changed.getOrDefault(node.name(), node);
        nodes.add(
            own.reading(
                own.inputs().stream().map(read -> instead.getOrDefault(read, read)).toList()));
      }
    }
    return new FoldedGraph(
        new OnnxGraph(graph.name(), graph.input(), graph.outputs(), nodes, constants), norms);
  }

  /** The batch norm that alone reads a convolution, and may change places with what is between. */
  private static @Nullable OnnxNode norm(
      OnnxNode conv, Readers readers, Map<String, OnnxTensor> constants) {
    OnnxNode next = readers.only(conv.output());
    boolean pooled = false;
    while (next != null && next.is("MaxPool")) {
      pooled = true;
      next = readers.only(next.output());
    }
    boolean fits =
        next != null
            && next.is("BatchNormalization")
            && next.inputs().stream().skip(1).allMatch(constants::containsKey)
            && constants.containsKey(conv.inputs().get(1))
            && (conv.inputs().size() < 3 || constants.containsKey(conv.inputs().get(2)));
    // The largest of scaled values is the scaled largest, if none is turned over.
    return fits && next != null && (!pooled || isPositive(scale(next, constants))) ? next : null;
  }

  private static boolean isPositive(double[] scale) {
    for (double factor : scale) {
      if (!(factor > 0)) {
        return false;
      }
    }
    return true;
  }

  private static double[] scale(OnnxNode norm, Map<String, OnnxTensor> constants) {
    float[] weight = floats(norm, 1, constants);
    float[] variance = floats(norm, 4, constants);
    double[] scale = new double[weight.length];
    for (int c = 0; c < scale.length; c++) {
      scale[c] = weight[c] / Math.sqrt(variance[c] + (double) norm.decimal("epsilon", 1e-5f));
    }
    return scale;
  }

  private static float[] floats(OnnxNode node, int input, Map<String, OnnxTensor> constants) {
    OnnxTensor constant = constants.get(node.inputs().get(input));
    return constant == null ? new float[0] : constant.toFloats();
  }

  /** {@code norm(conv(x)) = scale (W x + b) + shift}. */
  private static OnnxNode folded(OnnxNode conv, OnnxNode norm, Map<String, OnnxTensor> constants) {
    double[] scale = scale(norm, constants);
    float[] weight = floats(conv, 1, constants);
    int filter = weight.length / scale.length;
    for (int i = 0; i < weight.length; i++) {
      weight[i] = (float) (weight[i] * scale[i / filter]);
    }
    float[] shift = floats(norm, 2, constants);
    float[] mean = floats(norm, 3, constants);
    float[] bias = conv.inputs().size() > 2 ? floats(conv, 2, constants) : new float[shift.length];
    for (int c = 0; c < bias.length; c++) {
      bias[c] = (float) ((bias[c] - mean[c]) * scale[c] + shift[c]);
    }
    String name = conv.name();
    OnnxTensor before = constants.get(conv.inputs().get(1));
    List<Long> sizes = before == null ? List.of() : before.sizes();
    OnnxTensor filters = OnnxTensor.floats(name + "/weight", sizes, weight);
    OnnxTensor offsets = OnnxTensor.floats(name + "/bias", List.of((long) bias.length), bias);
    constants.put(filters.name(), filters);
    constants.put(offsets.name(), offsets);
    return conv.reading(List.of(conv.inputs().get(0), filters.name(), offsets.name()));
  }
}
