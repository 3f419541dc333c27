package fovea.report;

import fovea.Visible;
import fovea.files.OwnMark;
import fovea.image.Pixels;
import fovea.image.PngEncoder;
import java.util.List;
import java.util.Locale;

/** Pieces of a page that needs nothing but itself. */
final class Html {
  /** In colours for light and dark, and for paper. */
  static final String STYLE =
      """
      :root { color-scheme: light dark; --ink: #1f2937; --pale: #6b7280; --line: #d1d5db;
        --ground: #ffffff; --card: #f3f4f6; --doubt: #b45309; }
      @media (prefers-color-scheme: dark) { :root { --ink: #e5e7eb; --pale: #9ca3af;
        --line: #374151; --ground: #111827; --card: #1f2937; --doubt: #fbbf24; } }
      @media print { :root { --ink: #000; --pale: #444; --line: #999; --ground: #fff;
        --card: #fff; } section { break-inside: auto; } figure { break-inside: avoid; } }
      body { font: 15px/1.5 system-ui, sans-serif; color: var(--ink); background: var(--ground);
        max-width: 68rem; margin: 0 auto; padding: 1rem; }
      h1 { font-size: 1.6rem; } h2 { font-size: 1.2rem; margin-top: 2rem; }
      p.note, figcaption { color: var(--pale); }
      table { border-collapse: collapse; display: block; overflow-x: auto; }
      th, td { text-align: left; padding: .2rem .8rem .2rem 0;
        border-bottom: 1px solid var(--line); }
      td.number, th.number { text-align: right; font-variant-numeric: tabular-nums; }
      .grid { display: flex; flex-wrap: wrap; gap: .6rem; }
      figure { margin: 0; padding: .5rem; background: var(--card); border-radius: .4rem;
        width: 9rem; overflow-wrap: anywhere; }
      figure.pair { width: 13rem; }
      figure img { width: 5.5rem; height: 5.5rem; object-fit: contain;
        image-rendering: pixelated; }
      figcaption { font-size: .8rem; } figcaption b { color: var(--doubt); }
      """;

  private Html() {}

  /** Text that somebody else chose, such as the name of a file. */
  static String text(String text) {
    StringBuilder escaped = new StringBuilder();
    for (char c : Visible.of(text).toCharArray()) {
      switch (c) {
        case '&' -> escaped.append("&amp;");
        case '<' -> escaped.append("&lt;");
        case '>' -> escaped.append("&gt;");
        case '"' -> escaped.append("&quot;");
        case '\'' -> escaped.append("&#39;");
        default -> escaped.append(c);
      }
    }
    return escaped.toString();
  }

  /** A whole page. */
  static String page(String title, String body) {
    return page(title, "", body);
  }

  /**
   * A whole page, well-formed as XML too.
   *
   * @param more style, after that of all pages
   */
  static String page(String title, String more, String body) {
    return """
    <!DOCTYPE html>
    <html lang="en">
    <head>
    <meta charset="utf-8"/>
    %s
    <meta name="viewport" content="width=device-width, initial-scale=1"/>
    <title>%s</title>
    <style>
    %s%s</style>
    </head>
    <body>
    %s</body>
    </html>
    """
        .formatted(OwnMark.HTML, text(title), STYLE, more, body);
  }

  /** A row of a table; cells that are numbers stand at the right. */
  static String row(String element, List<?> cells) {
    StringBuilder row = new StringBuilder("<tr>");
    for (Object cell : cells) {
      String number = cell instanceof Integer ? " class=\"number\"" : "";
      String shown =
          cell instanceof Integer count
              ? String.format(Locale.ROOT, "%,d", count)
              : text(String.valueOf(cell));
      row.append("<%s%s>%s</%s>".formatted(element, number, shown, element));
    }
    return row.append("</tr>\n").toString();
  }

  /** A picture within the page, as PNG. */
  static String picture(Pixels pixels, String about) {
    return "<img alt=\"%s\" src=\"%s\"/>".formatted(text(about), PngEncoder.dataAddress(pixels));
  }
}
