package fovea.tensor;

import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One operation on a {@link Tape}.
 *
 * @param name as in the operation's messages, {@code conv2d} or {@code maxPool2d}
 * @param inputs the tensors it read, in PyTorch's order; null for one that is optional and left out
 * @param requiredGradients for each input, whether a gradient was required of it
 * @param attributes all that isn't a tensor, under PyTorch's names in camel case, defaults
 *     included: whole numbers as {@code Long}, others as {@code Double}, {@code Boolean}, {@code
 *     String}, sizes as {@code List<Long>}
 * @param result what it made; one of the inputs if it was changed in place; null where values were
 *     only read
 */
public record Operation(
    String name,
    List<@Nullable Tensor> inputs,
    List<Boolean> requiredGradients,
    Map<String, Object> attributes,
    @Nullable Tensor result) {
  private static final Set<String> VIEWS =
      Set.of(
          "reshape",
          "flatten",
          "permute",
          "transpose",
          "squeeze",
          "unsqueeze",
          "expand",
          "narrow",
          "detach",
          "contiguous",
          "channelsLast");

  public Operation {
    // List.copyOf refuses null.
    inputs = Collections.unmodifiableList(Arrays.asList(inputs.toArray(new Tensor[0])));
    requiredGradients = List.copyOf(requiredGradients);
    attributes = Collections.unmodifiableMap(new LinkedHashMap<>(attributes));
  }

  /** An input that is not optional. */
  public Tensor input(int index) {
    return Objects.requireNonNull(inputs.get(index));
  }

  /** Whether it changed one of its inputs. */
  public boolean isInPlace() {
    return result != null && inputs.stream().anyMatch(input -> input == result);
  }

  /** Whether its result has the first input's values in another shape, perhaps in its memory. */
  public boolean isView() {
    return VIEWS.contains(name);
  }
}
