package fovea.io.onnx;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Who reads the values of a graph. */
final class Readers {
  private final Map<String, List<OnnxNode>> nodes = new HashMap<>();
  private final Map<String, OnnxNode> makers = new HashMap<>();
  private final Set<String> outputs = new HashSet<>();

  private Readers(OnnxGraph graph) {
    for (OnnxNode node : graph.nodes()) {
      makers.put(node.output(), node);
      for (String read : node.inputs()) {
        nodes.computeIfAbsent(read, value -> new ArrayList<>()).add(node);
      }
    }
    graph.outputs().forEach(output -> outputs.add(output.name()));
  }

  static Readers of(OnnxGraph graph) {
    return new Readers(graph);
  }

  /** All nodes that read a value. */
  List<OnnxNode> all(String value) {
    return nodes.getOrDefault(value, List.of());
  }

  /** The node that alone reads a value, or null. */
  @Nullable OnnxNode only(String value) {
    List<OnnxNode> all = all(value);
    return all.size() == 1 && !outputs.contains(value) ? all.get(0) : null;
  }

  /** The node that gives a value, or null for constants and images. */
  @Nullable OnnxNode maker(String value) {
    return makers.get(value);
  }

  /** The module that a node was written for. */
  static String module(OnnxNode node) {
    int end = node.name().lastIndexOf('/');
    return end < 0 ? "" : node.name().substring(0, end);
  }
}
