package fovea.nn;

import fovea.FoveaException;
import fovea.tensor.Activation;
import fovea.tensor.Autograd;
import fovea.tensor.Conv;
import fovea.tensor.ConvGeometry;
import fovea.tensor.DType;
import fovea.tensor.PackedLayer;
import fovea.tensor.PackedLayer.Then;
import fovea.tensor.Precision;
import fovea.tensor.QuantizedLayer;
import fovea.tensor.RandomTensor;
import fovea.tensor.Rng;
import fovea.tensor.Scope;
import fovea.tensor.Shape;
import fovea.tensor.Tensor;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A network made ready for inference: batch norm is folded into the convolution before it, the
 * activation after a layer is computed in the same pass, and weights are converted and laid out
 * once. It gives what the network gives in evaluation mode, up to rounding; where a comparison says
 * otherwise, as it may for a forward that does more than call modules, nothing is folded. By a
 * {@link Calibration} layers are computed in 8-bit whole numbers, which costs some accuracy.
 *
 * <p>The weights are copies, as they were when it was made; the network must stay open, and must
 * not be trained while this is in use. Any number of threads may call it at once.
 */
public final class Prepared implements AutoCloseable {
  private static final ThreadLocal<@Nullable Prepared> CURRENT = new ThreadLocal<>();

  /** From how many weights on it pays to lay out those of a linear layer. */
  private static final long LARGE = 1 << 16;

  /** How far logits may be off, by the largest of them: far above rounding, far below a mistake. */
  private static final double TOLERANCE = 1e-3;

  private final Module network;
  private final Precision precision;
  private final DType dtype;
  private final Scope memory = Scope.detached();
  private final List<Runnable> layers = new ArrayList<>();
  private final IdentityHashMap<Module, UnaryOperator<Tensor>> replacements =
      new IdentityHashMap<>();

  private Prepared(Module network, Precision precision) {
    this.network = network;
    this.precision = precision;
    this.dtype = precision == Precision.BFLOAT16 ? DType.BFLOAT16 : DType.FLOAT32;
  }

  /**
   * Prepares a network, which stays the caller's and in its mode.
   *
   * @param input [C, H, W] of an image, values in [0, 1]
   */
  public static Prepared of(Module network, Shape input, Precision precision) {
    return made(network, input, precision, Calibration.none());
  }

  /**
   * {@link #of(Module, Shape, Precision)}, with the layers of a calibration in 8-bit whole numbers.
   *
   * @param precision of the other layers
   * @throws FoveaException if that isn't possible here, or the calibration is not of this network
   */
  public static Prepared of(
      Module network, Shape input, Precision precision, Calibration calibration) {
    if (!QuantizedLayer.isPossible()) {
      throw new FoveaException(
          "int8 is not possible with this processor and this build of libtorch, which must have"
              + " VNNI instructions and oneDNN; use the model in "
              + precision);
    }
    calibration.requireFits(network);
    return made(network, input, precision, calibration);
  }

  private static Prepared made(
      Module network, Shape input, Precision precision, Calibration calibration) {
    try (Evaluating mode = network.evaluating();
        Scope scope = Scope.open();
        Autograd.NoGrad off = Autograd.noGrad()) {
      Tensor images = probe(input);
      Wiring wiring = Wiring.of(network, images);
      boolean safe;
      try (Prepared exact = built(network, wiring, Precision.FLOAT32, Calibration.none())) {
        safe = isSame(network.call(images), exact.call(images));
      }
      return built(network, safe ? wiring : Wiring.none(), precision, calibration);
    }
  }

  private static Tensor probe(Shape input) {
    long[] sizes = input.toArray();
    Shape two = Shape.of(2, sizes[0], sizes[1], sizes[2]);
    return RandomTensor.uniform(0, 1, Rng.seeded(0), two).channelsLast();
  }

  private static boolean isSame(Tensor expected, Tensor found) {
    double off = largest(expected.sub(found));
    return off <= TOLERANCE * largest(expected);
  }

  private static double largest(Tensor values) {
    double largest = 0;
    for (float value : values.toFloats()) {
      largest = Math.max(largest, Math.abs(value));
    }
    return largest;
  }

  private static Prepared built(
      Module network, Wiring wiring, Precision precision, Calibration calibration) {
    Prepared made = new Prepared(network, precision);
    try (Scope scope = Scope.open();
        Autograd.NoGrad off = Autograd.noGrad()) {
      for (Map.Entry<String, Module> named : network.modules().entrySet()) {
        InputRange range = calibration.layers().get(named.getKey());
        UnaryOperator<Tensor> replacement = made.replacement(named.getValue(), wiring, range);
        if (replacement != null) {
          made.replacements.put(named.getValue(), replacement);
        }
      }
      return made;
    } catch (RuntimeException e) {
      made.close();
      throw e;
    }
  }

  /** Whether a {@link Calibration} may name it. */
  static boolean isQuantizable(Module module) {
    return module instanceof Conv2d || (module instanceof Linear linear && isLarge(linear));
  }

  private static boolean isLarge(Linear linear) {
    return linear.weight().shape().elements() >= LARGE;
  }

  private @Nullable UnaryOperator<Tensor> replacement(
      Module module, Wiring wiring, @Nullable InputRange range) {
    if (wiring.done().contains(module)) {
      return input -> input;
    }
    Then then = wiring.activations().getOrDefault(module, Then.NOTHING);
    if (module instanceof Conv2d conv) {
      return convolution(conv, wiring.norms().get(conv), then, range);
    }
    if (module instanceof Linear linear) {
      return product(linear, then, range);
    }
    if (module instanceof Normalize normalize) {
      long channels = normalize.mean().shape().elements();
      Tensor mean = own(normalize.mean().copy().reshape(channels, 1, 1));
      Tensor std = own(normalize.std().copy().reshape(channels, 1, 1));
      return input -> input.sub(mean).div(std);
    }
    return null;
  }

  /** {@code norm(conv(x)) = scale (W x + b) + shift = (scale W) x + (scale b + shift)}. */
  private UnaryOperator<Tensor> convolution(
      Conv2d conv, @Nullable BatchNorm2d norm, Then then, @Nullable InputRange range) {
    Tensor weight = conv.weight();
    Tensor bias = conv.bias();
    if (norm != null) {
      Tensor scale = norm.scale();
      weight = weight.mul(scale.reshape(-1, 1, 1, 1));
      bias = bias == null ? norm.shift() : bias.mul(scale).add(norm.shift());
    }
    if (range != null) {
      return kept(
          QuantizedLayer.conv2d(weight, bias, conv.geometry(), then, range.low(), range.high()));
    }
    weight = weight.to(dtype);
    if (PackedLayer.isPossible(dtype)) {
      return kept(PackedLayer.conv2d(weight, bias, conv.geometry(), then));
    }
    Tensor filters = own(weight.channelsLast().copy());
    Tensor offsets = bias == null ? null : own(bias.to(dtype).copy());
    ConvGeometry geometry = conv.geometry();
    return input -> plain(Conv.conv2d(input.to(dtype), filters, offsets, geometry), then);
  }

  private UnaryOperator<Tensor> product(Linear linear, Then then, @Nullable InputRange range) {
    if (range != null) {
      return kept(
          QuantizedLayer.linear(linear.weight(), linear.bias(), then, range.low(), range.high()));
    }
    Tensor weight = linear.weight().to(dtype);
    Tensor bias = linear.bias();
    if (isLarge(linear) && PackedLayer.isPossible(dtype)) {
      return kept(PackedLayer.linear(weight, bias, then));
    }
    Tensor factors = own(weight.copy());
    Tensor offsets = bias == null ? null : own(bias.to(dtype).copy());
    return input -> plain(Conv.linear(input.to(dtype), factors, offsets), then);
  }

  private static Tensor plain(Tensor output, Then then) {
    return switch (then) {
      case NOTHING -> output;
      case RELU -> Activation.reluInPlace(output);
      case GELU -> Activation.gelu(output);
    };
  }

  private UnaryOperator<Tensor> kept(PackedLayer layer) {
    layers.add(layer::close);
    return layer::apply;
  }

  private UnaryOperator<Tensor> kept(QuantizedLayer layer) {
    layers.add(layer::close);
    return layer::apply;
  }

  private Tensor own(Tensor tensor) {
    return memory.adopt(tensor.detach());
  }

  /** What is to run instead of a module's forward on this thread, or null for the forward. */
  static @Nullable UnaryOperator<Tensor> insteadOf(Module module) {
    Prepared current = CURRENT.get();
    return current == null ? null : current.replacements.get(module);
  }

  /**
   * Computes logits without recording anything for gradients. Modules that aren't Fovea's own run
   * as they are, so the network has to be in evaluation mode.
   *
   * @param images [N, C, H, W], float32 in [0, 1]
   * @return [N, K], float32
   */
  public Tensor call(Tensor images) {
    Prepared outer = CURRENT.get();
    CURRENT.set(this);
    try (Autograd.NoGrad off = Autograd.noGrad();
        Precision.Block block = precision.on()) {
      return network.call(images).to(DType.FLOAT32);
    } finally {
      if (outer == null) {
        CURRENT.remove();
      } else {
        CURRENT.set(outer);
      }
    }
  }

  /** Frees the copies; the network stays open. */
  @Override
  public void close() {
    replacements.clear();
    layers.forEach(Runnable::run);
    layers.clear();
    memory.close();
  }
}
