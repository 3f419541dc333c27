package fovea.cli;

import fovea.settings.YamlText;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.List;

/**
 * A line over an axis in a terminal, by Braille's characters, of which each has two dots beside and
 * four above one another.
 */
final class TextPlot {
  private static final int COLUMNS = 64;
  private static final int ROWS = 10;
  private static final int ACROSS = 2;
  private static final int ABOVE = 4;
  private static final int LABEL = 9;
  private static final int EMPTY = 0x2800;

  /** The bits of a character's dots, by row and column. */
  private static final int[][] DOTS = {{0x01, 0x08}, {0x02, 0x10}, {0x04, 0x20}, {0x40, 0x80}};

  private final double[] values;
  private final double least;
  private final double most;

  /**
   * @param values at equal distances
   * @param least at the bottom
   * @param most at the top, above the least
   */
  TextPlot(double[] values, double least, double most) {
    this.values = values.clone();
    this.least = least;
    this.most = most;
  }

  /**
   * The picture.
   *
   * @param left what stands below the first value
   * @param right what stands below the last one
   */
  List<String> lines(String left, String right) {
    int[][] cells = new int[ROWS][COLUMNS];
    int before = height(0);
    for (int x = 0; x < ACROSS * COLUMNS; x++) {
      int now = height(x);
      for (int y = Math.min(before, now); y <= Math.max(before, now); y++) {
        int down = ABOVE * ROWS - 1 - y;
        cells[down / ABOVE][x / ACROSS] |= DOTS[down % ABOVE][x % ACROSS];
      }
      before = now;
    }
    List<String> lines = new ArrayList<>();
    for (int row = 0; row < ROWS; row++) {
      StringBuilder line = new StringBuilder(label(row)).append(" │");
      for (int cell : cells[row]) {
        line.append((char) (EMPTY + cell));
      }
      lines.add(line.toString());
    }
    lines.add(" ".repeat(LABEL) + " └" + "─".repeat(COLUMNS));
    int room = Math.max(1, COLUMNS - left.length() - right.length());
    lines.add(" ".repeat(LABEL + 2) + left + " ".repeat(room) + right);
    return lines;
  }

  /** In dots, from 0 on. */
  private int height(int x) {
    int at = (int) Math.round((double) x * (values.length - 1) / (ACROSS * COLUMNS - 1));
    double share = Math.max(0, Math.min(1, (values[at] - least) / (most - least)));
    return (int) Math.round(share * (ABOVE * ROWS - 1));
  }

  private String label(int row) {
    String text = row == 0 ? number(most) : row == ROWS - 1 ? number(least) : "";
    return " ".repeat(Math.max(0, LABEL - text.length())) + text;
  }

  /** To three digits, without those that say nothing. */
  static String number(double value) {
    return YamlText.number(new BigDecimal(value).round(new MathContext(3)).doubleValue());
  }
}
