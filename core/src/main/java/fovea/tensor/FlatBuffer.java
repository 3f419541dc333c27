package fovea.tensor;

import java.util.ArrayList;
import java.util.List;

/**
 * Parameters of any shapes laid end to end in one block of memory, with their gradients in another:
 * an optimiser then needs one native call a step, however many parameters there are. Each
 * parameter's tensor stays the same object and becomes a view of the block.
 */
public final class FlatBuffer implements AutoCloseable {
  private final Scope memory = Scope.detached();
  private final List<Tensor> parameters;
  private final Tensor values;
  private final Tensor gradients;

  /**
   * @param parameters float32 leaves that require gradients
   * @throws IllegalArgumentException if one is of another type
   */
  public FlatBuffer(List<Tensor> parameters) {
    this.parameters = List.copyOf(parameters);
    for (Tensor parameter : parameters) {
      ShapeRules.require(
          parameter.dtype() == DType.FLOAT32,
          "flatten parameters: a parameter %s of %s, expected float32, in which weights are trained",
          parameter.shape(),
          parameter.dtype());
    }
    long size = parameters.stream().mapToLong(p -> p.shape().elements()).sum();
    try (Scope scope = Scope.open();
        Autograd.NoGrad off = Autograd.noGrad()) {
      values = memory.adopt(Tensor.zeros(size));
      gradients = memory.adopt(Tensor.zeros(size));
      List<Tensor> valueParts = parts(values);
      List<Tensor> gradientParts = parts(gradients);
      for (int i = 0; i < parameters.size(); i++) {
        Tensor parameter = parameters.get(i);
        Tensor value = valueParts.get(i);
        value.copyFrom(parameter);
        Tensor gradient = gradientParts.get(i);
        Native.run(
            "flatten parameters",
            () -> {
              parameter.handle().set_data(value.handle());
              var unused = parameter.handle().mutable_grad().put(gradient.handle());
            });
        Tape.note("flatten parameters", () -> Operands.of(parameter, value, gradient), parameter);
      }
    }
  }

  /**
   * Filters lie channels-last, as convolutions want them, and would else convert them each time.
   */
  private static Tensor shaped(Tensor part, Shape shape) {
    return shape.rank() == 4
        ? part.reshape(shape.size(0), shape.size(2), shape.size(3), shape.size(1))
            .permute(0, 3, 1, 2)
        : part.reshape(shape.toArray());
  }

  /**
   * Each parameter's part of a tensor that is laid as the buffer is.
   *
   * @param flat [P]
   * @return views of the parameters' shapes, in their order; in the current scope
   */
  public List<Tensor> parts(Tensor flat) {
    List<Tensor> parts = new ArrayList<>();
    long start = 0;
    for (Tensor parameter : parameters) {
      long length = parameter.shape().elements();
      parts.add(shaped(flat.narrow(0, start, length), parameter.shape()));
      start += length;
    }
    return parts;
  }

  /** All parameters, [P]. */
  public Tensor values() {
    return values;
  }

  /** All gradients, [P]; {@link Tensor#backward} adds to them. */
  public Tensor gradients() {
    return gradients;
  }

  /** Whether the parameters are still views of this buffer, and not of a later one. */
  public boolean holdsParameters() {
    return parameters.isEmpty() || parameters.get(0).handle().is_alias_of(values.handle());
  }

  /** Frees the gradients, also from the parameters, in which the values live on. */
  @Override
  public void close() {
    if (gradients.hasEnded()) {
      return;
    }
    for (Tensor parameter : parameters) {
      if (!parameter.hasEnded()) {
        Native.run("free gradients", () -> dropGradient(parameter.handle()));
      }
    }
    memory.close();
  }

  /** A later buffer over the same parameters may have given them its own. */
  private void dropGradient(org.bytedeco.pytorch.Tensor parameter) {
    org.bytedeco.pytorch.Tensor gradient = parameter.mutable_grad();
    if (gradient.defined() && gradient.is_alias_of(gradients.handle())) {
      gradient.reset();
    }
  }
}
