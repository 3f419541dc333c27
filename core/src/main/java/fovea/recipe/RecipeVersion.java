package fovea.recipe;

import fovea.FoveaException;
import fovea.data.HoldOut;
import fovea.settings.Declared;
import fovea.settings.Section;
import fovea.settings.YamlNode;
import java.util.Arrays;

/**
 * What a recipe's {@code version} stands for: how things are done that have no key of their own, so
 * that a run of an earlier Fovea can be judged, resumed and repeated as it was.
 */
enum RecipeVersion {
  /** Written without a version. */
  FIRST(1, HoldOut.OVER_ALL),
  NEWEST(2, HoldOut.BY_CLASS);

  private final int number;
  private final HoldOut holdOut;

  RecipeVersion(int number, HoldOut holdOut) {
    this.number = number;
    this.holdOut = holdOut;
  }

  /**
   * Says a recipe's version where it says none, and refuses one that this Fovea doesn't know,
   * before the keys that only a newer one has.
   */
  static void check(YamlNode.Mapping recipe, RecipeVersion assumed) {
    if (!recipe.entries().containsKey("version")) {
      String number = Integer.toString(assumed.number);
      recipe.put("version", new YamlNode.Scalar(number, true, recipe.origin()), recipe.origin());
    }
    Section root = Section.root(Recipe.class, recipe);
    int number = (int) root.single("version", Declared.in(Recipe.class).get(0));
    try {
      of(number);
    } catch (FoveaException e) {
      throw new FoveaException(root.origin("version") + ": " + e.getMessage(), e);
    }
  }

  /**
   * @throws FoveaException for one that this Fovea doesn't know
   */
  static RecipeVersion of(int number) {
    return Arrays.stream(values())
        .filter(version -> version.number == number)
        .findFirst()
        .orElseThrow(
            () ->
                new FoveaException(
                    "`version` is %d, this Fovea knows 1 to %d; use the one that wrote the recipe, or a newer one"
                        .formatted(number, NEWEST.number)));
  }

  HoldOut holdOut() {
    return holdOut;
  }
}
