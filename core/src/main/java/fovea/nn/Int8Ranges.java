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
 * @param outputs between which values lie what convolutions and batch norms give, by dotted name:
 *     for engines that round that too; empty where nobody looked
 */
public record Int8Ranges(Map<String, InputRange> layers, Map<String, InputRange> outputs) {
  /** The share of a layer's inputs that may lie below its range, and above it. */
  private static final double OUTSIDE = 1e-5;

  public Int8Ranges {
    layers = Collections.unmodifiableMap(new LinkedHashMap<>(layers));
    outputs = Collections.unmodifiableMap(new LinkedHashMap<>(outputs));
  }

  /** Without those of outputs. */
  public Int8Ranges(Map<String, InputRange> layers) {
    this(layers, Map.of());
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
    Map<String, InputRange> outputs = new LinkedHashMap<>();
    network
        .modules()
        .forEach(
            (name, module) -> {
              Means means = observer.seen.get(module);
              if (means != null && module != observer.first) {
                ranges.put(name, means.range());
              }
              Means given = observer.given.get(module);
              if (given != null && module != observer.first) {
                outputs.put(name, given.range());
              }
            });
    return new Int8Ranges(ranges, outputs);
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

    void add(float[] values) {
      int outside = (int) (OUTSIDE * values.length);
      low -= largest(values, -1, outside);
      high += largest(values, 1, outside);
      calls++;
    }

    /** The largest value, or with -1 the largest of the negatives, that so many are above. */
    private static float largest(float[] values, int sign, int above) {
      float[] found = new float[above + 1]; // the largest ones, in ascending order
      Arrays.fill(found, Float.NEGATIVE_INFINITY);
      for (float value : values) {
        if (Float.isNaN(value)) {
          return value;
        }
        float signed = sign * value;
        if (signed > found[0]) {
          int at = 0;
          for (; at < above && signed > found[at + 1]; at++) {
            found[at] = found[at + 1];
          }
          found[at] = signed;
        }
      }
      return found[0];
    }

    InputRange range() {
      return new InputRange(low / calls, high / calls);
    }
  }

  private static final class Observer implements CallListener {
    private final IdentityHashMap<Module, Means> seen = new IdentityHashMap<>();
    private final IdentityHashMap<Module, Means> given = new IdentityHashMap<>();
    private @Nullable Module first;

    @Override
    public void called(Module module, Tensor input, Tensor output) {
      if (Prepared.isQuantizable(module)) {
        if (first == null) {
          first = module;
        }
        seen.computeIfAbsent(module, m -> new Means()).add(input.toFloats());
      }
      if (module instanceof Conv2d || module instanceof BatchNorm2d) {
        given.computeIfAbsent(module, m -> new Means()).add(output.toFloats());
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
