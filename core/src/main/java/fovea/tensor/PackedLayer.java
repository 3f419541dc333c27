package fovea.tensor;

import static fovea.tensor.Boxed.called;
import static fovea.tensor.Boxed.kept;
import static fovea.tensor.Boxed.optional;
import static fovea.tensor.Boxed.pair;
import static fovea.tensor.Boxed.scalars;

import java.util.List;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.bytedeco.pytorch.IValue;
import org.bytedeco.pytorch.OperatorHandle;
import org.bytedeco.pytorch.global.torch.MemoryFormat;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A convolution or fully connected layer whose weights are laid out once as oneDNN wants them, with
 * the activation after it computed in the same pass. For inference: nothing is recorded for
 * gradients. Any number of threads may apply it at once. The weights are a copy.
 */
public final class PackedLayer implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(PackedLayer.class);

  private static final String CONV = "packed conv2d";
  private static final String LINEAR = "packed linear";

  private static final class Convolution {
    static final OperatorHandle RUN = Native.operator("mkldnn::_convolution_pointwise");
    static final OperatorHandle PACK = Native.operator("mkldnn::_reorder_convolution_weight");
  }

  private static final class Product {
    static final OperatorHandle RUN = Native.operator("mkldnn::_linear_pointwise");
    static final OperatorHandle PACK = Native.operator("mkldnn::_reorder_linear_weight");
  }

  /** Whether this processor and this build of libtorch can pack the type. */
  private static final class Float32 {
    static final boolean ABLE = tried(DType.FLOAT32);
  }

  /** Whether this processor and this build of libtorch can pack the type. */
  private static final class Bfloat16 {
    static final boolean ABLE = tried(DType.BFLOAT16);
  }

  private final String name;
  private final OperatorHandle operator;

  private final PackedWeights weights;

  /** All but the input and the weights. They are made once: lists cost more than the call. */
  private final List<IValue> settings;

  private final DType dtype;

  /** What an input's shape must be like. */
  private final Consumer<Shape> rule;

  private final UnaryOperator<Operands> attributes;

  private PackedLayer(
      String name,
      OperatorHandle operator,
      PackedWeights weights,
      List<IValue> settings,
      DType dtype,
      Consumer<Shape> rule,
      UnaryOperator<Operands> attributes) {
    this.name = name;
    this.operator = operator;
    this.weights = weights;
    this.settings = settings;
    this.dtype = dtype;
    this.rule = rule;
    this.attributes = attributes;
  }

  /** Whether layers of this type can be packed here. Elsewhere there are the plain operations. */
  public static boolean isPossible(DType dtype) {
    return switch (dtype) {
      case FLOAT32 -> Float32.ABLE;
      case BFLOAT16 -> Bfloat16.ABLE;
      default -> false;
    };
  }

  private static boolean tried(DType dtype) {
    try (Scope scope = Scope.open();
        Autograd.NoGrad off = Autograd.noGrad()) {
      Tensor weight = Tensor.ones(16, 16, 1, 1).to(dtype);
      try (PackedLayer layer = conv2d(weight, null, ConvGeometry.of(1, 0), FusedActivation.NONE)) {
        Tensor input = Tensor.ones(1, 16, 2, 2).channelsLast().to(dtype);
        return layer.apply(input).toFloats()[0] == 16;
      }
    } catch (RuntimeException | LinkageError e) {
      LOG.debug("no layer of {} is packed by this process", dtype, e);
      return false;
    }
  }

  /**
   * {@link Conv#conv2d}, then an activation.
   *
   * @param weight [K, C / groups, R, S], float32 or bfloat16
   * @param bias [K], float32 or the weight's type, or null
   */
  public static PackedLayer conv2d(
      Tensor weight, @Nullable Tensor bias, ConvGeometry geometry, FusedActivation activation) {
    Shape shape = weight.shape();
    ShapeRules.rank(CONV, "weight", shape, 4, "[K, C / groups, R, S]");
    ShapeRules.vector(CONV, "bias", bias, shape.size(0));
    return Native.call(
        "pack conv2d",
        () -> {
          org.bytedeco.pytorch.Tensor filters =
              weight.handle().contiguous(MemoryFormat.ChannelsLast);
          IValue paddings = pair(geometry.padding());
          IValue strides = pair(geometry.stride());
          IValue dilations = pair(geometry.dilation());
          IValue groups = new IValue((long) geometry.groups());
          return new PackedLayer(
              CONV,
              Convolution.RUN,
              new PackedWeights(
                  Convolution.PACK,
                  filters,
                  List.of(paddings, strides, dilations, groups),
                  Boxed::sizes),
              kept(
                  optional(bias),
                  paddings,
                  strides,
                  dilations,
                  groups,
                  new IValue(activation.attribute()),
                  scalars(Convolution.RUN, 8, activation.scalars()),
                  algorithm(activation)),
              weight.dtype(),
              input -> geometry.check(CONV, input, shape),
              on -> geometry.noted(on).with("activation", activation.attribute()));
        });
  }

  /**
   * {@link Conv#linear} of [N, in], then an activation.
   *
   * @param weight [out, in], float32 or bfloat16
   * @param bias [out], float32 or the weight's type, or null
   */
  public static PackedLayer linear(
      Tensor weight, @Nullable Tensor bias, FusedActivation activation) {
    Shape shape = weight.shape();
    ShapeRules.rank(LINEAR, "weight", shape, 2, "[out, in]");
    ShapeRules.vector(LINEAR, "bias", bias, shape.size(0));
    return Native.call(
        "pack linear",
        () ->
            new PackedLayer(
                LINEAR,
                Product.RUN,
                new PackedWeights(
                    Product.PACK,
                    weight.handle().contiguous(),
                    List.of(),
                    input -> new IValue(input.size(0))),
                kept(
                    optional(bias),
                    new IValue(activation.attribute()),
                    scalars(Product.RUN, 4, activation.scalars()),
                    algorithm(activation)),
                weight.dtype(),
                input -> ShapeRules.linear(LINEAR, input, shape),
                on -> on.with("activation", activation.attribute())));
  }

  /** The layer's output for an input of any floating type, in the weights' type. */
  public Tensor apply(Tensor input) {
    rule.accept(input.shape());
    Tensor typed = input.to(dtype);
    return Native.op(
        name,
        () -> attributes.apply(Operands.of(typed)),
        () -> called(operator, List.of(new IValue(typed.handle()), weights.of(typed)), settings));
  }

  private static IValue algorithm(FusedActivation activation) {
    return activation == FusedActivation.GELU ? new IValue("none") : new IValue();
  }

  /** Frees the weights. */
  @Override
  public void close() {
    weights.close();
    settings.forEach(IValue::close);
  }
}
