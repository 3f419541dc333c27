package fovea.tensor;

import static fovea.tensor.Boxed.called;
import static fovea.tensor.Boxed.kept;
import static fovea.tensor.Boxed.noScalars;
import static fovea.tensor.Boxed.pair;

import java.util.List;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.bytedeco.pytorch.IValue;
import org.bytedeco.pytorch.OperatorHandle;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.MemoryFormat;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A convolution or fully connected layer computed in whole numbers, with the activation after it:
 * {@code w = s_k q_w} with {@code q_w} in [-127, 127] and a scale for each output channel, {@code x
 * = s (q_x - z)} with {@code q_x} in [0, 255]. For inference: nothing is recorded for gradients.
 * Any number of threads may apply it at once. The weights are a copy.
 *
 * @see <a href="https://arxiv.org/abs/1712.05877">Jacob et al. 2018, section 2</a>
 */
public final class QuantizedLayer implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(QuantizedLayer.class);

  private static final String CONV = "quantized conv2d";
  private static final String LINEAR = "quantized linear";

  private static final class Convolution {
    static final OperatorHandle RUN = Native.operator("onednn::qconv2d_pointwise");
    static final OperatorHandle PACK = Native.operator("onednn::qconv_prepack");
  }

  private static final class Product {
    static final OperatorHandle RUN = Native.operator("onednn::qlinear_pointwise");
    static final OperatorHandle PACK = Native.operator("onednn::qlinear_prepack");
  }

  /** Whether this processor and this build of libtorch can, found by trying. */
  private static final class Able {
    static final boolean TRIED = tried();

    /** The largest values: processors without VNNI add pairs of them in 16 bits, which is wrong. */
    private static boolean tried() {
      try (Scope scope = Scope.open();
          Autograd.NoGrad off = Autograd.noGrad()) {
        Tensor filters = Tensor.ones(16, 16, 1, 1);
        Tensor factors = Tensor.ones(16, 16);
        Quantization one = Quantization.of(0, 1);
        try (QuantizedLayer conv =
                conv2d(filters, null, ConvGeometry.of(1, 0), FusedActivation.NONE, one, null);
            QuantizedLayer linear = linear(factors, null, FusedActivation.NONE, one)) {
          return isSixteen(conv.apply(Tensor.ones(1, 16, 2, 2).channelsLast()))
              && isSixteen(linear.apply(Tensor.ones(1, 16)));
        }
      } catch (RuntimeException | LinkageError e) {
        LOG.debug("no layer is computed in 8-bit whole numbers by this process", e);
        return false;
      }
    }

    private static boolean isSixteen(Tensor output) {
      return Math.abs(output.toFloats()[0] - 16) < 1e-3;
    }
  }

  private final String name;
  private final OperatorHandle operator;

  /** All but the input, which comes first. They are made once: lists cost more than the call. */
  private final List<IValue> settings;

  private final FusedActivation activation;
  private final Quantization inputs;

  /** Null where there is no padding, or 0 stands for 0. */
  private final @Nullable PaddedEdges edges;

  /** What an input's shape must be like. */
  private final Consumer<Shape> rule;

  private final UnaryOperator<Operands> attributes;

  private QuantizedLayer(
      String name,
      OperatorHandle operator,
      List<IValue> settings,
      FusedActivation activation,
      Quantization inputs,
      @Nullable PaddedEdges edges,
      Consumer<Shape> rule,
      UnaryOperator<Operands> attributes) {
    this.name = name;
    this.operator = operator;
    this.settings = settings;
    this.activation = activation;
    this.inputs = inputs;
    this.edges = edges;
    this.rule = rule;
    this.attributes =
        on ->
            attributes
                .apply(on)
                .with("activation", activation.attribute())
                .with("scale", inputs.scale())
                .with("zeroPoint", inputs.zero());
  }

  /** Whether layers can be computed so here. */
  public static boolean isPossible() {
    return Able.TRIED;
  }

  /**
   * Whether a convolution can be computed so. One whose padding is as wide as its filters can't:
   * oneDNN begins the sums of windows that lie in the padding with memory that nobody wrote, or
   * crashes. Nor can one of a single channel, whose output libtorch lays out another way.
   */
  public static boolean isFor(ConvGeometry geometry, Shape weight) {
    return geometry.groups() * weight.size(1) > 1 && geometry.everyWindowSeesTheImage(weight);
  }

  /**
   * Whether a convolution's output can stay in 8 bits: all activations but ReLU are computed on
   * float32, and so is what padding lacks where another number than 0 stands for 0.
   */
  public static boolean canGiveWhole(
      ConvGeometry geometry, FusedActivation activation, Quantization inputs) {
    boolean isWhole = activation == FusedActivation.NONE || activation == FusedActivation.RELU;
    return isWhole && staysWhole(geometry, inputs);
  }

  private static boolean staysWhole(ConvGeometry geometry, Quantization inputs) {
    return inputs.zero() == 0 || !geometry.isPadded();
  }

  /**
   * {@link Conv#conv2d}, then an activation.
   *
   * @param weight [K, C / groups, R, S], float32 or bfloat16
   * @param bias [K], float32 or bfloat16, or null
   * @param inputs how the input is rounded
   * @param outputs how the output, uint8, is rounded; null for float32, the only possibility unless
   *     {@link #canGiveWhole}
   * @throws IllegalArgumentException for a convolution that {@link #isFor} refuses
   */
  public static QuantizedLayer conv2d(
      Tensor weight,
      @Nullable Tensor bias,
      ConvGeometry geometry,
      FusedActivation activation,
      Quantization inputs,
      @Nullable Quantization outputs) {
    Shape shape = weight.shape();
    ShapeRules.rank(CONV, "weight", shape, 4, "[K, C / groups, R, S]");
    ShapeRules.vector(CONV, "bias", bias, shape.size(0));
    ShapeRules.require(
        outputs == null || canGiveWhole(geometry, activation, inputs),
        "quantize conv2d: outputs in 8 bits, expected no activation but ReLU and no padding of other than 0");
    ShapeRules.require(
        isFor(geometry, weight.shape()),
        "quantize conv2d: weight %s with padding %s, expected several channels and padding smaller"
            + " than the filters; keep the layer's precision",
        weight.shape(),
        geometry.padding());
    return Native.call(
        "quantize conv2d",
        () -> {
          QuantizedWeights weights = QuantizedWeights.of(weight);
          boolean isWhole = staysWhole(geometry, inputs);
          org.bytedeco.pytorch.Tensor offsets = isWhole ? null : weights.offsets(inputs);
          IValue scales = new IValue(weights.scales());
          IValue scale = new IValue(inputs.scale());
          IValue zero = new IValue(0L);
          IValue paddings = pair(geometry.padding());
          IValue strides = pair(geometry.stride());
          IValue dilations = pair(geometry.dilation());
          IValue groups = new IValue((long) geometry.groups());
          org.bytedeco.pytorch.Tensor packed =
              called(
                  Convolution.PACK,
                  new IValue(weights.whole().contiguous(MemoryFormat.ChannelsLast)),
                  scales,
                  scale,
                  zero,
                  strides,
                  paddings,
                  dilations,
                  groups,
                  new IValue());
          List<IValue> settings =
              kept(
                  scale,
                  zero,
                  new IValue(packed),
                  scales,
                  weights.noZeros(),
                  weights.bias(bias, inputs),
                  strides,
                  paddings,
                  dilations,
                  groups,
                  new IValue(outputs == null ? 1.0 : outputs.scale()),
                  new IValue(outputs == null ? 0L : outputs.zero()),
                  new IValue((long) (outputs == null ? ScalarType.Float : ScalarType.Byte).value),
                  attribute(isWhole ? activation : FusedActivation.NONE),
                  noScalars(Convolution.RUN, 15),
                  new IValue());
          return new QuantizedLayer(
              CONV,
              Convolution.RUN,
              settings,
              activation,
              inputs,
              offsets == null ? null : new PaddedEdges(geometry, offsets),
              input -> geometry.check(CONV, input, shape),
              geometry::noted);
        });
  }

  /**
   * {@link Conv#linear} of [N, in], then an activation.
   *
   * @param weight [out, in], float32 or bfloat16
   * @param bias [out], float32 or bfloat16, or null
   * @param low the least input that keeps its value; what lies below becomes it
   * @param high the largest
   */
  public static QuantizedLayer linear(
      Tensor weight, @Nullable Tensor bias, FusedActivation activation, double low, double high) {
    return linear(weight, bias, activation, Quantization.of(low, high));
  }

  private static QuantizedLayer linear(
      Tensor weight, @Nullable Tensor bias, FusedActivation activation, Quantization inputs) {
    Shape shape = weight.shape();
    ShapeRules.rank(LINEAR, "weight", shape, 2, "[out, in]");
    ShapeRules.vector(LINEAR, "bias", bias, shape.size(0));
    return Native.call(
        "quantize linear",
        () -> {
          QuantizedWeights weights = QuantizedWeights.of(weight);
          org.bytedeco.pytorch.Tensor packed =
              called(Product.PACK, new IValue(weights.whole().contiguous()), new IValue());
          return new QuantizedLayer(
              LINEAR,
              Product.RUN,
              kept(
                  new IValue(inputs.scale()),
                  new IValue(0L),
                  new IValue(packed),
                  new IValue(weights.scales()),
                  weights.noZeros(),
                  weights.bias(bias, inputs),
                  new IValue(1.0),
                  new IValue(0L),
                  new IValue((long) ScalarType.Float.value),
                  attribute(activation),
                  noScalars(Product.RUN, 11),
                  new IValue("")),
              activation,
              inputs,
              null,
              input -> ShapeRules.linear(LINEAR, input, shape),
              on -> on);
        });
  }

  /**
   * The layer's output, in float32 unless it was made to stay in 8 bits.
   *
   * @param input of any floating type, or uint8 as a layer before rounded it for this one
   */
  public Tensor apply(Tensor input) {
    rule.accept(input.shape());
    return Native.op(
        name,
        () -> attributes.apply(Operands.of(input)),
        () -> {
          org.bytedeco.pytorch.Tensor whole =
              input.dtype() == DType.UINT8 ? input.handle() : inputs.numbers(input.handle());
          org.bytedeco.pytorch.Tensor output =
              called(operator, List.of(new IValue(whole)), settings);
          if (edges != null) {
            edges.addTo(
                output, new Size2d((int) input.shape().size(2), (int) input.shape().size(3)));
          }
          switch (activation) { // in place: a result would be a second, dangling owner
            case GELU -> torch.gelu_(output);
            case SILU -> torch.silu_(output);
            case RELU6 -> torch.hardtanh_(output, new Scalar(0.0), new Scalar(6.0));
            case RELU -> {
              if (edges != null) {
                torch.relu_(output);
              }
            }
            case NONE -> {}
          }
          return output;
        });
  }

  /** All but ReLU would be computed on whole numbers, so they come after. */
  private static IValue attribute(FusedActivation activation) {
    return new IValue(activation == FusedActivation.RELU ? "relu" : "none");
  }

  /** Frees the weights. */
  @Override
  public void close() {
    settings.forEach(IValue::close);
    if (edges != null) {
      edges.close();
    }
  }
}
