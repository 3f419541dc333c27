package fovea.nn;

import fovea.tensor.Autograd;
import fovea.tensor.FusedActivation;
import fovea.tensor.RandomTensor;
import fovea.tensor.Rng;
import fovea.tensor.Scope;
import fovea.tensor.Shape;
import fovea.tensor.Tensor;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A network whose layers' calls run as a {@link FoldingPlan} has them. The plan is of one call: a
 * forward that calls other layers another time, as one that branches may, is run once more without
 * it. A network whose output is no finite number is left as it is.
 */
final class FoldedNetwork implements AutoCloseable {
  private static final ThreadLocal<@Nullable Run> CURRENT = new ThreadLocal<>();

  private final Module network;
  private final FoldedLayers layers;
  private final List<Call> calls = new ArrayList<>();
  private final Set<Module> planned = Collections.newSetFromMap(new IdentityHashMap<>());

  /** A planned call, and what runs in place of the module's forward, if anything does. */
  private record Call(Module module, @Nullable UnaryOperator<Tensor> instead) {}

  /** What two calls share if they are alike. */
  private record Layer(
      Module module,
      @Nullable BatchNorm2d norm,
      FusedActivation activation,
      @Nullable Conv2d reader) {}

  private FoldedNetwork(Module network, FoldedLayers layers) {
    this.network = network;
    this.layers = layers;
  }

  /**
   * Folds a network, which stays the caller's and in its mode.
   *
   * @param input [C, H, W] of an image, values in [0, 1]
   * @param watched names of modules whose outputs are to stay as they are without folding
   * @param layers closed with this, or if it can't be made
   * @throws IllegalArgumentException for a name that the network doesn't have
   */
  static FoldedNetwork of(
      Module network, Shape input, Collection<String> watched, FoldedLayers layers) {
    FoldedNetwork folded = new FoldedNetwork(network, layers);
    try (Evaluating mode = network.evaluating();
        Scope scope = Scope.open();
        Autograd.NoGrad off = Autograd.noGrad()) {
      Set<Module> seen = Collections.newSetFromMap(new IdentityHashMap<>());
      seen.addAll(Activations.named(network, watched).keySet());
      TapedCall call = TapedCall.of(network, probe(input));
      // A fused ReLU makes zeros of NaN, and a network that has diverged would seem to be well.
      if (isFinite(call.output())) {
        folded.replace(FoldingPlan.of(call, seen));
      }
      return folded;
    } catch (RuntimeException | Error e) {
      folded.close();
      throw e;
    }
  }

  private static boolean isFinite(Tensor output) {
    for (float value : output.toFloats()) {
      if (!Float.isFinite(value)) {
        return false;
      }
    }
    return true;
  }

  private static Tensor probe(Shape input) {
    long[] sizes = input.toArray();
    Shape two = Shape.of(2, sizes[0], sizes[1], sizes[2]);
    return RandomTensor.uniform(0, 1, Rng.seeded(0), two).channelsLast();
  }

  private void replace(FoldingPlan plan) {
    Map<Layer, @Nullable UnaryOperator<Tensor>> made = new HashMap<>();
    for (FoldingPlan.Step step : plan.calls()) {
      planned.add(step.module());
      UnaryOperator<Tensor> instead = input -> input;
      if (!step.isAbsorbed()) {
        Layer layer = new Layer(step.module(), step.norm(), step.activation(), step.reader());
        if (!made.containsKey(layer)) {
          made.put(layer, made(layer));
        }
        instead = made.get(layer);
      }
      calls.add(new Call(step.module(), instead));
    }
  }

  private @Nullable UnaryOperator<Tensor> made(Layer layer) {
    if (layer.module instanceof Conv2d conv) {
      return convolution(conv, layer);
    }
    if (layer.module instanceof Linear linear) {
      return layers.product(linear, layer.activation);
    }
    if (layer.module instanceof Normalize normalize) {
      return layers.normalization(normalize);
    }
    return layer.module instanceof BatchNorm2d norm ? layers.norm(norm) : null;
  }

  /** {@code norm(conv(x)) = scale (W x + b) + shift = (scale W) x + (scale b + shift)}. */
  private UnaryOperator<Tensor> convolution(Conv2d conv, Layer layer) {
    BatchNorm2d norm = layer.norm;
    Tensor weight = conv.weight();
    Tensor bias = conv.bias();
    if (norm != null) {
      Tensor scale = norm.scale();
      weight = weight.mul(scale.reshape(-1, 1, 1, 1));
      bias = bias == null ? norm.shift() : bias.mul(scale).add(norm.shift());
    }
    return layers.convolution(conv, weight, bias, layer.activation, layer.reader);
  }

  /** One call on one thread. */
  private static final class Run {
    private final FoldedNetwork folded;
    private int next;
    private boolean isOther;

    Run(FoldedNetwork folded) {
      this.folded = folded;
    }

    @Nullable UnaryOperator<Tensor> insteadOf(Module module) {
      if (isOther || !folded.planned.contains(module)) {
        return null;
      }
      if (next == folded.calls.size() || folded.calls.get(next).module != module) {
        isOther = true;
        return null;
      }
      return folded.calls.get(next++).instead;
    }

    boolean wentAsPlanned() {
      return !isOther && next == folded.calls.size();
    }
  }

  /** What is to run instead of a module's forward on this thread, or null for the forward. */
  static @Nullable UnaryOperator<Tensor> insteadOf(Module module) {
    Run current = CURRENT.get();
    return current == null ? null : current.insteadOf(module);
  }

  /** The network's output, in the thread's precision and gradient mode. */
  Tensor call(Tensor images) {
    Run outer = CURRENT.get();
    Run run = new Run(this);
    CURRENT.set(run);
    try {
      try {
        Tensor output = network.call(images);
        if (run.wentAsPlanned()) {
          return output;
        }
      } catch (RuntimeException e) {
        // A layer that wasn't planned may have been given what is rounded for another.
        if (run.wentAsPlanned()) {
          throw e;
        }
      }
      CURRENT.remove();
      return network.call(images);
    } finally {
      if (outer == null) {
        CURRENT.remove();
      } else {
        CURRENT.set(outer);
      }
    }
  }

  @Override
  public void close() {
    calls.clear();
    planned.clear();
    layers.close();
  }
}
