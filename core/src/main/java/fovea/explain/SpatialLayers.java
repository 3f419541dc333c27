package fovea.explain;

import fovea.FoveaException;
import fovea.Spelling;
import fovea.nn.ChannelsLast;
import fovea.nn.Evaluating;
import fovea.nn.Listening;
import fovea.nn.Module;
import fovea.tensor.Autograd;
import fovea.tensor.Scope;
import fovea.tensor.Shape;
import fovea.tensor.Tensor;
import java.util.Arrays;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The parts of a network by what they give for one image: those that have height and width can be
 * laid over it.
 */
final class SpatialLayers {
  private final Set<String> names;

  /** Of each part that was called, in the order in which their calls end. */
  private final Map<String, Shape> shapes;

  /** Those that give the same value at several places, as adaptive pooling of small maps does. */
  private final Set<String> copying;

  /** Those that give height, width and channels, in this order. */
  private final Set<String> channelsLast;

  private SpatialLayers(
      Set<String> names, Map<String, Shape> shapes, Set<String> copying, Set<String> channelsLast) {
    this.names = names;
    this.shapes = shapes;
    this.copying = copying;
    this.channelsLast = channelsLast;
  }

  /** Runs the network once. */
  static SpatialLayers of(Module network, Shape input) {
    IdentityHashMap<Module, String> names = new IdentityHashMap<>();
    network.modules().forEach((name, module) -> names.put(module, name));
    Map<String, Shape> shapes = new LinkedHashMap<>();
    Set<String> copying = new HashSet<>();
    Set<String> channelsLast = new HashSet<>();
    ChannelsLast order = new ChannelsLast();
    try (Evaluating mode = network.evaluating();
        Scope scope = Scope.open();
        Autograd.NoGrad off = Autograd.noGrad();
        Listening listening =
            Listening.to(
                (module, in, out) -> {
                  String name = names.getOrDefault(module, "");
                  boolean turned = order.called(module, in, out);
                  if (!name.isEmpty()) {
                    shapes.remove(name); // of several calls the last one counts
                    shapes.put(name, out.shape());
                    if (turned) {
                      channelsLast.add(name);
                    }
                    if (places(in.shape()) < places(out.shape())) {
                      copying.add(name);
                    }
                  }
                })) {
      Tensor unused = network.call(Tensor.zeros(1, input.size(0), input.size(1), input.size(2)));
    }
    return new SpatialLayers(network.modules().keySet(), shapes, copying, channelsLast);
  }

  /**
   * The part of that name, or the last one with height and width where none is named.
   *
   * @throws FoveaException if there is no such part, or it has no height and width
   */
  String named(@Nullable String wanted) {
    if (wanted == null) {
      return last();
    }
    if (wanted.isEmpty() || !names.contains(wanted)) {
      throw new FoveaException(
          "the network has no layer `%s`.%s `fovea summary` lists a model's layers"
              .formatted(wanted, Spelling.didYouMean(wanted, names)));
    }
    Shape shape = shapes.get(wanted);
    if (shape == null || !isSpatial(wanted, shape)) {
      throw new FoveaException(
          "the layer `%s` gives %s for an image, %s to lay over it; the last"
                  .formatted(
                      wanted,
                      shape == null ? "nothing" : withoutBatch(shape),
                      channelsLast.contains(wanted)
                          ? "channels last, rather than a map of each channel"
                          : "without height and width")
              + " layer that has them is `%s`".formatted(last()));
    }
    return wanted;
  }

  private String last() {
    List<String> all = all().stream().filter(name -> !copying.contains(name)).toList();
    if (all.isEmpty()) {
      throw new FoveaException(
          "no layer of the network has height and width, which grad-cam lays over the"
              + " image; use another method, such as integrated-gradients");
    }
    return all.get(all.size() - 1);
  }

  /** All that have height and width, the last one last. */
  List<String> all() {
    return shapes.entrySet().stream()
        .filter(layer -> isSpatial(layer.getKey(), layer.getValue()))
        .map(Map.Entry::getKey)
        .toList();
  }

  private boolean isSpatial(String name, Shape shape) {
    return places(shape) > 1 && !channelsLast.contains(name);
  }

  /** Height by width, or 0 where there are none. */
  private static long places(Shape shape) {
    return shape.rank() == 4 ? shape.size(2) * shape.size(3) : 0;
  }

  private static Shape withoutBatch(Shape shape) {
    long[] sizes = shape.toArray();
    return Shape.of(Arrays.copyOfRange(sizes, 1, sizes.length));
  }
}
