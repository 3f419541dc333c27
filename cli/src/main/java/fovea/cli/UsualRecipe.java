package fovea.cli;

import fovea.FoveaException;
import fovea.data.TypicalSize;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * The recipe of those who don't name one.
 *
 * @param why a sentence without full stop, where that depends on the data
 */
record UsualRecipe(String name, Optional<String> why) {
  /** Larger images are photographs; shrunk to 32 x 32 they would hardly be told apart. */
  private static final int LARGEST_SMALL = 64;

  /**
   * The one that is named, or else that of weights or data.
   *
   * @param from weights that it starts from, if any
   */
  static UsualRecipe unlessNamed(@Nullable String recipe, @Nullable String from, String data) {
    if (recipe != null) {
      return new UsualRecipe(recipe, Optional.empty());
    }
    return from == null ? of(data) : new UsualRecipe("finetune", Optional.empty());
  }

  static UsualRecipe of(String data) {
    OptionalInt side = side(data);
    if (side.isEmpty() || side.getAsInt() <= LARGEST_SMALL) {
      return new UsualRecipe("article", Optional.empty());
    }
    return new UsualRecipe(
        "photos",
        Optional.of(
            "the images of %s have %d pixels, the median of their shorter sides, so the recipe is photos; --recipe names another"
                .formatted(data, side.getAsInt())));
  }

  /** Whether data are class folders, whose images can be read in any size. */
  static boolean isFolder(String data) {
    return side(data).isPresent();
  }

  /**
   * The median of the images' shorter sides, for class folders. What is wrong with the data is said
   * when they are opened.
   */
  static OptionalInt side(String data) {
    try {
      return TypicalSize.of(data);
    } catch (FoveaException e) {
      return OptionalInt.empty();
    }
  }
}
