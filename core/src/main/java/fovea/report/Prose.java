package fovea.report;

import java.util.List;

/** Pieces of a report's text. */
final class Prose {
  private Prose() {}

  /** Words of anybody, as a paragraph. */
  static String paragraph(String words) {
    return "<p>%s</p>%n".formatted(html(words));
  }

  static String note(String words) {
    return "<p class=\"note\">%s</p>%n".formatted(html(words));
  }

  /** With what stands between backticks as code. */
  private static String html(String words) {
    return Html.text(words).replaceAll("`([^`]+)`", "<code>$1</code>");
  }

  static String list(List<String> sentences) {
    StringBuilder list = new StringBuilder("<ul>\n");
    sentences.forEach(sentence -> list.append("<li>").append(html(sentence)).append("</li>\n"));
    return list.append("</ul>\n").toString();
  }

  /** A picture with what it shows written below it. */
  static String figure(String picture, String caption) {
    return "<figure class=\"wide\">%s<figcaption>%s</figcaption></figure>%n"
        .formatted(picture, Html.text(caption));
  }

  /**
   * A section of a page.
   *
   * @param id that the contents lead to
   * @param body HTML
   */
  static String section(String id, String title, String body) {
    return "<section id=\"%s\">%n<h2>%s</h2>%n%s</section>%n".formatted(id, Html.text(title), body);
  }
}
