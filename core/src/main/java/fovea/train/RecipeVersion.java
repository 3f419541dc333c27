package fovea.train;

import fovea.FoveaException;
import fovea.data.Draw;
import java.util.Arrays;

/**
 * What a recipe's {@code version} stands for: how things are done that have no key of their own, so
 * that a run of an earlier Fovea can be judged, resumed and repeated as it was.
 */
enum RecipeVersion {
  /** Written without a version. */
  FIRST(1, Draw.OVER_ALL),
  NEWEST(2, Draw.BY_CLASS);

  private final int number;
  private final Draw draw;

  RecipeVersion(int number, Draw draw) {
    this.number = number;
    this.draw = draw;
  }

  /**
   * The version of a recipe that is being read.
   *
   * @param otherwise where it says none
   * @throws FoveaException for one that this Fovea doesn't know
   */
  static RecipeVersion of(Section recipe, RecipeVersion otherwise) {
    int number = recipe.whole("version", Limits.VERSION, otherwise.number);
    return Arrays.stream(values())
        .filter(version -> version.number == number)
        .findFirst()
        .orElseThrow(
            () ->
                new FoveaException(
                    "%s: `version` is %d, this Fovea knows 1 to %d; use the one that wrote the recipe, or a newer one"
                        .formatted(recipe.origin("version"), number, NEWEST.number)));
  }

  static RecipeVersion of(Draw draw) {
    return Arrays.stream(values())
        .filter(version -> version.draw == draw)
        .findFirst()
        .orElseThrow();
  }

  int number() {
    return number;
  }

  Draw draw() {
    return draw;
  }
}
