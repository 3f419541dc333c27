package fovea.io.onnx;

import fovea.io.onnx.Value.Size;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The nodes and constants of a graph as it grows. No two things have the same name. */
final class GraphBuilder {
  private final List<OnnxNode> nodes = new ArrayList<>();
  private final Map<String, OnnxTensor> constants = new LinkedHashMap<>();
  private final Set<String> taken = new HashSet<>();

  /** By the very bytes of each constant. */
  private final IdentityHashMap<ByteBuffer, String> named = new IdentityHashMap<>();

  private final String images;
  private @Nullable String batch;

  /**
   * @param reserved names that nothing else may have: the images' first, then the outputs'
   */
  GraphBuilder(List<String> reserved) {
    images = reserved.get(0);
    taken.addAll(reserved);
  }

  /** A name that nothing has yet, like the one that is wanted. */
  private String free(String wanted) {
    String name = wanted;
    for (int i = 2; !taken.add(name); i++) {
      name = wanted + "_" + i;
    }
    return name;
  }

  /**
   * Adds a node.
   *
   * @param name that it should have, such as {@code features.0/Conv}
   * @return the name of its output
   */
  String node(String name, String operator, Map<String, Object> attributes, List<String> inputs) {
    String own = free(name);
    nodes.add(new OnnxNode(operator, own, inputs, own, attributes));
    return own;
  }

  /** Adds a node that gives a value whose name is known, and is nobody else's. */
  void node(OnnxNode node) {
    nodes.add(node);
  }

  /** Adds a constant under its name, or one like it; of the same bytes it is the one there is. */
  String constant(OnnxTensor tensor) {
    String name = named.get(tensor.data());
    if (name == null) {
      name = free(tensor.name());
      named.put(tensor.data(), name);
      constants.put(name, tensor.named(name));
    }
    return name;
  }

  /** [1], the number of images. */
  private String batch() {
    if (batch == null) {
      batch = node("batch", "Shape", Map.of("start", 0L, "end", 1L), List.of(images));
    }
    return batch;
  }

  /** Adds a constant under its own name, which is reserved for it. */
  void keep(OnnxTensor tensor) {
    constants.put(tensor.name(), tensor);
  }

  /**
   * A shape of which some sizes are known when the images come only.
   *
   * @param name of whatever has it
   */
  String shape(String name, List<Size> sizes) {
    if (sizes.stream().allMatch(Size::isFixed)) {
      return constant(OnnxTensor.longs(name + "/shape", sizes.stream().map(Size::two).toList()));
    }
    List<String> parts = new ArrayList<>();
    List<Long> known = new ArrayList<>();
    for (Size size : sizes) {
      if (size.isFixed()) {
        known.add(size.two());
      } else {
        addKnown(name, known, parts);
        parts.add(multiple(name, size.timesTheBatch()));
      }
    }
    addKnown(name, known, parts);
    return parts.size() == 1
        ? parts.get(0)
        : node(name + "/shape", "Concat", Map.of("axis", 0L), parts);
  }

  private void addKnown(String name, List<Long> known, List<String> parts) {
    if (!known.isEmpty()) {
      parts.add(constant(OnnxTensor.longs(name + "/sizes", known)));
      known.clear();
    }
  }

  private String multiple(String name, long times) {
    if (times == 1) {
      return batch();
    }
    String factor = constant(OnnxTensor.longs(name + "/times", List.of(times)));
    return node(name + "/size", "Mul", Map.of(), List.of(batch(), factor));
  }

  /** All nodes, of which the last that gives {@code value} gives it as {@code name}. */
  List<OnnxNode> nodesWith(String value, String name) {
    return nodes.stream()
        .map(node -> node.output().equals(value) ? node.giving(name) : node)
        .map(
            node ->
                node.reading(
                    node.inputs().stream().map(in -> in.equals(value) ? name : in).toList()))
        .toList();
  }

  List<OnnxNode> nodes() {
    return nodes;
  }

  Map<String, OnnxTensor> constants() {
    return constants;
  }
}
