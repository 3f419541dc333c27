package fovea.io.onnx;

import fovea.FoveaException;
import fovea.tensor.Autograd;
import fovea.tensor.DType;
import fovea.tensor.Precision;
import fovea.tensor.Scope;
import fovea.tensor.Shape;
import fovea.tensor.Tensor;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Computes what an ONNX file of {@link OnnxModel}'s says, node by node with Fovea's operations, so
 * that a file can be compared with its network before anyone gets it. It is no engine: it knows the
 * operations that Fovea writes, and nothing of speed.
 */
public final class OnnxEvaluator implements AutoCloseable {
  private final OnnxGraph graph;
  private final Map<String, String> metadata;
  private final Map<String, Tensor> constants = new HashMap<>();
  private final Scope memory = Scope.detached();

  private OnnxEvaluator(OnnxGraph graph, Map<String, String> metadata) {
    this.graph = graph;
    this.metadata = Collections.unmodifiableMap(metadata);
    try (Scope scope = Scope.open()) {
      graph
          .constants()
          .forEach((name, constant) -> constants.put(name, memory.adopt(tensor(constant))));
    }
  }

  /**
   * Reads a file.
   *
   * @throws FoveaException if it isn't one that Fovea writes
   */
  public static OnnxEvaluator read(ByteBuffer file) {
    OnnxGraph graph = null;
    Map<String, String> metadata = new LinkedHashMap<>();
    for (ProtoField field : ProtoField.of(file)) {
      if (field.number() == 7) {
        graph = OnnxGraph.read(field.bytes());
      } else if (field.number() == 14) {
        List<ProtoField> entry = ProtoField.of(field.bytes());
        metadata.put(entry.get(0).text(), entry.get(1).text());
      }
    }
    if (graph == null) {
      throw new FoveaException("has no graph");
    }
    return new OnnxEvaluator(graph, metadata);
  }

  /** Whole numbers of 8 and 32 bits, which Fovea's tensors don't have, as floats of the same. */
  private static Tensor tensor(OnnxTensor constant) {
    Shape shape = Shape.of(constant.sizes().stream().mapToLong(Long::longValue).toArray());
    ByteBuffer data = constant.data().duplicate().order(ByteOrder.LITTLE_ENDIAN);
    return switch (constant.type()) {
      case FLOAT -> Tensor.ofRaw(data, DType.FLOAT32, shape);
      case UINT8, BOOL -> Tensor.ofRaw(data, DType.UINT8, shape);
      case INT64 -> Tensor.ofRaw(data, DType.INT64, shape);
      case INT8, INT32 -> {
        float[] values = new float[Math.toIntExact(shape.elements())];
        for (int i = 0; i < values.length; i++) {
          values[i] = constant.type() == ElementType.INT8 ? data.get() : data.getInt();
        }
        yield Tensor.of(values, shape.toArray());
      }
    };
  }

  /** What the file says of itself. */
  public Map<String, String> metadata() {
    return metadata;
  }

  /** The kinds of operation in it, in order. */
  public List<String> operators() {
    return graph.nodes().stream().map(OnnxNode::operator).toList();
  }

  /** The names of its constants. */
  public List<String> constants() {
    return List.copyOf(graph.constants().keySet());
  }

  /**
   * All outputs by name, in the current scope.
   *
   * @param images [N, C, H, W], float32
   * @throws FoveaException for an operation that Fovea doesn't write
   */
  public Map<String, Tensor> run(Tensor images) {
    Map<String, Tensor> values = new HashMap<>(constants);
    values.put(graph.input().name(), images);
    Map<String, Integer> readers = graph.readers();
    Map<String, Scope> owners = new HashMap<>();
    try (Autograd.NoGrad off = Autograd.noGrad();
        Precision.Block block = Precision.FLOAT32.on()) {
      for (OnnxNode node : graph.nodes()) {
        Scope owner = Scope.detached();
        owners.put(node.output(), owner);
        values.put(node.output(), owner.adopt(computed(node, values)));
        for (String read : node.inputs()) {
          if (readers.merge(read, -1, Integer::sum) == 0 && owners.containsKey(read)) {
            Objects.requireNonNull(owners.remove(read)).close();
          }
        }
      }
      Map<String, Tensor> outputs = new LinkedHashMap<>();
      for (OnnxGraph.Port output : graph.outputs()) {
        outputs.put(output.name(), value(output.name(), values).copy());
      }
      return outputs;
    } finally {
      owners.values().forEach(Scope::close);
    }
  }

  /** In the current scope, and never an input itself. */
  private static Tensor computed(OnnxNode node, Map<String, Tensor> values) {
    List<Tensor> inputs = new ArrayList<>();
    node.inputs().forEach(input -> inputs.add(value(input, values)));
    try (Scope scope = Scope.open()) {
      Tensor made = Kernels.of(node.operator()).apply(node, inputs);
      return scope.keep(inputs.contains(made) ? made.detach() : made);
    }
  }

  private static Tensor value(String name, Map<String, Tensor> values) {
    Tensor value = values.get(name);
    if (value == null) {
      throw new FoveaException("reads `%s` before anything gives it".formatted(name));
    }
    return value;
  }

  @Override
  public void close() {
    memory.close();
  }
}
