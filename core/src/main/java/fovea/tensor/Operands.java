package fovea.tensor;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/** What an operation is called with, listed for a {@link Tape}. */
final class Operands {
  private final List<@Nullable Tensor> inputs;
  private final Map<String, Object> attributes = new LinkedHashMap<>();

  private Operands(List<@Nullable Tensor> inputs) {
    this.inputs = inputs;
  }

  static Operands of(@Nullable Tensor... inputs) {
    return new Operands(Arrays.asList(inputs));
  }

  static Operands of(List<Tensor> inputs) {
    return of(inputs.toArray(new Tensor[0]));
  }

  Operands with(String name, long value) {
    return put(name, value);
  }

  Operands with(String name, double value) {
    return put(name, value);
  }

  Operands with(String name, boolean value) {
    return put(name, value);
  }

  /** For a type, a mode and the like, as it prints. */
  Operands with(String name, Object value) {
    return put(name, value.toString());
  }

  Operands with(String name, long[] values) {
    return put(name, LongStream.of(values).boxed().toList());
  }

  private Operands put(String name, Object value) {
    attributes.put(name, value);
    return this;
  }

  Operation operation(String name, @Nullable Tensor result) {
    List<Boolean> required =
        inputs.stream().map(input -> input != null && input.requiresGradient()).toList();
    return new Operation(name, inputs, required, attributes, result);
  }
}
