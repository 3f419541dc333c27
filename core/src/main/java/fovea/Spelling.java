package fovea;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** Finds the word that was probably meant. */
public final class Spelling {
  private Spelling() {}

  /** The nearest candidate, unless it differs in more than a third of its letters. */
  public static Optional<String> nearest(String word, Collection<String> candidates) {
    return candidates.stream()
        .filter(
            candidate ->
                distance(plain(word), plain(candidate)) <= Math.max(1, candidate.length() / 3))
        .min(Comparator.comparingInt(candidate -> distance(plain(word), plain(candidate))));
  }

  /** {@code " Did you mean `x`?"}, to follow a sentence, or nothing if no candidate is near. */
  public static String didYouMean(String word, Collection<String> candidates) {
    return nearest(word, candidates).map(near -> " Did you mean `" + near + "`?").orElse("");
  }

  /** Without what distinguishes learningRate, learning_rate and learning-rate. */
  public static String plain(String word) {
    return word.replaceAll("[-_ ]", "").toLowerCase(Locale.ROOT);
  }

  /**
   * The number of letters to insert, remove, replace or exchange with their neighbour.
   *
   * @see <a href="https://doi.org/10.1145/363958.363994">Damerau 1964</a>
   */
  static int distance(String a, String b) {
    int[][] d = new int[a.length() + 1][b.length() + 1];
    for (int i = 0; i <= a.length(); i++) {
      for (int j = 0; j <= b.length(); j++) {
        if (i == 0 || j == 0) {
          d[i][j] = i + j;
          continue;
        }
        int replaced = d[i - 1][j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        d[i][j] = Math.min(replaced, Math.min(d[i - 1][j], d[i][j - 1]) + 1);
        if (i > 1
            && j > 1
            && a.charAt(i - 1) == b.charAt(j - 2)
            && a.charAt(i - 2) == b.charAt(j - 1)) {
          d[i][j] = Math.min(d[i][j], d[i - 2][j - 2] + 1);
        }
      }
    }
    return d[a.length()][b.length()];
  }
}
