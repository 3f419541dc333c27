package fovea.io.onnx;

import fovea.FoveaException;
import fovea.io.onnx.RecordedCall.Step;
import fovea.io.onnx.Value.Size;
import fovea.tensor.DType;
import fovea.tensor.Operation;
import fovea.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** An operation of both calls, and the graph that it is to be written to. */
final class Site {
  private final GraphBuilder graph;
  private final Step two;
  private final Step three;
  private final List<@Nullable Value> inputs;

  Site(GraphBuilder graph, Step two, Step three, List<@Nullable Value> inputs) {
    this.graph = graph;
    this.two = two;
    this.three = three;
    this.inputs = new ArrayList<>(inputs);
  }

  String operation() {
    return two.operation().name();
  }

  // ---- what it reads and gives

  int inputs() {
    return inputs.size();
  }

  boolean has(int input) {
    return input < inputs.size() && inputs.get(input) != null;
  }

  Value value(int input) {
    return Objects.requireNonNull(inputs.get(input));
  }

  /** An input's name in the graph. */
  String in(int input) {
    return nameOf(value(input));
  }

  private String nameOf(Value value) {
    return value.isConstant() ? graph.constant(value.constant()) : value.name();
  }

  /** An input's name in the graph, converted to a type where it has another. */
  String as(DType type, int input) {
    return value(input).type() == type ? in(input) : cast(ElementType.of(type), in(input));
  }

  private static Tensor result(Operation operation) {
    return Objects.requireNonNull(operation.result());
  }

  DType type() {
    return result(two.operation()).dtype();
  }

  List<Size> sizes() {
    return Value.sizes(result(two.operation()).shape(), result(three.operation()).shape());
  }

  // ---- attributes

  long number(String attribute) {
    return attribute(attribute) instanceof Long value ? value : -1;
  }

  double decimal(String attribute) {
    return attribute(attribute) instanceof Number value ? value.doubleValue() : 0;
  }

  boolean flag(String attribute) {
    return attribute(attribute).equals(true);
  }

  List<Long> numbers(String attribute) {
    List<Long> values = new ArrayList<>();
    if (attribute(attribute) instanceof List<?> list) {
      list.forEach(value -> values.add((Long) value));
    }
    return values;
  }

  private Object attribute(String name) {
    Object value = Objects.requireNonNull(two.operation().attributes().get(name));
    Object other = three.operation().attributes().get(name);
    if (!value.equals(other)) {
      throw new FoveaException(
          "has `%s` %s for two images and %s for three, expected one for all"
              .formatted(name, value, other));
    }
    return value;
  }

  /** A dimension that an attribute names, counted from the front. */
  long dim(String attribute, int rank) {
    long dim = number(attribute);
    return dim < 0 ? dim + rank : dim;
  }

  // ---- writing

  /** Where this is: the name that nodes and constants begin with. */
  String place() {
    return two.module().isEmpty() ? operation() : two.module() + "/" + operation();
  }

  /** Adds a node and returns the name of its output. */
  String node(String operator, Map<String, Object> attributes, String... read) {
    String name = two.module().isEmpty() ? operator : two.module() + "/" + operator;
    return graph.node(name, operator, attributes, List.of(read));
  }

  String node(String operator, String... read) {
    return node(operator, Map.of(), read);
  }

  String cast(ElementType type, String value) {
    return node("Cast", Map.of("to", type.number()), value);
  }

  /** A constant of whole numbers. */
  String longs(String what, List<Long> values) {
    return graph.constant(OnnxTensor.longs(place() + "/" + what, values));
  }

  /** A constant number of floats. */
  String number(String what, double value) {
    return graph.constant(OnnxTensor.number(place() + "/" + what, (float) value));
  }

  String floats(String what, List<Long> sizes, float... values) {
    return graph.constant(OnnxTensor.floats(place() + "/" + what, sizes, values));
  }

  /** A shape whose sizes may be those of the batch. */
  String shape(List<Size> sizes) {
    return graph.shape(place(), sizes);
  }
}
