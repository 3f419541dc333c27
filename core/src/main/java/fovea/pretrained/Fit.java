package fovea.pretrained;

import fovea.models.Head;
import fovea.models.Model;
import fovea.tensor.Shape;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/**
 * How a network's tensors and those of a file go together, by name and shape. The head's first
 * dimension, the classes, may differ.
 *
 * @param network as it was matched
 * @param naming by which the file calls them
 * @param prefix what the file has before each of those names, such as {@code module.}
 * @param head of the network, or a name that no tensor has
 * @param matched names of the network that the file has in their shape
 * @param missing those that it doesn't have
 * @param otherShape those that it has in another shape, which is said with them
 * @param unused names of the file that the network has no use for
 * @param more those of them that lie within the network's own parts, as its layers do
 */
record Fit(
    Model network,
    Naming naming,
    String prefix,
    Head head,
    List<String> matched,
    List<String> missing,
    List<String> otherShape,
    List<String> unused,
    List<String> more) {
  /** Set by a file's own normalisation, or by what is known of it: not a sign of a network. */
  private static final String NORMALIZE = "normalize.";

  private static final String COUNTER = "num_batches_tracked";

  /**
   * Of a network's tensors, how many have to be there: `resnet18`'s are 0.56 of `resnet34`'s, and a
   * whole `vgg13_bn`'s 0.58 of `vgg16_bn`'s.
   */
  private static final double ENOUGH = 0.75;

  Fit {
    matched = List.copyOf(matched);
    missing = List.copyOf(missing);
    otherShape = List.copyOf(otherShape);
    unused = List.copyOf(unused);
    more = List.copyOf(more);
  }

  /** By whichever names, and with what stands before them, the file has most of its tensors. */
  static Fit of(Model network, Map<String, Shape> file) {
    Fit own = with(Naming.OWN, network, file);
    return TimmNames.of(network.name())
        .map(naming -> with(naming, network, file))
        .filter(fit -> fit.counted() > own.counted())
        .orElse(own);
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

  private static Fit with(Naming naming, Model network, Map<String, Shape> file) {
    Set<String> names =
        network.network().stateDict().keySet().stream()
            .map(naming::of)
            .collect(Collectors.toUnmodifiableSet());
    String prefix = prefix(names, file);
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
              Shape found = named.remove(naming.of(name));
              Shape expected = tensor.shape();
              if (found == null) {
                if (!isExtra(name)) {
                  missing.add(name);
                }
              } else if (fits(found, expected, naming, head.has(name))) {
                matched.add(name);
              } else {
                otherShape.add("%s (%s, expected %s)".formatted(name, found, expected));
              }
            });
    List<String> unused =
        Stream.concat(named.keySet().stream(), beside.stream())
            .filter(name -> !isExtra(name))
            .toList();
    List<String> more =
        named.entrySet().stream()
            .filter(entry -> entry.getValue().rank() > 1)
            .map(Map.Entry::getKey)
            .filter(name -> isWithin(names, name) && !isBesideHead(naming, head, name))
            .toList();
    return new Fit(network, naming, prefix, head, matched, missing, otherShape, unused, more);
  }

  /** Whether the name begins as one of the network's does; any number is as good as another. */
  private static boolean isWithin(Set<String> names, String name) {
    String part = part(name);
    return names.stream().map(Fit::part).anyMatch(part::equals);
  }

  /** Classifiers may have other layers: the head begins at random anyway. */
  private static boolean isBesideHead(Naming naming, Head head, String name) {
    return part(naming.of(head.name() + ".weight")).equals(part(name));
  }

  private static String part(String name) {
    return name.substring(0, Math.max(0, name.indexOf('.'))).replaceFirst("^[0-9]+$", "0");
  }

  /** Whether a tensor is no sign of a network. */
  static boolean isExtra(String name) {
    return name.startsWith(NORMALIZE) || isCounter(name);
  }

  /**
   * Whether it counts a batch norm's batches: whole numbers, which programs convert with the rest.
   */
  static boolean isCounter(String name) {
    return name.endsWith(COUNTER);
  }

  /**
   * Others' names may stand for the same numbers in another shape; a head may be for other classes.
   */
  private static boolean fits(Shape found, Shape expected, Naming naming, boolean isHead) {
    if (found.equals(expected)) {
      return true;
    }
    return found.rank() > 0
        && expected.rank() > 0
        && (isHead || found.size(0) == expected.size(0))
        && (naming.isOwn() ? rest(found).equals(rest(expected)) : row(found) == row(expected));
  }

  private static List<Long> rest(Shape shape) {
    return LongStream.range(1, shape.rank()).mapToObj(d -> shape.size((int) d)).toList();
  }

  /** How many numbers there are for each of the first dimension. */
  private static long row(Shape shape) {
    return rest(shape).stream().reduce(1L, (a, b) -> a * b);
  }

  /** What the file calls one of the network's tensors. */
  String inFile(String tensor) {
    return prefix + naming.of(tensor);
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

  /**
   * Whether it is worth starting from. Others name the networks of a family alike, so that one of
   * theirs has to be there but for its head.
   */
  boolean holds() {
    return share() >= ENOUGH && !isOfRelative();
  }

  /** Whether the file has all that the network has, and layers besides, as its larger siblings. */
  boolean isOfLarger() {
    return !more.isEmpty();
  }

  /** Whether the names are others' for this network, but for some that it needs. */
  boolean isOfRelative() {
    return !naming.isOwn()
        && Stream.concat(missing.stream(), otherShape.stream()).anyMatch(name -> !head.has(name));
  }

  /** What sets the network apart from the one that the file is of. */
  String difference() {
    List<String> lacking =
        missing.stream().filter(name -> !head.has(name)).map(naming::of).toList();
    List<String> besides = unused.stream().filter(name -> !head.has(name)).toList();
    String named = naming.isOwn() ? "" : naming.whose() + " names ";
    return "they are named as %sthose of `%s`, but are another network's: %s"
        .formatted(
            named,
            network.name(),
            Stream.of(
                    listed("it has no ", lacking),
                    listed("it has ", besides),
                    listed("of another shape is ", otherShape))
                .filter(part -> !part.isEmpty())
                .collect(Collectors.joining("; ")));
  }

  private static String listed(String what, List<String> names) {
    return names.isEmpty() ? "" : what + StartNotes.some(names);
  }
}
