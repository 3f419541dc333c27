package fovea.report;

import fovea.image.Pixels;
import java.util.List;

/** Images beside what explains the answers to them. */
final class ExplanationSection {
  static final String COLOURS = "Red speaks for the answer that is asked about, blue against it.";

  static final String STYLE =
      """
      div.explained { display: flex; flex-wrap: wrap; gap: .6rem; padding: .6rem 0;
        border-bottom: 1px solid var(--line); }
      div.explained figure { width: 9rem; }
      div.explained strong { color: var(--ink); }
      div.explained figure img { width: 8rem; height: 8rem; }
      div.photo figure { width: 13rem; }
      div.photo figure img { width: 13rem; height: 13rem; image-rendering: auto; }
      """;

  /** Wider pictures are shown larger, and as photographs rather than as pixels. */
  private static final int LARGE = 96;

  private ExplanationSection() {}

  /**
   * @param heading of right ones, of wrong ones, and of those of which nobody knows: {@code h2} or
   *     {@code h3}
   */
  static String html(String heading, List<ExplainedPicture> pictures) {
    StringBuilder page = new StringBuilder();
    add(
        page,
        heading,
        "Right",
        pictures.stream().filter(p -> p.truth() != null && p.right()).toList());
    add(
        page,
        heading,
        "Wrong",
        pictures.stream().filter(p -> p.truth() != null && !p.right()).toList());
    add(page, heading, "Images", pictures.stream().filter(p -> p.truth() == null).toList());
    return page.toString();
  }

  private static void add(
      StringBuilder page, String heading, String title, List<ExplainedPicture> pictures) {
    if (pictures.isEmpty()) {
      return;
    }
    page.append("<%1$s>%2$s</%1$s>%n".formatted(heading, title));
    for (ExplainedPicture picture : pictures) {
      boolean isLarge = picture.image().width() > LARGE;
      page.append("<div class=\"explained%s\">%n".formatted(isLarge ? " photo" : ""));
      String truth = picture.truth();
      figure(
          page,
          picture.image(),
          "%s<br/>%s<br/>%s"
              .formatted(
                  truth == null || picture.right()
                      ? "<strong>%s</strong>".formatted(Html.text(picture.answer()))
                      : "<b>%s</b>, is %s".formatted(Html.text(picture.answer()), Html.text(truth)),
                  Html.text(picture.question()),
                  Html.text(picture.name())),
          picture.name());
      for (ExplainedPicture.Overlay overlay : picture.overlays()) {
        String caption =
            overlay.remark().isEmpty()
                ? overlay.method()
                : overlay.method() + ", " + overlay.remark();
        figure(page, overlay.picture(), Html.text(caption), overlay.method());
      }
      page.append("</div>\n");
    }
  }

  private static void figure(StringBuilder page, Pixels picture, String caption, String about) {
    page.append("<figure>")
        .append(Html.picture(picture, about))
        .append("<figcaption>")
        .append(caption)
        .append("</figcaption></figure>\n");
  }
}
