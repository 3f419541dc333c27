package fovea.tensor;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import com.google.errorprone.annotations.CheckReturnValue;
import fovea.FoveaException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.function.BinaryOperator;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.bytedeco.pytorch.LongOptional;
import org.bytedeco.pytorch.MemoryFormatOptional;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.ScalarOptional;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.MemoryFormat;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.jspecify.annotations.Nullable;

/**
 * An n-dimensional array on native memory, owned by a {@link Scope}. Arithmetic makes new tensors;
 * the few operations that change one in place say so in their name. Shapes that don't fit an
 * arithmetic or network operation throw {@link IllegalArgumentException} before libtorch is called,
 * and a tensor used after its scope ended throws {@link FoveaException}.
 */
@CheckReturnValue
public final class Tensor {
  private final org.bytedeco.pytorch.Tensor handle;
  private final String origin;
  private final Shape shape;
  private final DType dtype;
  private Scope owner;
  private boolean freed;
  private boolean hasLeaves;

  Tensor(org.bytedeco.pytorch.Tensor handle, String origin, Scope owner) {
    this.handle = handle;
    this.origin = origin;
    this.shape = ShapeRules.of(handle);
    this.dtype = Native.dtype(handle.scalar_type());
    this.owner = owner;
    LiveTensors.made(this);
    Tensor unused = owner.adopt(this);
  }

  // ---- making

  /** A float32 tensor of these values in row-major order. */
  public static Tensor of(float[] values, long... shape) {
    return Bytes.floats(values, ShapeRules.holding(values.length, shape));
  }

  /** An int64 tensor of these values in row-major order. */
  public static Tensor ofLongs(long[] values, long... shape) {
    return Bytes.longs(values, ShapeRules.holding(values.length, shape));
  }

  /** A uint8 tensor of these values, read as 0 to 255, in row-major order. */
  public static Tensor ofBytes(byte[] values, long... shape) {
    return Bytes.raw(values, DType.UINT8, ShapeRules.holding(values.length, shape));
  }

  /**
   * A tensor from its bytes, little-endian and row-major; the buffer's position is left alone.
   *
   * @throws IllegalArgumentException if the buffer holds another number of bytes
   */
  public static Tensor ofRaw(ByteBuffer bytes, DType dtype, Shape shape) {
    byte[] copy = new byte[bytes.remaining()];
    bytes.duplicate().get(copy);
    return Bytes.raw(copy, dtype, shape);
  }

  /** A float32 tensor whose values are whatever the memory held. */
  public static Tensor unset(long... shape) {
    return Native.op(
        "unset", () -> made(shape), () -> Native.empty(DType.FLOAT32, Shape.of(shape)));
  }

  public static Tensor zeros(long... shape) {
    return full(0, shape);
  }

  public static Tensor ones(long... shape) {
    return full(1, shape);
  }

  /** A float32 tensor with the same value everywhere. */
  public static Tensor full(double value, long... shape) {
    return Native.op(
        "full",
        () -> made(shape).with("fillValue", value),
        () -> torch.torch_full(shape, new Scalar(value), Native.options(DType.FLOAT32)));
  }

  /** Tensors of one shape but for the dimension they are joined along. */
  public static Tensor cat(List<Tensor> parts, int dim) {
    return Joining.cat(parts, dim);
  }

  /** Tensors of one shape, laid along a new dimension. */
  public static Tensor stack(List<Tensor> parts, int dim) {
    return Joining.stack(parts, dim);
  }

  // ---- reading

  public Shape shape() {
    return shape;
  }

  public DType dtype() {
    return dtype;
  }

  /** The values in row-major order, converted to float32 where they are of another type. */
  public float[] toFloats() {
    return Bytes.toFloats(this);
  }

  /**
   * The values of an int64 tensor in row-major order.
   *
   * @throws IllegalArgumentException for other types
   */
  public long[] toLongs() {
    return Bytes.toLongs(this);
  }

  /** The bytes, little-endian and row-major, whatever the type and the memory format. */
  public byte[] toRaw() {
    return Bytes.toRaw(this);
  }

  /**
   * The values of a uint8 tensor in row-major order.
   *
   * @throws IllegalArgumentException for other types
   */
  public byte[] toBytes() {
    ShapeRules.require(dtype == DType.UINT8, "toBytes: %s is not uint8", describe());
    return toRaw();
  }

  /**
   * The only value.
   *
   * @throws IllegalArgumentException if there is not exactly one
   */
  public double item() {
    ShapeRules.require(
        shape.elements() == 1, "item: %s has more or less than one value", describe());
    double value = Native.call("item", () -> handle().item_double());
    Tape.note("item", () -> Operands.of(this), null);
    return value;
  }

  // ---- arithmetic; shapes broadcast as in PyTorch

  public Tensor add(Tensor other) {
    return broadcast("add", other, org.bytedeco.pytorch.Tensor::add);
  }

  public Tensor sub(Tensor other) {
    return broadcast("sub", other, org.bytedeco.pytorch.Tensor::sub);
  }

  public Tensor mul(Tensor other) {
    return broadcast("mul", other, org.bytedeco.pytorch.Tensor::mul);
  }

  public Tensor div(Tensor other) {
    return broadcast("div", other, org.bytedeco.pytorch.Tensor::div);
  }

  /** As for all operations with a number, integers become float32. */
  public Tensor add(double value) {
    return map("add", on -> on.with("other", value), x -> x.add(new Scalar(value)));
  }

  public Tensor sub(double value) {
    return map("sub", on -> on.with("other", value), x -> x.sub(new Scalar(value)));
  }

  public Tensor mul(double value) {
    return map("mul", on -> on.with("other", value), x -> x.mul(new Scalar(value)));
  }

  public Tensor div(double value) {
    return map("div", on -> on.with("other", value), x -> x.div(new Scalar(value)));
  }

  public Tensor neg() {
    return map("neg", org.bytedeco.pytorch.Tensor::neg);
  }

  public Tensor exp() {
    return map("exp", org.bytedeco.pytorch.Tensor::exp);
  }

  public Tensor log() {
    return map("log", org.bytedeco.pytorch.Tensor::log);
  }

  public Tensor sqrt() {
    return map("sqrt", org.bytedeco.pytorch.Tensor::sqrt);
  }

  public Tensor pow(double exponent) {
    return map("pow", on -> on.with("exponent", exponent), x -> x.pow(new Scalar(exponent)));
  }

  public Tensor clamp(double least, double most) {
    return map(
        "clamp",
        on -> on.with("min", least).with("max", most),
        x -> x.clamp(new ScalarOptional(new Scalar(least)), new ScalarOptional(new Scalar(most))));
  }

  /** -1, 0 or 1, as the value is below, at or above 0. */
  public Tensor sign() {
    return map("sign", org.bytedeco.pytorch.Tensor::sign);
  }

  /** 1 where the values are equal, else 0, as uint8. */
  public Tensor eq(Tensor other) {
    return broadcast("eq", other, (x, y) -> x.eq(y).to(ScalarType.Byte));
  }

  /** This tensor's value where the uint8 mask is not 0, else the other's. */
  public Tensor where(Tensor mask, Tensor other) {
    ShapeRules.broadcast("where", shape, mask.shape);
    ShapeRules.broadcast("where", shape, other.shape);
    return Native.op(
        "where",
        () -> Operands.of(mask, this, other),
        () -> torch.where(mask.handle().to(ScalarType.Bool), handle(), other.handle()));
  }

  /** [.., N, K] times [.., K, M]. */
  public Tensor matmul(Tensor other) {
    ShapeRules.matmul(shape, other.shape);
    return Native.op(
        "matmul", () -> Operands.of(this, other), () -> handle().matmul(other.handle()));
  }

  // ---- reductions; no dimensions means all of them

  public Tensor sum(int... dims) {
    ShapeRules.dims("sum", shape, longs(dims));
    return map(
        "sum",
        on -> reduced(on, dims),
        x -> dims.length == 0 ? x.sum() : x.sum(longs(dims), false, Native.noDType()));
  }

  public Tensor mean(int... dims) {
    ShapeRules.dims("mean", shape, longs(dims));
    return map(
        "mean",
        on -> reduced(on, dims),
        x -> dims.length == 0 ? x.mean() : x.mean(longs(dims), false, Native.noDType()));
  }

  /** Largest values along the dimensions, which go. */
  public Tensor max(int... dims) {
    ShapeRules.dims("max", shape, longs(dims));
    return map("max", on -> reduced(on, dims), x -> x.amax(longs(dims), false));
  }

  /** Where the largest value along the dimension stands, as int64. */
  public Tensor argmax(int dim) {
    ShapeRules.dims("argmax", shape, dim);
    return map("argmax", on -> reduced(on, dim), x -> x.argmax(new LongOptional(dim), false));
  }

  public Tensor softmax(int dim) {
    ShapeRules.dims("softmax", shape, dim);
    return map("softmax", on -> on.with("dim", dim), x -> x.softmax(dim));
  }

  public Tensor logSoftmax(int dim) {
    ShapeRules.dims("logSoftmax", shape, dim);
    return map("logSoftmax", on -> on.with("dim", dim), x -> x.log_softmax(dim));
  }

  // ---- shape; views share memory with this tensor

  /**
   * The same values in another shape.
   *
   * @throws IllegalArgumentException if the shape holds another number of values; one size may be
   *     -1
   */
  public Tensor reshape(long... sizes) {
    ShapeRules.reshape(shape, sizes);
    return map("reshape", on -> on.with("shape", sizes), x -> x.reshape(sizes));
  }

  /** All dimensions from {@code startDim} on as one. */
  public Tensor flatten(int startDim) {
    ShapeRules.dims("flatten", shape, startDim);
    return map(
        "flatten",
        on -> on.with("startDim", startDim).with("endDim", -1),
        x -> Flattening.of(x, startDim));
  }

  public Tensor permute(long... dims) {
    ShapeRules.permute(shape, dims);
    return map("permute", on -> on.with("dims", dims), x -> x.permute(dims));
  }

  public Tensor transpose(int first, int second) {
    ShapeRules.dims("transpose", shape, first, second);
    return map(
        "transpose",
        on -> on.with("dim0", first).with("dim1", second),
        x -> x.transpose(first, second));
  }

  public Tensor squeeze(int dim) {
    ShapeRules.dims("squeeze", shape, dim);
    return map("squeeze", on -> on.with("dim", dim), x -> x.squeeze(dim));
  }

  public Tensor unsqueeze(int dim) {
    ShapeRules.unsqueeze(shape, dim);
    return map("unsqueeze", on -> on.with("dim", dim), x -> x.unsqueeze(dim));
  }

  public Tensor expand(long... sizes) {
    ShapeRules.expand(shape, sizes);
    return map("expand", on -> on.with("size", sizes), x -> x.expand(sizes));
  }

  /** The part of a dimension from {@code start} on, a view. */
  public Tensor narrow(int dim, long start, long length) {
    ShapeRules.narrow(shape, dim, start, length);
    return map(
        "narrow",
        on -> on.with("dim", dim).with("start", start).with("length", length),
        x -> x.narrow(dim, start, length));
  }

  /** Slices along a dimension by an int64 index [K]. */
  public Tensor indexSelect(int dim, Tensor index) {
    ShapeRules.dims("indexSelect", shape, dim);
    ShapeRules.index("indexSelect", index, 1);
    return Native.op(
        "indexSelect",
        () -> Operands.of(this, index).with("dim", dim),
        () -> handle().index_select(dim, index.handle()));
  }

  /** Values picked along a dimension: {@code out[i][j] = this[index[i][j]][j]} for dimension 0. */
  public Tensor gather(int dim, Tensor index) {
    ShapeRules.dims("gather", shape, dim);
    ShapeRules.index("gather", index, shape.rank());
    return Native.op(
        "gather",
        () -> Operands.of(this, index).with("dim", dim),
        () -> handle().gather(dim, index.handle()));
  }

  public Tensor flip(long... dims) {
    ShapeRules.dims("flip", shape, dims);
    return map("flip", on -> on.with("dims", dims), x -> x.flip(dims));
  }

  /** This tensor itself where it already has the type. */
  public Tensor to(DType type) {
    return type == dtype
        ? this
        : map("to", on -> on.with("dtype", type), x -> x.to(Native.scalarType(type)));
  }

  /** The same values with the channels of [N, C, H, W] innermost in memory. */
  public Tensor channelsLast() {
    return map("channelsLast", x -> x.contiguous(MemoryFormat.ChannelsLast));
  }

  /** Whether the channels of [N, C, H, W] are innermost in memory. */
  public boolean isChannelsLast() {
    return shape.rank() == 4 && handle().is_contiguous(MemoryFormat.ChannelsLast);
  }

  /** The same values in row-major memory. */
  public Tensor contiguous() {
    return map("contiguous", org.bytedeco.pytorch.Tensor::contiguous);
  }

  /** A copy on memory of its own, in the same memory format. */
  public Tensor copy() {
    return map("copy", x -> x.clone(new MemoryFormatOptional()));
  }

  // ---- automatic differentiation

  /** The same memory, cut off from the graph. */
  public Tensor detach() {
    return map("detach", org.bytedeco.pytorch.Tensor::detach);
  }

  /** Whether operations on it are recorded; makes it a leaf that collects a gradient. */
  @CanIgnoreReturnValue
  public Tensor requireGradient(boolean required) {
    Native.run("requireGradient", () -> handle().set_requires_grad(required));
    return this;
  }

  public boolean requiresGradient() {
    return handle().requires_grad();
  }

  /**
   * Adds d this / d leaf to the gradient of every leaf that requires one.
   *
   * @throws IllegalArgumentException if this is not a single number
   */
  public void backward() {
    ShapeRules.require(
        shape.elements() == 1, "backward: %s is not a single number; reduce it first", describe());
    Native.run("backward", () -> handle().backward());
    Tape.note("backward", () -> Operands.of(this), null);
  }

  /**
   * Adds (d this / d leaf) times a gradient to the gradient of every leaf that requires one. If
   * this is itself such a leaf and has none yet, it takes this one over without copying it.
   *
   * @param gradient of this tensor's shape and type
   * @param keepGraph whether the recorded operations may be gone through again
   */
  public void backward(Tensor gradient, boolean keepGraph) {
    ShapeRules.same("backward", shape, gradient.shape);
    ShapeRules.require(
        dtype == gradient.dtype,
        "backward: gradient of %s, %s wants one of its own type",
        gradient.dtype,
        describe());
    Native.run("backward", () -> Autograd.backward(handle(), gradient.handle(), keepGraph));
    Tape.note("backward", () -> Operands.of(this, gradient).with("retainGraph", keepGraph), null);
  }

  /** The gradient collected so far, or null; shares memory with the one that is collected. */
  public @Nullable Tensor gradient() {
    boolean defined = Native.call("gradient", () -> handle().mutable_grad().defined());
    return defined ? map("gradient", x -> new org.bytedeco.pytorch.Tensor(x.mutable_grad())) : null;
  }

  // ---- in place, never recorded for gradients

  /**
   * Overwrites the values with another tensor's, converting its type.
   *
   * @throws IllegalArgumentException if the shapes differ
   */
  public void copyFrom(Tensor source) {
    ShapeRules.same("copyFrom", shape, source.shape);
    change("copyFrom", () -> Operands.of(this, source), x -> x.copy_(source.handle()));
  }

  /** Adds a value to every element; an int64 tensor takes whole numbers only. */
  public void addInPlace(double value) {
    boolean whole = dtype == DType.INT64 && value == Math.rint(value);
    change(
        "addInPlace",
        () -> Operands.of(this).with("other", value),
        x -> x.add_(whole ? new Scalar((long) value) : new Scalar(value)));
  }

  /** Moves the values toward another tensor's: {@code this += weight * (target - this)}. */
  public void lerpInPlace(Tensor target, double weight) {
    ShapeRules.same("lerpInPlace", shape, target.shape);
    change(
        "lerpInPlace",
        () -> Operands.of(this, target).with("weight", weight),
        x -> x.lerp_(target.handle(), new Scalar(weight)));
  }

  public void zeroInPlace() {
    change("zeroInPlace", () -> Operands.of(this), org.bytedeco.pytorch.Tensor::zero_);
  }

  // ---- ownership

  /** For operations: the native tensor, if it still lives. */
  org.bytedeco.pytorch.Tensor handle() {
    if (freed) {
      throw new FoveaException(
          describe()
              + " was used after its scope ended; keep it with scope.keep(tensor), or use it inside"
              + " the scope");
    }
    Tensor leaf = hasLeaves ? Leaves.insteadOf(this) : null;
    return leaf == null ? handle : leaf.handle;
  }

  /** From now on a thread's {@link Leaves} may stand for this. */
  void hasLeaves() {
    hasLeaves = true;
  }

  void ownedBy(Scope scope) {
    if (freed) {
      throw new FoveaException(describe() + " has already ended with its scope; keep it before");
    }
    owner = scope;
  }

  boolean isOwnedBy(Scope scope) {
    return owner == scope && !freed;
  }

  boolean hasEnded() {
    return freed;
  }

  void free() {
    freed = true;
    LiveTensors.freed(this);
    handle.close();
  }

  /** The tensor in an error message: {@code tensor [64, 3] float32 from conv2d}. */
  String describe() {
    return "tensor " + shape + " " + dtype + " from " + origin;
  }

  /** Type, shape and, for up to 32 values, the values. */
  @Override
  public String toString() {
    if (freed || shape.elements() > 32) {
      return describe() + (freed ? " (ended)" : "");
    }
    try (Scope scope = Scope.open()) {
      return describe() + " " + Arrays.toString(toFloats());
    }
  }

  private Tensor map(String name, UnaryOperator<org.bytedeco.pytorch.Tensor> operation) {
    return map(name, on -> on, operation);
  }

  private Tensor map(
      String name,
      UnaryOperator<Operands> attributes,
      UnaryOperator<org.bytedeco.pytorch.Tensor> operation) {
    return Native.op(
        name, () -> attributes.apply(Operands.of(this)), () -> operation.apply(handle()));
  }

  private void change(
      String name, Supplier<Operands> operands, Consumer<org.bytedeco.pytorch.Tensor> operation) {
    try (Autograd.NoGrad off = Autograd.noGrad()) {
      Native.run(name, () -> operation.accept(handle()));
    }
    Tape.note(name, operands, this);
  }

  private static Operands made(long... shape) {
    return Operands.of().with("size", shape).with("dtype", DType.FLOAT32);
  }

  private static Operands reduced(Operands on, int... dims) {
    return on.with("dim", longs(dims)).with("keepdim", false);
  }

  private Tensor broadcast(
      String name, Tensor other, BinaryOperator<org.bytedeco.pytorch.Tensor> operation) {
    ShapeRules.broadcast(name, shape, other.shape);
    return Native.op(
        name, () -> Operands.of(this, other), () -> operation.apply(handle(), other.handle()));
  }

  private static long[] longs(int[] values) {
    return Arrays.stream(values).asLongStream().toArray();
  }
}
