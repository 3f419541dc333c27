package fovea.report;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * A table of a page, with a caption; the first cell of a row names it. Numbers stand at the right.
 */
final class HtmlTable {
  /** With a unit or a second number after it, or none at all; no name or checksum. */
  private static final Pattern NUMBER =
      Pattern.compile(Figure.NONE + "|[-+]?\\d[\\d,.:]*(e[-+]\\d+)?([ /].*)?");

  private final String caption;
  private final List<Object> head = new ArrayList<>();
  private final List<List<Object>> rows = new ArrayList<>();

  /**
   * A cell whose ground says how much, beside the figure in it.
   *
   * @param strength in [0, 1]
   */
  record Heat(String text, double strength) {
    @Override
    public String toString() {
      return text;
    }
  }

  private HtmlTable(String caption) {
    this.caption = caption;
  }

  static HtmlTable captioned(String caption) {
    return new HtmlTable(caption);
  }

  HtmlTable head(List<?> names) {
    head.addAll(names);
    return this;
  }

  HtmlTable rowOf(List<?> cells) {
    rows.add(List.copyOf(cells));
    return this;
  }

  HtmlTable row(Object... cells) {
    return rowOf(List.of(cells));
  }

  String html() {
    StringBuilder html =
        new StringBuilder(
            "<div class=\"scroll\" role=\"group\" tabindex=\"0\" aria-label=\"%1$s\"><table>\n<caption>%1$s</caption>\n"
                .formatted(Html.text(caption)));
    if (!head.isEmpty()) {
      html.append("<thead><tr>");
      for (int i = 0; i < head.size(); i++) {
        String name = text(head.get(i));
        html.append(
            name.isEmpty()
                ? "<td></td>"
                : "<th scope=\"col\"%s>%s</th>".formatted(number(i), name));
      }
      html.append("</tr></thead>\n");
    }
    html.append("<tbody>\n");
    rows.forEach(row -> add(html, row));
    return html.append("</tbody></table></div>\n").toString();
  }

  private void add(StringBuilder html, List<Object> row) {
    html.append("<tr><th scope=\"row\">%s</th>".formatted(text(row.get(0))));
    for (int i = 1; i < row.size(); i++) {
      html.append(
          row.get(i) instanceof Heat heat
              ? Svg.format(
                  "<td class=\"number heat\" style=\"--strength:%.3f\">%s</td>",
                  heat.strength, text(heat))
              : "<td%s>%s</td>".formatted(number(i), text(row.get(i))));
    }
    html.append("</tr>\n");
  }

  private static String text(Object cell) {
    return Html.text(cell.toString());
  }

  /** Of a column of numbers alone. */
  private String number(int column) {
    boolean numbers =
        column > 0
            && rows.stream()
                .filter(row -> column < row.size())
                .map(row -> row.get(column).toString())
                .allMatch(cell -> cell.isEmpty() || NUMBER.matcher(cell).matches());
    return numbers ? " class=\"number\"" : "";
  }
}
