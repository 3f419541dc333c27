package fovea.tune;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * How much each setting has to do with a trial being among the best: by how far the density of the
 * best trials' values differs from that of all, as a share of all settings'.
 *
 * @see <a href="https://arxiv.org/abs/2304.10255">Watanabe et al. 2023, theorem 1</a>
 */
public final class Importance {
  /** Of fewer trials it would be chance. */
  public static final int LEAST = 10;

  private static final double BEST = 0.25;
  private static final int PLACES = 200;

  private Importance() {}

  /** The shares by the settings' paths; empty of too few trials. */
  public static Map<String, Double> of(Space space, List<Trial> trials) {
    List<Trial> known = Trial.scoredBestFirst(trials);
    if (known.size() < LEAST) {
      return Map.of();
    }
    List<Trial> best = known.subList(0, (int) Math.ceil(BEST * known.size()));
    Map<String, Double> divergences = new LinkedHashMap<>();
    for (Dimension dimension : space.dimensions()) {
      divergences.put(dimension.path(), divergence(dimension, best, known));
    }
    double all = divergences.values().stream().mapToDouble(d -> d).sum();
    divergences.replaceAll((path, divergence) -> all == 0 ? 0 : divergence / all);
    return Collections.unmodifiableMap(divergences);
  }

  /** The mean over all trials' density of (best / all - 1)^2. */
  private static double divergence(Dimension dimension, List<Trial> best, List<Trial> all) {
    Density good = Density.of(dimension, best);
    Density any = Density.of(dimension, all);
    return IntStream.range(0, PLACES)
        .mapToDouble(i -> (i + 0.5) / PLACES)
        .map(place -> any.at(place) * Math.pow(good.at(place) / any.at(place) - 1, 2))
        .average()
        .orElseThrow();
  }
}
