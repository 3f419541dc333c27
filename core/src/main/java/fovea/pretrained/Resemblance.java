package fovea.pretrained;

import fovea.FoveaException;
import fovea.models.Catalogue;
import fovea.models.Model;
import fovea.nn.ToBeLoaded;
import fovea.settings.Declared;
import fovea.tensor.Rng;
import fovea.tensor.Shape;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;

/** Which network of a catalogue a file's weights are of. */
final class Resemblance {
  /** A head's outputs count for nothing, so any number of them will do. */
  private static final List<String> CLASSES = List.of("one", "two");

  /** Of its tensors' shapes, how many a network must have to be named as what a file looks like. */
  private static final double ALIKE = 0.8;

  private final Catalogue networks;
  private final Map<String, Shape> file;

  /**
   * @param file the shapes in it, by name
   */
  Resemblance(Catalogue networks, Map<String, Shape> file) {
    this.networks = networks;
    this.file = file;
  }

  /**
   * The network that most of the names and shapes are of, with the arguments that make it so.
   *
   * @param among their names
   * @param given arguments that are settled
   * @return empty where none holds enough of them
   */
  Optional<Pretrained.Network> byNames(List<String> among, Map<String, Object> given) {
    return best(
        among,
        given,
        0,
        model -> {
          Fit fit = Fit.of(model, file);
          // Of two that hold all of their own, the one that uses more of the file is meant.
          return fit.holds() && !fit.isOfLarger()
              ? fit.share() - 1e-3 * fit.unused().size() / (1 + file.size())
              : 0.0;
        });
  }

  /** What sets the file's network apart from the one here whose names another program gives it. */
  Optional<String> relative() {
    TreeMap<Double, String> byShare = new TreeMap<>();
    return best(
            networks.names(),
            Map.of(),
            0.5,
            model -> {
              Fit fit = Fit.of(model, file);
              if (!fit.isOfRelative() && !fit.isOfLarger()) {
                return 0.0;
              }
              byShare.putIfAbsent(fit.share(), fit.difference());
              return fit.share();
            })
        .map(unused -> byShare.lastEntry())
        .map(Map.Entry::getValue);
  }

  /**
   * A network that has tensors of these shapes under other names, and no more vectors than are
   * here.
   */
  Optional<Pretrained.Network> byShapes() {
    Map<Shape, Integer> counts = counts(file.values());
    return best(
        networks.names(),
        Map.of(),
        ALIKE,
        model -> {
          List<Shape> own =
              model.network().stateDict().entrySet().stream()
                  .filter(entry -> !Fit.isExtra(entry.getKey()))
                  .map(entry -> entry.getValue().shape())
                  .toList();
          if (vectors(own) > vectors(file.values())) {
            return 0.0;
          }
          Map<Shape, Integer> found = counts(own);
          int common = 0;
          int all = 0;
          for (Map.Entry<Shape, Integer> entry : found.entrySet()) {
            all += entry.getValue();
            common += Math.min(entry.getValue(), counts.getOrDefault(entry.getKey(), 0));
          }
          int others = counts.values().stream().mapToInt(n -> n).sum() - common;
          return all == 0 ? 0 : (double) common / Math.max(all, common + others);
        });
  }

  private static long vectors(Collection<Shape> shapes) {
    return shapes.stream().filter(shape -> shape.rank() == 1).count();
  }

  /** Filters and matrices: vectors are alike everywhere. */
  private static Map<Shape, Integer> counts(Iterable<Shape> shapes) {
    Map<Shape, Integer> counts = new HashMap<>();
    for (Shape shape : shapes) {
      if (shape.rank() > 1) {
        counts.merge(shape, 1, Integer::sum);
      }
    }
    return counts;
  }

  private Optional<Pretrained.Network> best(
      List<String> among,
      Map<String, Object> given,
      double least,
      Function<Model, Double> likeness) {
    Optional<Pretrained.Network> best = Optional.empty();
    double most = least;
    for (String name : among) {
      for (Map<String, Object> arguments : variants(name, given)) {
        double found = likeness(name, arguments, likeness);
        if (found > most) {
          most = found;
          best = Optional.of(new Pretrained.Network(name, arguments));
        }
      }
    }
    return best;
  }

  private double likeness(
      String name, Map<String, Object> arguments, Function<Model, Double> likeness) {
    try (ToBeLoaded block = ToBeLoaded.block();
        Model model = networks.create(name, arguments, CLASSES, Rng.seeded(0))) {
      return likeness.apply(model);
    } catch (FoveaException e) {
      return 0; // it doesn't take what is given
    }
  }

  /** What was given, and each other choice for what wasn't. */
  private List<Map<String, Object>> variants(String name, Map<String, Object> given) {
    List<Map<String, Object>> variants = new ArrayList<>();
    variants.add(given);
    for (Declared argument : Declared.in(networks.named(name))) {
      if (!given.containsKey(argument.key()) && argument.type() != String.class) {
        for (Object choice : choices(argument)) {
          Map<String, Object> variant = new LinkedHashMap<>(given);
          variant.put(argument.key(), choice);
          variants.add(variant);
        }
      }
    }
    return variants;
  }

  private static List<?> choices(Declared argument) {
    if (argument.isChoice()) {
      return argument.choices().stream().filter(c -> !c.equals(argument.standard())).toList();
    }
    return argument.type() == boolean.class
        ? List.of(!argument.standard().equals("true"))
        : List.of();
  }
}
