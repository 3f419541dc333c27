package fovea.cli;

/** Values of an option with commas between them, as {@code --method "grad-cam, rise"}. */
final class Commas {
  /** A comma and the blanks about it, which belong to neither value: an option's {@code split}. */
  static final String SPLIT = "\\s*,\\s*";

  /** As help shows it: an option's {@code splitSynopsisLabel}. */
  static final String LABEL = ",";

  private Commas() {}
}
