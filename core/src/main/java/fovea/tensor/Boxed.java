package fovea.tensor;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.bytedeco.pytorch.GenericList;
import org.bytedeco.pytorch.IValue;
import org.bytedeco.pytorch.IValueVector;
import org.bytedeco.pytorch.LongList;
import org.bytedeco.pytorch.OperatorHandle;
import org.jspecify.annotations.Nullable;

/** Calls of operators that have no Java method, and the arguments they take. */
final class Boxed {
  private Boxed() {}

  /** Calls an operator with all of its arguments, in the schema's order. */
  static org.bytedeco.pytorch.Tensor called(OperatorHandle operator, IValue... arguments) {
    IValueVector stack = new IValueVector(arguments);
    operator.callBoxed(stack);
    // A reference into the stack, which dies before the result does.
    return new org.bytedeco.pytorch.Tensor(stack.get(0).toTensor());
  }

  /** {@link #called}, with the arguments that change before those that were made once. */
  static org.bytedeco.pytorch.Tensor called(
      OperatorHandle operator, List<IValue> first, List<IValue> others) {
    List<IValue> arguments = new ArrayList<>(first);
    arguments.addAll(others);
    return called(operator, arguments.toArray(IValue[]::new));
  }

  /** Arguments that outlive the block of temporaries they were made in, until they are closed. */
  static List<IValue> kept(IValue... values) {
    return Stream.of(values).<IValue>map(IValue::retainReference).toList();
  }

  static IValue sizes(Shape shape) {
    return longs(shape.toArray());
  }

  static IValue pair(Size2d size) {
    return longs(size.toArray());
  }

  private static IValue longs(long... values) {
    GenericList list = new GenericList(new LongList(values).elementType());
    for (long value : values) {
      list.push_back(new IValue(value));
    }
    return new IValue(list);
  }

  static IValue optional(@Nullable Tensor tensor) {
    return tensor == null ? new IValue() : new IValue(tensor.handle().clone());
  }

  /** An empty list of the type that the schema names, which has no constructor in Java. */
  static IValue noScalars(OperatorHandle operator, long argument) {
    return scalars(operator, argument, List.of());
  }

  /** {@link #noScalars}, with numbers in it. */
  static IValue scalars(OperatorHandle operator, long argument, List<Double> values) {
    GenericList list =
        new GenericList(
            operator.schema().arguments().getPointer(argument).type().get().containedType(0));
    for (double value : values) {
      list.push_back(new IValue(value));
    }
    return new IValue(list);
  }
}
