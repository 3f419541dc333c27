package fovea.recipe;

import java.util.Arrays;

/** How often an epoch trains on images of each class. */
public enum Sampling {
  /** On each image once. */
  PLAIN,
  /** More often on images of rarer classes. */
  BALANCED,
  /** Balanced where a class has more than twice the images of another. */
  AUTO,
  /** Equally often on each group of a class, however few images it has. */
  GROUPS;

  private static final int UNEVEN = 2;

  /**
   * Whether an epoch of such images trains on some more often than on others.
   *
   * @param perClass how many images there are of each class
   */
  public boolean balances(int[] perClass) {
    int most = Arrays.stream(perClass).max().orElse(0);
    int least = Arrays.stream(perClass).filter(count -> count > 0).min().orElse(0);
    return switch (this) {
      case PLAIN -> false;
      case BALANCED -> most > least;
      case AUTO -> most > UNEVEN * least;
      case GROUPS -> false; // the classes are not what it goes by
    };
  }
}
