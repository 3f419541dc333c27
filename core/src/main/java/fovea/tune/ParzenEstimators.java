package fovea.tune;

import fovea.tensor.Rng;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Tree-structured Parzen estimators: of each dimension, the values of the best trials have one
 * density and those of the others another; of some values drawn by the first, that one is taken
 * which is the likeliest to be of the best. The first trials are drawn uniformly. Those that failed
 * are among the others, whatever they failed of: where trials fail is no place to draw from.
 *
 * @see <a href="https://papers.nips.cc/paper/4443-algorithms-for-hyper-parameter-optimization">
 *     Bergstra et al. 2011, section 4</a>
 */
final class ParzenEstimators {
  private static final int AT_RANDOM = 8;
  private static final int CANDIDATES = 24;
  private static final double BEST = 0.15;
  private static final int MOST_BEST = 25;

  private ParzenEstimators() {}

  static Map<String, String> draw(Space space, List<Trial> trials, Rng rng) {
    List<Trial> scored = Trial.scoredBestFirst(trials);
    List<Trial> known = new ArrayList<>(scored);
    trials.stream().filter(trial -> trial.state() == Trial.State.FAILED).forEach(known::add);
    if (known.size() < AT_RANDOM) {
      return space.draw(dimension -> rng.nextDouble());
    }
    int share = (int) Math.ceil(BEST * known.size());
    int best = Math.min(scored.size(), Math.min(MOST_BEST, share));
    return space.draw(
        dimension ->
            likeliest(dimension, known.subList(0, best), known.subList(best, known.size()), rng));
  }

  private static double likeliest(
      Dimension dimension, List<Trial> best, List<Trial> others, Rng rng) {
    Density good = Density.of(dimension, best);
    Density rest = Density.of(dimension, others);
    double chosen = 0;
    double most = Double.NEGATIVE_INFINITY;
    for (int i = 0; i < CANDIDATES; i++) {
      double place = good.draw(rng);
      double ratio = Math.log(good.at(place)) - Math.log(rest.at(place));
      if (ratio > most) {
        most = ratio;
        chosen = place;
      }
    }
    return chosen;
  }
}
