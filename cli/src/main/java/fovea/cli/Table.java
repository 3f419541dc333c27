package fovea.cli;

import fovea.Visible;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;

/** Rows of text in columns as wide as they need to be, whatever names are in them. */
final class Table {
  private final String alignment;
  private final List<String[]> rows = new ArrayList<>();

  private int firstColumn;

  private Table(String alignment) {
    this.alignment = alignment;
  }

  /** A table whose columns all begin at their left. */
  static Table leftAligned() {
    return new Table("");
  }

  /**
   * @param alignment a letter a column, {@code l} or {@code r}
   */
  static Table aligned(String alignment) {
    return new Table(alignment);
  }

  /** The first column is at least so wide, as in other tables that it goes on from. */
  Table firstColumn(int columns) {
    firstColumn = columns;
    return this;
  }

  Table row(Object... cells) {
    String[] texts = new String[cells.length];
    for (int i = 0; i < cells.length; i++) {
      texts[i] = Visible.of(String.valueOf(cells[i]));
    }
    rows.add(texts);
    return this;
  }

  void print(PrintStream out) {
    int columns = rows.stream().mapToInt(row -> row.length).max().orElse(0);
    if (columns == 0) {
      return;
    }
    int[] widths = new int[columns];
    widths[0] = firstColumn;
    for (String[] row : rows) {
      for (int i = 0; i < row.length; i++) {
        widths[i] = Math.max(widths[i], Text.columns(row[i]));
      }
    }
    for (String[] row : rows) {
      StringBuilder line = new StringBuilder();
      for (int i = 0; i < row.length; i++) {
        String padding = " ".repeat(widths[i] - Text.columns(row[i]));
        boolean right = i < alignment.length() && alignment.charAt(i) == 'r';
        line.append(right ? padding + row[i] : row[i] + padding).append("  ");
      }
      out.println(line.toString().stripTrailing());
    }
  }
}
