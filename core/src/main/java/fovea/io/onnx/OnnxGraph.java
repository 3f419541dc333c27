package fovea.io.onnx;

import fovea.FoveaException;
import fovea.files.ProtoMessage;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A network as ONNX has it: images of any number to outputs of as many rows.
 *
 * @param name the network's
 * @param input the images
 * @param outputs at least the logits
 * @param nodes in an order in which they can be computed
 * @param constants by name
 */
record OnnxGraph(
    String name,
    Port input,
    List<Port> outputs,
    List<OnnxNode> nodes,
    Map<String, OnnxTensor> constants) {
  /** What the first size of input and outputs is called: the number of images. */
  static final String BATCH = "N";

  private static final int NODE = 1;
  private static final int NAME = 2;
  private static final int CONSTANT = 5;
  private static final int INPUT = 11;
  private static final int OUTPUT = 12;

  OnnxGraph {
    outputs = List.copyOf(outputs);
    nodes = List.copyOf(nodes);
    constants = new LinkedHashMap<>(constants);
  }

  /**
   * What goes in, or comes out: float32.
   *
   * @param sizes of one image, or of its row
   */
  record Port(String name, List<Long> sizes) {
    Port {
      sizes = List.copyOf(sizes);
    }

    ProtoMessage message() {
      ProtoMessage shape =
          new ProtoMessage().message(1, new ProtoMessage().text(2, BATCH)); // dim_param
      sizes.forEach(size -> shape.message(1, new ProtoMessage().number(1, size))); // dim_value
      ProtoMessage tensor = new ProtoMessage().number(1, ElementType.FLOAT.number());
      ProtoMessage type = new ProtoMessage().message(1, tensor.message(2, shape));
      return new ProtoMessage().text(1, name).message(2, type);
    }

    static Port read(ByteBuffer message) {
      String name = "";
      List<Long> sizes = new ArrayList<>();
      for (ProtoField field : ProtoField.of(message)) {
        if (field.number() == 1) {
          name = field.text();
        } else if (field.number() == 2) {
          ByteBuffer shape = only(2, only(1, field.bytes()));
          for (ProtoField size : ProtoField.of(shape)) {
            ProtoField known = ProtoField.of(size.bytes()).get(0);
            if (known.number() == 1) {
              sizes.add(known.value());
            }
          }
        }
      }
      return new Port(name, sizes);
    }

    private static ByteBuffer only(int number, ByteBuffer message) {
      return ProtoField.of(message).stream()
          .filter(field -> field.number() == number)
          .findFirst()
          .orElseThrow(() -> new FoveaException("has an input or output without a type"))
          .bytes();
    }
  }

  /** How many nodes and outputs read each value, by its name. */
  Map<String, Integer> readers() {
    Map<String, Integer> readers = new LinkedHashMap<>();
    nodes.forEach(node -> node.inputs().forEach(read -> readers.merge(read, 1, Integer::sum)));
    outputs.forEach(output -> readers.merge(output.name(), 1, Integer::sum));
    return readers;
  }

  ProtoMessage message() {
    ProtoMessage message = new ProtoMessage();
    nodes.forEach(node -> message.message(NODE, node.message()));
    message.text(NAME, name);
    constants.values().forEach(constant -> message.message(CONSTANT, constant.message()));
    message.message(INPUT, input.message());
    outputs.forEach(output -> message.message(OUTPUT, output.message()));
    return message;
  }

  static OnnxGraph read(ByteBuffer message) {
    List<OnnxNode> nodes = new ArrayList<>();
    Map<String, OnnxTensor> constants = new LinkedHashMap<>();
    List<Port> inputs = new ArrayList<>();
    List<Port> outputs = new ArrayList<>();
    String name = "";
    for (ProtoField field : ProtoField.of(message)) {
      switch (field.number()) {
        case NODE -> nodes.add(OnnxNode.read(field.bytes()));
        case NAME -> name = field.text();
        case CONSTANT -> {
          OnnxTensor constant = OnnxTensor.read(field.bytes());
          constants.put(constant.name(), constant);
        }
        case INPUT -> inputs.add(Port.read(field.bytes()));
        case OUTPUT -> outputs.add(Port.read(field.bytes()));
        default -> {}
      }
    }
    if (inputs.size() != 1) {
      throw new FoveaException("has %d inputs, expected the images alone".formatted(inputs.size()));
    }
    return new OnnxGraph(name, inputs.get(0), outputs, nodes, constants);
  }
}
