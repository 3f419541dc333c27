package fovea.io.onnx;

import fovea.FoveaException;
import fovea.io.onnx.RecordedCall.Step;
import fovea.nn.Module;
import fovea.tensor.Operation;
import fovea.tensor.Shape;
import fovea.tensor.Tensor;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The graph that two calls of a network have in common, on two images and on three others. What is
 * equal in both is a constant, a size that differs is the number of images, and whatever else
 * differs was decided in Java by values, which a graph can't say.
 */
final class Translation {
  static final String IMAGES = "images";
  static final String LOGITS = "logits";

  private static final Map<String, Rule> RULES = rules();

  private static final Set<String> READS = Set.of("item", "toFloats", "toLongs", "toRaw");

  private final GraphBuilder graph;
  private final RecordedCall two;
  private final RecordedCall three;
  private final IdentityHashMap<Tensor, Value> valuesOfTwo = new IdentityHashMap<>();
  private final IdentityHashMap<Tensor, Value> valuesOfThree = new IdentityHashMap<>();

  /** Tensors of the first call that may share their memory with others. */
  private final Set<Tensor> shared = Collections.newSetFromMap(new IdentityHashMap<>());

  private Translation(RecordedCall two, RecordedCall three, List<String> reserved) {
    this.two = two;
    this.three = three;
    this.graph = new GraphBuilder(reserved);
  }

  private static Map<String, Rule> rules() {
    Map<String, Rule> rules = new HashMap<>(LayerRules.all());
    rules.putAll(PoolRules.all());
    rules.putAll(ArithmeticRules.all());
    rules.putAll(ShapeRules.all());
    return rules;
  }

  /**
   * Of a network in evaluation mode.
   *
   * @param reserved further names of what the graph will give
   * @throws FoveaException naming the module and the operation that can't be written
   */
  static OnnxGraph of(Module network, String name, Shape input, List<String> reserved) {
    Map<String, Tensor> weights = network.stateDict();
    Set<Tensor> own = Collections.newSetFromMap(new IdentityHashMap<>());
    own.addAll(weights.values());
    List<String> taken = new ArrayList<>(List.of(IMAGES, LOGITS));
    taken.addAll(reserved);
    Translation translation =
        new Translation(
            RecordedCall.of(network, input, 2, own),
            RecordedCall.of(network, input, 3, own),
            taken);
    weights.forEach(translation::weight);
    return translation.translate(name, input);
  }

  private void weight(String name, Tensor tensor) {
    // Its values are copied when something reads it.
    Value value = Value.weight(name, tensor);
    valuesOfTwo.put(tensor, value);
    valuesOfThree.put(tensor, value);
  }

  private OnnxGraph translate(String name, Shape input) {
    Value images =
        Value.computed(IMAGES, two.images().dtype(), two.images().shape(), three.images().shape());
    give(two.images(), three.images(), images);
    int common = Math.min(two.steps().size(), three.steps().size());
    for (int i = 0; i < common; i++) {
      Step step = two.steps().get(i);
      Step other = three.steps().get(i);
      if (!isAlike(step, other)) {
        throw refusal(
            step, "is where `%s` is for other images".formatted(other.operation().name()));
      }
      try {
        write(step, other);
      } catch (FoveaException e) {
        throw refusal(step, String.valueOf(e.getMessage()));
      }
    }
    if (two.steps().size() != three.steps().size()) {
      boolean more = two.steps().size() > common;
      throw refusal((more ? two : three).steps().get(common), "isn't there for other images");
    }
    return graph(name, input);
  }

  private static boolean isAlike(Step step, Step other) {
    return step.module().equals(other.module())
        && step.operation().name().equals(other.operation().name())
        && step.operation().inputs().size() == other.operation().inputs().size()
        && (step.operation().result() == null) == (other.operation().result() == null);
  }

  private static FoveaException refusal(Step step, String why) {
    return new FoveaException(
        "%s (%s), operation `%s`: %s. An ONNX file can hold tensor operations only, the same for all images (docs/export.md)."
            .formatted(
                step.module().isEmpty() ? "the network itself" : "module `" + step.module() + "`",
                step.type(),
                step.operation().name(),
                why));
  }

  private void give(Tensor ofTwo, Tensor ofThree, Value value) {
    valuesOfTwo.put(ofTwo, value);
    valuesOfThree.put(ofThree, value);
  }

  private void write(Step step, Step other) {
    List<@Nullable Value> inputs = new ArrayList<>();
    for (int i = 0; i < step.operation().inputs().size(); i++) {
      inputs.add(read(step.operation().inputs().get(i), other.operation().inputs().get(i), i));
    }
    Tensor result = step.operation().result();
    Tensor otherResult = other.operation().result();
    if (result == null || otherResult == null) {
      requireOfConstants(step.operation(), inputs);
      return;
    }
    if (step.operation().isInPlace()) {
      requireAlone(step.operation());
    }
    give(result, otherResult, made(step, other, inputs));
    if (step.operation().isView()) {
      shared.add(result);
      shared.add(step.operation().input(0));
    }
  }

  /** What an operation gives: a constant where nothing of the images is in it. */
  private Value made(Step step, Step other, List<@Nullable Value> inputs) {
    Tensor result = Objects.requireNonNull(step.operation().result());
    Tensor otherResult = Objects.requireNonNull(other.operation().result());
    OnnxTensor fixed = two.fixed().get(result);
    OnnxTensor otherFixed = three.fixed().get(otherResult);
    if (fixed != null && otherFixed != null && fixed.hasValuesOf(otherFixed)) {
      return Value.constant(label(step, inputs), fixed, result.dtype(), result.shape());
    }
    Site site = new Site(graph, step, other, inputs);
    Rule rule = RULES.get(site.operation());
    if (rule == null) {
      throw new FoveaException(
          fixed == null
              ? "has no counterpart among the ONNX operations that Fovea writes"
              : "gives other values for other images");
    }
    String name = rule.write(site);
    return Value.computed(name, result.dtype(), result.shape(), otherResult.shape());
  }

  /** A weight in another shape keeps its name. */
  private static String label(Step step, List<@Nullable Value> inputs) {
    Value only = inputs.size() == 1 ? inputs.get(0) : null;
    if (only != null && step.operation().isView()) {
      return only.name();
    }
    return step.module().isEmpty()
        ? step.operation().name()
        : step.module() + "." + step.operation().name();
  }

  private @Nullable Value read(@Nullable Tensor ofTwo, @Nullable Tensor ofThree, int number) {
    if (ofTwo == null || ofThree == null) {
      if (ofTwo != ofThree) {
        throw new FoveaException("has an input %d for some images only".formatted(number));
      }
      return null;
    }
    Value value = valuesOfTwo.get(ofTwo);
    if (value != valuesOfThree.get(ofThree)) {
      throw new FoveaException("reads another tensor for other images");
    }
    return value == null ? kept(ofTwo, ofThree) : value;
  }

  /** A tensor that was there before the call and is none of the weights. */
  private Value kept(Tensor ofTwo, Tensor ofThree) {
    OnnxTensor values = two.fixed().get(ofTwo);
    OnnxTensor others = three.fixed().get(ofThree);
    if (values == null || others == null || !values.hasValuesOf(others)) {
      throw new FoveaException("reads a tensor that isn't the network's and changes");
    }
    Value value = Value.constant("constant", values, ofTwo.dtype(), ofTwo.shape());
    give(ofTwo, ofThree, value);
    return value;
  }

  private static void requireOfConstants(Operation operation, List<@Nullable Value> inputs) {
    boolean ofImages = inputs.stream().anyMatch(value -> value != null && !value.isConstant());
    if (ofImages || !READS.contains(operation.name())) {
      throw new FoveaException("reads what was computed of the images, to decide by it");
    }
  }

  /** A change in place is a new value; who looks at the same memory would have to see it too. */
  private void requireAlone(Operation operation) {
    Tensor changed = operation.result();
    Value value = changed == null ? null : valuesOfTwo.get(changed);
    boolean mayBe =
        (operation.name().equals("relu") || operation.name().equals("relu6"))
            && value != null
            && !value.isConstant()
            && !value.name().equals(IMAGES)
            && !shared.contains(changed);
    if (!mayBe) {
      throw new FoveaException("changes in place what others may look at");
    }
  }

  private OnnxGraph graph(String name, Shape input) {
    Value output = valuesOfTwo.get(two.output());
    if (output == null || output != valuesOfThree.get(three.output()) || output.isConstant()) {
      throw new FoveaException("the network gives what doesn't depend on its images");
    }
    List<Value.Size> sizes = output.sizes();
    if (output.name().equals(IMAGES)
        || sizes.size() != 2
        || sizes.get(0).isFixed()
        || sizes.get(0).timesTheBatch() != 1
        || !sizes.get(1).isFixed()) {
      throw new FoveaException(
          "the network gives %s for two images, expected logits [2, classes]"
              .formatted(two.output().shape()));
    }
    List<Long> image = new ArrayList<>();
    for (long size : input.toArray()) {
      image.add(size);
    }
    return new OnnxGraph(
        name,
        new OnnxGraph.Port(IMAGES, image),
        List.of(new OnnxGraph.Port(LOGITS, List.of(sizes.get(1).fixed()))),
        graph.nodesWith(output.name(), LOGITS),
        graph.constants());
  }
}
