package fovea.io.onnx;

import fovea.FoveaException;
import fovea.nn.InputRange;
import fovea.nn.Int8Ranges;
import fovea.tensor.Quantization;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A graph with layers in 8-bit whole numbers in QDQ form: what a layer reads, its weights and,
 * where a range of it is known, what it gives goes through {@code QuantizeLinear} and {@code
 * DequantizeLinear}. An engine computes between them in whole numbers, or as the file says.
 *
 * @see <a href="https://onnxruntime.ai/docs/performance/model-optimizations/quantization.html">The
 *     form</a>
 */
final class QuantizedGraph {
  private static final int LARGEST_WEIGHT = 127;

  /** A little less than an int holds, for floats that were rounded down. */
  private static final double LARGEST_BIAS = 0.9999 * Integer.MAX_VALUE;

  private final OnnxGraph graph;
  private final Int8Ranges ranges;
  private final Map<String, String> norms;
  private final Readers readers;
  private final GraphBuilder to;

  /** How the output of a node is to be rounded, by its name. */
  private final Map<String, Quantization> outputs = new HashMap<>();

  /** How values that are rounded were. */
  private final Map<String, Quantization> rounded = new HashMap<>();

  /** The rounded form of values that only some of their readers want so. */
  private final Map<String, Map<Quantization, String>> beside = new HashMap<>();

  private QuantizedGraph(FoldedGraph folded, Int8Ranges ranges) {
    graph = folded.graph();
    norms = folded.norms();
    this.ranges = ranges;
    readers = Readers.of(graph);
    List<String> names = new ArrayList<>(List.of(graph.input().name()));
    names.addAll(graph.constants().keySet());
    graph.nodes().forEach(node -> names.add(node.output()));
    to = new GraphBuilder(names);
  }

  /**
   * Of a graph whose convolutions took in what may be.
   *
   * @throws FoveaException if a range is of no layer that it has
   */
  static OnnxGraph of(FoldedGraph folded, Int8Ranges ranges) {
    return new QuantizedGraph(folded, ranges).rewritten();
  }

  private OnnxGraph rewritten() {
    Set<String> left = new HashSet<>(ranges.layers().keySet());
    for (OnnxNode node : graph.nodes()) {
      if (isLayer(node)) {
        left.remove(Readers.module(node));
        planOutput(node);
      }
    }
    if (!left.isEmpty()) {
      throw new FoveaException(
          "int8: the network has no convolution or product for the layers " + left);
    }
    graph.nodes().forEach(this::rewrite);
    return withoutUnread(to.nodes());
  }

  private boolean isLayer(OnnxNode node) {
    return (node.is("Conv") || node.is("Gemm") || node.is("MatMul"))
        && ranges.layers().containsKey(Readers.module(node))
        && source(node) != null;
  }

  // ---- what is known of a convolution's output

  /** Rounds a convolution's output, after the clipping that follows it, as its readers want it. */
  private void planOutput(OnnxNode conv) {
    if (!conv.is("Conv")) {
      return; // products are computed in whole numbers whatever follows
    }
    OnnxNode last = conv;
    OnnxNode next = readers.only(conv.output());
    if (next != null && (next.is("Relu") || next.is("Clip"))) {
      last = next;
    }
    Quantization wanted = wantedBy(last.output());
    if (wanted == null) {
      InputRange known =
          ranges.outputs().get(norms.getOrDefault(conv.name(), Readers.module(conv)));
      wanted = known == null ? null : clipped(known, last);
    }
    if (wanted != null) {
      outputs.put(last.name(), wanted);
    }
  }

  /** As a layer reads a value, be it behind max pooling; null where none does. */
  private @Nullable Quantization wantedBy(String value) {
    for (OnnxNode reader : readers.all(value)) {
      if (isLayer(reader) && reader.inputs().get(0).equals(value)) {
        return inputs(reader);
      }
    }
    OnnxNode pool = readers.only(value);
    return pool != null && pool.is("MaxPool") ? wantedBy(pool.output()) : null;
  }

  private Quantization clipped(InputRange range, OnnxNode last) {
    if (last.is("Conv")) {
      return Quantization.of(range.low(), range.high());
    }
    double low = Math.max(0, range.low());
    double high = Math.max(low, range.high());
    return Quantization.of(low, last.is("Clip") ? Math.min(high, most(last)) : high);
  }

  private double most(OnnxNode clip) {
    OnnxTensor most = graph.constants().get(clip.inputs().get(2));
    return most == null ? Double.MAX_VALUE : most.toFloats()[0];
  }

  private Quantization inputs(OnnxNode layer) {
    InputRange range = Objects.requireNonNull(ranges.layers().get(Readers.module(layer)));
    return Quantization.of(range.low(), range.high());
  }

  // ---- rewriting

  private void rewrite(OnnxNode node) {
    OnnxNode own = isLayer(node) ? layer(node) : kept(node);
    Quantization rounding = outputs.get(node.name());
    if (rounding == null && node.is("MaxPool")) {
      rounding = rounded.get(node.inputs().get(0)); // the largest is one of them
    }
    if (rounding == null) {
      to.node(own);
      return;
    }
    String plain = to.node(node.name() + "_float", own.operator(), own.attributes(), own.inputs());
    rounded.put(node.output(), rounding);
    rounded(plain, node.output(), rounding);
  }

  private OnnxNode kept(OnnxNode node) {
    node.inputs().forEach(this::keep);
    return node;
  }

  private void keep(String value) {
    OnnxTensor constant = graph.constants().get(value);
    if (constant != null) {
      to.keep(constant);
    }
  }

  private OnnxNode layer(OnnxNode node) {
    Quantization how = inputs(node);
    String value = node.inputs().get(0);
    List<String> inputs = new ArrayList<>();
    inputs.add(how.equals(rounded.get(value)) ? value : besides(value, how));
    Weight weight = weight(node);
    float[] scales = weight.scales();
    float[] biases = node.inputs().size() > 2 ? constant(node.inputs().get(2)) : new float[0];
    widen(scales, biases, how);
    inputs.add(weight(weight, scales));
    if (node.inputs().size() > 2) {
      inputs.add(bias(node.inputs().get(2), biases, scales, how));
    }
    return node.reading(inputs);
  }

  private String besides(String value, Quantization how) {
    return beside
        .computeIfAbsent(value, any -> new HashMap<>())
        .computeIfAbsent(how, any -> rounded(value, null, how));
  }

  /**
   * Adds the two nodes.
   *
   * @param as what the rounded value is called, null for a name of its own
   */
  private String rounded(String value, @Nullable String as, Quantization how) {
    String scale = to.constant(OnnxTensor.number(value + "_scale", (float) how.scale()));
    ByteBuffer zero = ByteBuffer.allocate(1).put((byte) how.zero()).flip();
    String point =
        to.constant(new OnnxTensor(value + "_zero_point", ElementType.UINT8, List.of(), zero));
    String whole =
        to.node(
            value + "_QuantizeLinear", "QuantizeLinear", Map.of(), List.of(value, scale, point));
    List<String> read = List.of(whole, scale, point);
    if (as == null) {
      return to.node(value + "_DequantizeLinear", "DequantizeLinear", Map.of(), read);
    }
    to.node(new OnnxNode("DequantizeLinear", as + "_rounded", read, as, Map.of()));
    return as;
  }

  // ---- weights

  /**
   * A layer's weights.
   *
   * @param axis of the output channels
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Weight(String name, List<Long> sizes, float[] values, int axis) {
    private int channels() {
      return Math.toIntExact(sizes.get(axis));
    }

    /** Those that a channel's numbers follow in: all of it, or one of each row. */
    private int channel(int index) {
      return axis == 0 ? index / (values.length / channels()) : index % channels();
    }

    float[] scales() {
      float[] scales = new float[channels()];
      for (int i = 0; i < values.length; i++) {
        scales[channel(i)] = Math.max(scales[channel(i)], Math.abs(values[i]));
      }
      for (int c = 0; c < scales.length; c++) {
        scales[c] = Math.max(scales[c] / LARGEST_WEIGHT, Float.MIN_NORMAL);
      }
      return scales;
    }

    OnnxTensor whole(float[] scales) {
      ByteBuffer whole = OnnxTensor.buffer(ElementType.INT8, values.length);
      for (int i = 0; i < values.length; i++) {
        whole.put((byte) Math.rint(values[i] / scales[channel(i)]));
      }
      return new OnnxTensor(name + "_quantized", ElementType.INT8, sizes, whole.flip());
    }
  }

  /** The constant that a layer multiplies by, a transposed one as it lies; null if it is none. */
  private @Nullable OnnxTensor source(OnnxNode node) {
    String name = node.inputs().get(1);
    if (!node.is("MatMul")) {
      return graph.constants().get(name);
    }
    OnnxNode maker = readers.maker(name);
    return maker != null && maker.is("Transpose")
        ? graph.constants().get(maker.inputs().get(0))
        : null;
  }

  private Weight weight(OnnxNode node) {
    OnnxTensor source = Objects.requireNonNull(source(node));
    return node.is("MatMul")
        ? transposed(source)
        : new Weight(source.name(), source.sizes(), source.toFloats(), 0);
  }

  private static Weight transposed(OnnxTensor constant) {
    int rows = Math.toIntExact(constant.sizes().get(0));
    int columns = Math.toIntExact(constant.sizes().get(1));
    float[] from = constant.toFloats();
    float[] values = new float[from.length];
    for (int r = 0; r < rows; r++) {
      for (int c = 0; c < columns; c++) {
        values[c * rows + r] = from[r * columns + c];
      }
    }
    return new Weight(constant.name(), List.of((long) columns, (long) rows), values, 1);
  }

  private String weight(Weight weight, float[] scales) {
    OnnxTensor whole = weight.whole(scales);
    List<Long> channels = List.of((long) scales.length);
    ByteBuffer zeros = OnnxTensor.buffer(ElementType.INT8, scales.length);
    return dequantized(
        whole,
        OnnxTensor.floats(weight.name + "_scale", channels, scales),
        new OnnxTensor(weight.name + "_zero_point", ElementType.INT8, channels, zeros),
        weight.axis);
  }

  private float[] constant(String name) {
    return Objects.requireNonNull(graph.constants().get(name)).toFloats();
  }

  /**
   * Lengthens the steps of channels whose weights are so small that 32 bits of them don't reach
   * their bias; ONNX Runtime's quantizer does the same.
   */
  private static void widen(float[] scales, float[] biases, Quantization inputs) {
    for (int c = 0; c < biases.length; c++) {
      double least = Math.abs((double) biases[c]) / LARGEST_BIAS / inputs.scale();
      scales[c] = Math.max(scales[c], (float) least);
    }
  }

  /** In the steps of the sums that it is added to. */
  private String bias(String name, float[] values, float[] scales, Quantization inputs) {
    List<Long> channels = List.of((long) scales.length);
    float[] steps = new float[scales.length];
    ByteBuffer whole = OnnxTensor.buffer(ElementType.INT32, scales.length);
    for (int c = 0; c < scales.length; c++) {
      steps[c] = Math.max(scales[c] * (float) inputs.scale(), Float.MIN_NORMAL);
      double number = Math.rint((double) values[c] / steps[c]);
      whole.putInt((int) Math.max(Integer.MIN_VALUE, Math.min(Integer.MAX_VALUE, number)));
    }
    return dequantized(
        new OnnxTensor(name + "_quantized", ElementType.INT32, channels, whole.flip()),
        OnnxTensor.floats(name + "_scale", channels, steps),
        new OnnxTensor(
            name + "_zero_point",
            ElementType.INT32,
            channels,
            OnnxTensor.buffer(ElementType.INT32, scales.length)),
        0);
  }

  private String dequantized(OnnxTensor whole, OnnxTensor scale, OnnxTensor zero, int axis) {
    List<String> read = List.of(to.constant(whole), to.constant(scale), to.constant(zero));
    return to.node(
        whole.name().replaceFirst("_quantized$", "") + "_DequantizeLinear",
        "DequantizeLinear",
        Map.of("axis", (long) axis),
        read);
  }

  /** Without what is read no more, as weights that were transposed. */
  private OnnxGraph withoutUnread(List<OnnxNode> nodes) {
    List<OnnxNode> kept = new ArrayList<>(nodes);
    Map<String, OnnxTensor> constants = new LinkedHashMap<>(to.constants());
    boolean goesOn = true;
    while (goesOn) {
      Set<String> read = with(kept, constants).readers().keySet();
      goesOn = kept.removeIf(node -> !read.contains(node.output()));
    }
    constants.keySet().retainAll(with(kept, constants).readers().keySet());
    return with(kept, constants);
  }

  private OnnxGraph with(List<OnnxNode> nodes, Map<String, OnnxTensor> constants) {
    return new OnnxGraph(graph.name(), graph.input(), graph.outputs(), nodes, constants);
  }
}
