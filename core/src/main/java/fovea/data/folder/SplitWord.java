package fovea.data.folder;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The splits, by what people call their folders. */
public enum SplitWord {
  TRAIN("train|training"),
  VALIDATION("val|valid|validation"),
  TEST("test|testing");

  private static final String SUFFIX = "(?:set|data|images?)?\\d*";
  private static final Pattern BEGINNING = Pattern.compile("([a-z]+?)(?:[-_. ].*|" + SUFFIX + ")");
  private static final Pattern END = Pattern.compile(".*[-_. ]([a-z]+?)" + SUFFIX);
  private static final Pattern NUMBERED = Pattern.compile("([a-z]+)\\d*");

  private final Pattern names;

  SplitWord(String names) {
    this.names = Pattern.compile(names);
  }

  /** As people and programs are told it: {@code validation}. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The split that a folder is called after, in any case: {@code Training}. */
  static Optional<SplitWord> of(String name) {
    String lowerCase = name.toLowerCase(Locale.ROOT);
    for (SplitWord split : values()) {
      if (split.names.matcher(lowerCase).matches()) {
        return Optional.of(split);
      }
    }
    return Optional.empty();
  }

  /** {@link #of}, or with a number behind it: Kaggle's {@code test1}, COCO's {@code val2017}. */
  static Optional<SplitWord> numbered(String name) {
    return word(NUMBERED.matcher(name.toLowerCase(Locale.ROOT)));
  }

  /**
   * The split that a name begins or ends with, as {@code seg_train}, {@code test-set} and {@code
   * TrainingData} do.
   */
  public static Optional<SplitWord> in(String name) {
    String lowerCase = name.toLowerCase(Locale.ROOT);
    Optional<SplitWord> first = word(BEGINNING.matcher(lowerCase));
    Optional<SplitWord> last = word(END.matcher(lowerCase));
    if (first.isPresent() && last.isPresent() && first.get() != last.get()) {
      return Optional.empty();
    }
    return first.or(() -> last);
  }

  private static Optional<SplitWord> word(Matcher name) {
    return name.matches() ? of(name.group(1)) : Optional.empty();
  }
}
