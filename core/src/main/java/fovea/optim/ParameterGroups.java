package fovea.optim;

import fovea.FoveaException;
import fovea.Spelling;
import fovea.tensor.Tensor;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Which weights are trained how: the first group that a name matches counts.
 *
 * <p>Layers further down learn more slowly where {@code layerDecay} is below 1: the rate of the
 * l-th of L layers is multiplied by {@code layerDecay^(L - l)}, so that the last has the whole
 * rate. A layer is a block with filters or a matrix, in the order of the state dict: all whose
 * first two names are the same, such as {@code layer1.0} or {@code features.3}. What has vectors
 * only, such as a batch norm, goes with the layer before it.
 *
 * @param layerDecay in (0, 1]
 * @see <a href="https://arxiv.org/abs/2003.10555">Clark et al. 2020, appendix A, on layer-wise
 *     decay</a>
 * @see <a href="https://arxiv.org/abs/2106.08254">Bao et al. 2022, section 3, on images</a>
 */
public record ParameterGroups(List<ParameterGroup> groups, double layerDecay) {
  /** All parameters are trained alike. */
  public static final ParameterGroups NONE = new ParameterGroups(List.of(), 1);

  private static final int SHOWN = 5;

  public ParameterGroups {
    groups = List.copyOf(groups);
  }

  private Optional<ParameterGroup> of(String name) {
    return groups.stream().filter(group -> group.matches(name)).findFirst();
  }

  /** Whether the tensor of that name stays as it is. */
  public boolean freezes(String name) {
    return of(name).map(ParameterGroup::frozen).orElse(false);
  }

  /**
   * Refuses a group that is for nothing.
   *
   * @param parameters all names, of frozen ones too
   * @param freezable names of what can be frozen
   * @throws FoveaException naming the pattern, and what was probably meant
   */
  public void requireMatches(Collection<String> parameters, Collection<String> freezable) {
    for (ParameterGroup group : groups) {
      Collection<String> names = group.frozen() ? freezable : parameters;
      if (names.stream().noneMatch(group::matches)) {
        throw new FoveaException(
            "`match` in `groups` is `%s`, which is the name of no weights of this network.%s They are %s."
                .formatted(
                    group.match(), Spelling.didYouMean(group.match(), near(names)), list(names)));
      }
    }
  }

  /** Names, and patterns for all that a module has. */
  private static Set<String> near(Collection<String> names) {
    Set<String> near = new LinkedHashSet<>(names);
    for (String name : names) {
      for (int dot = name.indexOf('.'); dot >= 0; dot = name.indexOf('.', dot + 1)) {
        near.add(name.substring(0, dot) + ".*");
      }
    }
    return near;
  }

  private static String list(Collection<String> names) {
    String shown = String.join(", ", names.stream().limit(SHOWN).toList());
    return names.size() > SHOWN ? shown + " and " + (names.size() - SHOWN) + " more" : shown;
  }

  /**
   * The factors of each parameter.
   *
   * @param parameters by name, in the order of the state dict; frozen ones too, which are layers
   */
  public Map<String, Factors> factors(Map<String, Tensor> parameters) {
    Map<String, Integer> layers = layers(parameters);
    int last = layers.values().stream().mapToInt(layer -> layer).max().orElse(0);
    Map<String, Factors> factors = new LinkedHashMap<>();
    layers.forEach(
        (name, layer) -> {
          double rate = layerDecay == 1 ? 1 : Math.pow(layerDecay, (double) last - layer);
          factors.put(
              name,
              of(name)
                  .map(group -> new Factors(rate * group.rate(), group.decay()))
                  .orElse(new Factors(rate, 1)));
        });
    return factors;
  }

  private static Map<String, Integer> layers(Map<String, Tensor> parameters) {
    Set<String> heavy = new LinkedHashSet<>();
    parameters.forEach(
        (name, parameter) -> {
          if (parameter.shape().rank() > 1) {
            heavy.add(block(name));
          }
        });
    Map<String, Integer> layers = new LinkedHashMap<>();
    Set<String> begun = new LinkedHashSet<>();
    for (String name : parameters.keySet()) {
      String block = block(name);
      if (heavy.contains(block)) {
        begun.add(block);
      }
      layers.put(name, Math.max(1, begun.size()));
    }
    return layers;
  }

  private static String block(String name) {
    String module = name.substring(0, Math.max(0, name.lastIndexOf('.')));
    int second = module.indexOf('.', module.indexOf('.') + 1);
    return module.indexOf('.') < 0 || second < 0 ? module : module.substring(0, second);
  }
}
