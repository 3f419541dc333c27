package fovea.pretrained;

import fovea.models.Head;
import fovea.models.Model;
import fovea.tensor.Shape;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

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

  /** With what stands before the names of most tensors that the network has. */
  static Fit of(Model network, Map<String, Shape> file) {
    return with(prefix(network.network().stateDict().keySet(), file), network, file);
  }

  /**
   * Such as {@code module.} or {@code encoder.}; of two that are as good, the first in the file.
   */
  private static String prefix(Set<String> own, Map<String, Shape> file) {
    int longest = own.stream().mapToInt(String::length).max().orElse(0);
    Map<String, Integer> counts = new LinkedHashMap<>();
    counts.put("", 0);
    for (String name : file.keySet()) {
      int begin = 0;
      do {
        if (name.length() - begin <= longest && own.contains(name.substring(begin))) {
          counts.merge(name.substring(0, begin), 1, Integer::sum);
        }
        begin = name.indexOf('.', begin) + 1;
      } while (begin > 0);
    }
    String most = "";
    for (Map.Entry<String, Integer> entry : counts.entrySet()) {
      if (entry.getValue() > counts.getOrDefault(most, 0)) {
        most = entry.getKey();
      }
    }
    return most;
  }

  private static Fit with(String prefix, Model network, Map<String, Shape> file) {
    Map<String, Shape> named = new LinkedHashMap<>();
    List<String> beside = new ArrayList<>();
    file.forEach(
        (name, shape) -> {
          if (name.startsWith(prefix)) {
            named.put(name.substring(prefix.length()), shape);
          } else {
            beside.add(name);
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
    List<String> unused =
        Stream.concat(named.keySet().stream(), beside.stream())
            .filter(name -> !isExtra(name))
            .toList();
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
