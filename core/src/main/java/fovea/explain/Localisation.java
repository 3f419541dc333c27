package fovea.explain;

/**
 * How an explanation lies to the object, where somebody knows where that is.
 *
 * @param inside share of what speaks for the answer that is on the object, in [0, 1]; that of its
 *     area where nothing speaks for it
 * @param area share of the image that is the object, which is what a uniform map would have inside
 * @param hit whether the pixel that speaks most for the answer is on the object, the pointing game
 * @see <a href="https://arxiv.org/abs/1608.00507">Zhang et al. 2016, section 4.1</a>
 */
public record Localisation(double inside, double area, boolean hit) {
  /**
   * @param object [height, width] flattened, with at least one pixel
   */
  public static Localisation of(Relevance relevance, boolean[] object) {
    if (object.length != relevance.values().length) {
      throw new IllegalArgumentException(
          "an object among %d pixels, the relevance is of %d"
              .formatted(object.length, relevance.values().length));
    }
    double inside = 0;
    double all = 0;
    int pixels = 0;
    for (int p = 0; p < object.length; p++) {
      all += relevance.support(p);
      inside += object[p] ? relevance.support(p) : 0;
      pixels += object[p] ? 1 : 0;
    }
    if (pixels == 0) {
      throw new IllegalArgumentException("an object without pixels can't be pointed at");
    }
    double area = (double) pixels / object.length;
    return new Localisation(all == 0 ? area : inside / all, area, object[relevance.peak()]);
  }
}
