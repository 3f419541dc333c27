package fovea.nn;

import fovea.FoveaException;
import fovea.tensor.Autograd;
import fovea.tensor.Scope;
import fovea.tensor.Tensor;
import java.util.Arrays;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * The ranges of the inputs of those layers that {@link Prepared} is to compute in 8-bit whole
 * numbers; other layers keep their precision.
 *
 * @param layers convolutions and linear layers by dotted name
 */
public record Int8Ranges(Map<String, InputRange> layers) {
  /** The share of a layer's inputs that may lie below its range, and above it. */
  private static final double OUTSIDE = 1e-5;

  public Int8Ranges {
    layers = Collections.unmodifiableMap(new LinkedHashMap<>(layers));
  }

  /** No layer. */
  static Int8Ranges none() {
    return new Int8Ranges(Map.of());
  }

  /**
   * Runs a network on images and notes what its layers see. The first layer isn't among them: it
   * sees pixels, is cheap, and what it loses all others lose.
   *
   * @param network stays in its mode
   * @param batches how many, at least one
   * @param images a batch by its number, [N, C, H, W] in [0, 1]
   */
  public static Int8Ranges of(Module network, int batches, IntFunction<Tensor> images) {
    Observer observer = new Observer();
    try (Evaluating mode = network.evaluating();
        Autograd.NoGrad off = Autograd.noGrad()) {
      for (int i = 0; i < batches; i++) {
        try (Scope scope = Scope.open();
            Listening listening = Listening.to(observer)) {
          Tensor unused = network.call(images.apply(i));
        }
      }
    }
    Map<String, InputRange> ranges = new LinkedHashMap<>();
    network
        .modules()
        .forEach(
            (name, module) -> {
              Means means = observer.seen.get(module);
              if (means != null && module != observer.first) {
                ranges.put(name, means.range());
              }
            });
    return new Int8Ranges(ranges);
  }

  /** The ranges by the layers of a network that they are of. */
  IdentityHashMap<Module, InputRange> byModule(Module network) {
    IdentityHashMap<Module, InputRange> found = new IdentityHashMap<>();
    network
        .modules()
        .forEach(
            (name, module) -> {
              InputRange range = layers.get(name);
              if (range != null) {
                found.put(module, range);
              }
            });
    return found;
  }

  /** The means of a layer's bounds over its calls: one odd batch shouldn't decide. */
  private static final class Means {
    private double low;
    private double high;
    private int calls;

    void add(float[] inputs) {
      Arrays.sort(inputs);
      int outside = (int) (OUTSIDE * inputs.length);
      low += inputs[outside];
      high += inputs[inputs.length - 1 - outside];
      calls++;
    }

    InputRange range() {
      return new InputRange(low / calls, high / calls);
    }
  }

  private static final class Observer implements CallListener {
    private final IdentityHashMap<Module, Means> seen = new IdentityHashMap<>();
    private @Nullable Module first;

    @Override
    public void called(Module module, Tensor input, Tensor output) {
      if (Prepared.isQuantizable(module)) {
        if (first == null) {
          first = module;
        }
        seen.computeIfAbsent(module, m -> new Means()).add(input.toFloats());
      }
    }
  }

  /**
   * Makes sure that a network has these layers, and that their ranges are ranges.
   *
   * @throws FoveaException if not
   */
  public void requireFits(Module network) {
    Map<String, Module> modules = network.modules();
    layers.forEach(
        (name, range) -> {
          Module module = modules.get(name);
          if (module == null || !Prepared.isQuantizable(module)) {
            throw new FoveaException(
                "layer `%s`: the network has no such layer that int8 is for"
                    .formatted(name.replaceAll("\\p{Cntrl}", "?")));
          }
          if (!(range.low() <= range.high())
              || !Float.isFinite((float) range.low())
              || !Float.isFinite((float) (range.high() - range.low()))) {
            throw new FoveaException(
                "layer `%s`: its inputs go from %s to %s, expected finite numbers, the lower first"
                    .formatted(name, range.low(), range.high()));
          }
        });
  }
}
