package fovea.data;

import fovea.FoveaException;

/**
 * What an episode consists of, the small task by which few-shot learning is trained and judged.
 *
 * @param ways classes, at least 2
 * @param shots images of each class to learn it from, at least 1
 * @param queries other images of each class, to be told, at least 1
 * @see <a href="https://arxiv.org/abs/1606.04080">Vinyals et al. 2016, section 2.2</a>
 */
public record EpisodeShape(int ways, int shots, int queries) {
  public EpisodeShape {
    if (ways < 2 || shots < 1 || queries < 1) {
      throw new IllegalArgumentException(
          "%d ways, %d shots and %d queries, expected at least 2, 1 and 1"
              .formatted(ways, shots, queries));
    }
    if ((long) ways * ((long) shots + queries) > Integer.MAX_VALUE) {
      throw new FoveaException(
          "episodes of %,d ways with %,d shots and %,d queries each have more images than there can be; take fewer"
              .formatted(ways, shots, queries));
    }
  }

  /** Images of each class. */
  public int perClass() {
    return shots + queries;
  }

  /** Images of an episode. */
  public int size() {
    return ways * perClass();
  }
}
