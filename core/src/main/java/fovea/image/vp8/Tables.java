package fovea.image.vp8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** The numbers that the format fixes. */
final class Tables {
  /** How many probabilities the coefficients have: of 4 kinds, 8 bands, 3 contexts, 11 branches. */
  static final int PROBABILITIES = 4 * 8 * 3 * 11;

  /** Probabilities before a frame changes them. */
  static final int[] COEFFICIENTS;

  /** The probability of each of these not being changed. */
  static final int[] CHANGES;

  /** Of the modes of a block: 9 each by the mode above (of 10) and the mode to the left (of 10). */
  static final int[] BLOCK_MODES;

  /** Quantisation step of the first coefficient, by quantiser. */
  static final int[] FIRST_STEP;

  /** Quantisation step of the others. */
  static final int[] OTHER_STEP;

  static {
    int[] all = read();
    int to = 0;
    COEFFICIENTS = Arrays.copyOfRange(all, to, to += PROBABILITIES);
    CHANGES = Arrays.copyOfRange(all, to, to += PROBABILITIES);
    BLOCK_MODES = Arrays.copyOfRange(all, to, to += 10 * 10 * 9);
    FIRST_STEP = Arrays.copyOfRange(all, to, to += 128);
    OTHER_STEP = Arrays.copyOfRange(all, to, to + 128);
  }

  private Tables() {}

  private static int[] read() {
    try (InputStream in = Tables.class.getResourceAsStream("tables.txt");
        BufferedReader lines =
            new BufferedReader(new InputStreamReader(in, StandardCharsets.US_ASCII))) {
      return lines
          .lines()
          .filter(line -> !line.startsWith("#"))
          .flatMap(line -> Arrays.stream(line.split(" ")))
          .mapToInt(Integer::parseInt)
          .toArray();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
