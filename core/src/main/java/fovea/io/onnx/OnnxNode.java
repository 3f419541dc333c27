package fovea.io.onnx;

import fovea.FoveaException;
import fovea.files.ProtoMessage;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * An operation of an ONNX graph.
 *
 * @param operator such as {@code Conv}
 * @param name which says the module it stands for, {@code features.0/Conv}
 * @param inputs names of constants and of other nodes' outputs
 * @param output its only one
 * @param attributes a {@code Long}, a {@code Float}, a {@code List<Long>} or an {@link OnnxTensor}
 *     each
 */
record OnnxNode(
    String operator,
    String name,
    List<String> inputs,
    String output,
    Map<String, Object> attributes) {
  private static final int INPUT = 1;
  private static final int OUTPUT = 2;
  private static final int NAME = 3;
  private static final int OPERATOR = 4;
  private static final int ATTRIBUTE = 5;

  OnnxNode {
    inputs = List.copyOf(inputs);
    attributes = new LinkedHashMap<>(attributes);
  }

  /** The same operation on other inputs. */
  OnnxNode reading(List<String> others) {
    return new OnnxNode(operator, name, others, output, attributes);
  }

  /** The same operation whose output is called otherwise. */
  OnnxNode giving(String other) {
    return new OnnxNode(operator, name, inputs, other, attributes);
  }

  boolean is(String other) {
    return operator.equals(other);
  }

  long number(String attribute, long otherwise) {
    return attributes.get(attribute) instanceof Long value ? value : otherwise;
  }

  float decimal(String attribute, float otherwise) {
    return attributes.get(attribute) instanceof Float value ? value : otherwise;
  }

  /** Whole numbers; none where there is no such attribute. */
  List<Long> numbers(String attribute) {
    List<Long> values = new ArrayList<>();
    if (attributes.get(attribute) instanceof List<?> list) {
      list.forEach(value -> values.add((Long) value));
    }
    return values;
  }

  ProtoMessage message() {
    ProtoMessage message = new ProtoMessage();
    inputs.forEach(input -> message.text(INPUT, input));
    message.text(OUTPUT, output).text(NAME, name).text(OPERATOR, operator);
    attributes.forEach((key, value) -> message.message(ATTRIBUTE, Attribute.message(key, value)));
    return message;
  }

  static OnnxNode read(ByteBuffer message) {
    List<String> inputs = new ArrayList<>();
    String output = "";
    String name = "";
    String operator = "";
    Map<String, Object> attributes = new LinkedHashMap<>();
    for (ProtoField field : ProtoField.of(message)) {
      switch (field.number()) {
        case INPUT -> inputs.add(field.text());
        case OUTPUT -> output = field.text();
        case NAME -> name = field.text();
        case OPERATOR -> operator = field.text();
        case ATTRIBUTE -> Attribute.read(field.bytes(), attributes);
        default -> {}
      }
    }
    return new OnnxNode(operator, name, inputs, output, attributes);
  }

  /** How ONNX writes one. */
  private static final class Attribute {
    private static final int NAME = 1;
    private static final int FLOAT = 2;
    private static final int INT = 3;
    private static final int TENSOR = 5;
    private static final int INTS = 8;
    private static final int TYPE = 20;

    private static final int FLOAT_TYPE = 1;
    private static final int INT_TYPE = 2;
    private static final int TENSOR_TYPE = 4;
    private static final int INTS_TYPE = 7;

    static ProtoMessage message(String name, Object value) {
      ProtoMessage message = new ProtoMessage().text(NAME, name);
      if (value instanceof Long number) {
        return message.number(INT, number).number(TYPE, INT_TYPE);
      }
      if (value instanceof Float number) {
        return message.single(FLOAT, number).number(TYPE, FLOAT_TYPE);
      }
      if (value instanceof OnnxTensor tensor) {
        return message.message(TENSOR, tensor.message()).number(TYPE, TENSOR_TYPE);
      }
      ((List<?>) value).forEach(number -> message.number(INTS, (Long) number));
      return message.number(TYPE, INTS_TYPE);
    }

    static void read(ByteBuffer message, Map<String, Object> attributes) {
      String name = "";
      Object value = null;
      List<Long> numbers = new ArrayList<>();
      for (ProtoField field : ProtoField.of(message)) {
        switch (field.number()) {
          case NAME -> name = field.text();
          case FLOAT -> value = field.decimal();
          case INT -> value = field.value();
          case TENSOR -> value = OnnxTensor.read(field.bytes());
          case INTS -> numbers.add(field.value());
          case TYPE -> {
            if (field.value() == INTS_TYPE) {
              value = List.copyOf(numbers);
            }
          }
          default -> {}
        }
      }
      if (value == null) {
        throw new FoveaException("has a node whose attribute `" + name + "` has no value");
      }
      attributes.put(name, value);
    }
  }
}
