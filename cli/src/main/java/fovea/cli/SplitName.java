package fovea.cli;

import java.util.Locale;

/** A part of a data set, as {@code --split} names it. */
enum SplitName {
  TEST,
  VALIDATION,
  TRAIN;

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
