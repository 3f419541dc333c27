package fovea.pretrained;

import fovea.models.Head;
import fovea.models.Model;
import fovea.tensor.Shape;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How a network's tensors and those of a file go together, by name and shape. The head's first
 * dimension, the classes, may differ.
 *
 * @param network as it was matched
 * @param prefix what the file has before each of the network's names, such as {@code module.}
 * @param matched names of the network that the file has in their shape
 * @param missing those that it doesn't have
 * @param otherShape those that it has in another shape, which is said with them
 * @param unused names of the file that the network has no use for
 */
record Fit(
    Model network,
    String prefix,
    List<String> matched,
    List<String> missing,
    List<String> otherShape,
    List<String> unused) {
  /** Set by a file's own normalisation, or by what is known of it: not a sign of a network. */
  private static final String NORMALIZE = "normalize.";

  private static final String COUNTER = "num_batches_tracked";

  Fit {
    matched = List.copyOf(matched);
    missing = List.copyOf(missing);
    otherShape = List.copyOf(otherShape);
    unused = List.copyOf(unused);
  }

  /** The best over what may stand before all of the file's names. */
  static Fit of(Model network, Map<String, Shape> file) {
    Fit best = with("", network, file);
    for (String prefix : prefixes(file)) {
      Fit fit = with(prefix, network, file);
      if (fit.matched.size() > best.matched.size()) {
        best = fit;
      }
    }
    return best;
  }

  /** What all names of tensors have in common, up to each dot; single numbers aside. */
  private static List<String> prefixes(Map<String, Shape> file) {
    List<String> names = file.keySet().stream().filter(name -> at(file, name).rank() > 0).toList();
    List<String> prefixes = new ArrayList<>();
    String first = names.isEmpty() ? "" : names.get(0);
    for (int dot = first.indexOf('.'); dot >= 0; dot = first.indexOf('.', dot + 1)) {
      String prefix = first.substring(0, dot + 1);
      if (names.stream().allMatch(name -> name.startsWith(prefix))) {
        prefixes.add(prefix);
      }
    }
    return prefixes;
  }

  private static Fit with(String prefix, Model network, Map<String, Shape> file) {
    Map<String, Shape> named = new LinkedHashMap<>();
    file.forEach(
        (name, shape) -> {
          if (name.startsWith(prefix)) {
            named.put(name.substring(prefix.length()), shape);
          }
        });
    Head head = Head.of(network.network(), network.classes().size()).orElse(new Head(" none"));
    List<String> matched = new ArrayList<>();
    List<String> missing = new ArrayList<>();
    List<String> otherShape = new ArrayList<>();
    network
        .network()
        .stateDict()
        .forEach(
            (name, tensor) -> {
              Shape found = named.remove(name);
              Shape expected = tensor.shape();
              if (found == null) {
                if (!isExtra(name)) {
                  missing.add(name);
                }
              } else if (found.equals(expected) || (head.has(name) && isAlike(found, expected))) {
                matched.add(name);
              } else {
                otherShape.add("%s (%s, expected %s)".formatted(name, found, expected));
              }
            });
    List<String> unused = named.keySet().stream().filter(name -> !isExtra(name)).toList();
    return new Fit(network, prefix, matched, missing, otherShape, unused);
  }

  private static boolean isExtra(String name) {
    return name.startsWith(NORMALIZE) || name.endsWith(COUNTER);
  }

  /** But for how many there are of the first dimension. */
  private static boolean isAlike(Shape found, Shape expected) {
    if (found.rank() != expected.rank()) {
      return false;
    }
    for (int d = 1; d < found.rank(); d++) {
      if (found.size(d) != expected.size(d)) {
        return false;
      }
    }
    return true;
  }

  /** Of the network's tensors that tell it, how many match. */
  long counted() {
    return matched.stream().filter(name -> !isExtra(name)).count();
  }

  /** Of how many. */
  long all() {
    return counted() + missing.size() + otherShape.size();
  }

  /** Whether the file says how images are normalised. */
  boolean hasNormalization() {
    return matched.contains(NORMALIZE + "mean") && matched.contains(NORMALIZE + "std");
  }

  /** From 0 to 1. */
  double share() {
    return all() == 0 ? 0 : (double) counted() / all();
  }

  /** Whether it is worth starting from. */
  boolean holds() {
    return share() >= 0.5;
  }

  static Shape at(Map<String, Shape> shapes, String name) {
    Shape shape = shapes.get(name);
    if (shape == null) {
      throw new IllegalArgumentException("no tensor is named " + name);
    }
    return shape;
  }
}
