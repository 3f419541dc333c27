package fovea.report;

import fovea.inspect.Judgement;
import fovea.inspect.NearImage;
import fovea.inspect.NearestTraining;
import fovea.inspect.Prototype;
import fovea.inspect.ShownImage;
import java.util.List;

/** How a network sees the images of a data set. */
final class SeenImagesSection {
  private SeenImagesSection() {}

  static String judgements(String words, List<Judgement> judgements) {
    StringBuilder html = new StringBuilder(Prose.paragraph(words)).append("<div class=\"grid\">\n");
    judgements.forEach(judgement -> html.append(figure(judgement)));
    return html.append("</div>\n").toString();
  }

  private static String figure(Judgement judgement) {
    ShownImage image = judgement.image();
    boolean right = judgement.predicted().equals(image.label());
    return figure(
        image,
        "%s %s%s<br/>%s"
            .formatted(
                right
                    ? Html.text(judgement.predicted())
                    : "<b>%s</b>".formatted(Html.text(judgement.predicted())),
                Figure.percent(judgement.probability()),
                right ? "" : "<br/>filed as " + Html.text(image.label()),
                Html.text(image.file())));
  }

  private static String figure(ShownImage image, String caption) {
    return "<figure>%s<figcaption>%s</figcaption></figure>%n"
        .formatted(Html.picture(image.pixels(), image.label()), caption);
  }

  static String nearest(List<NearestTraining> rows) {
    StringBuilder html =
        new StringBuilder(
            Prose.paragraph(
                "On the left an image that was judged; beside it those that the network knows and sees as most like it, with the cosine of their features."));
    for (NearestTraining row : rows) {
      html.append("<div class=\"near\">").append(figure(row.asked()));
      row.nearest().forEach(near -> html.append(figure(near)));
      html.append("</div>\n");
    }
    return html.toString();
  }

  private static String figure(NearImage near) {
    return figure(
        near.image(),
        "%s %s<br/>%s"
            .formatted(
                Html.text(near.image().label()),
                Svg.format("%.3f", near.cosine()),
                Html.text(near.image().file())));
  }

  static String prototypes(List<Prototype> prototypes) {
    HtmlTable table =
        HtmlTable.captioned(
                "Coherence is the length of the mean of a class's features, each of length 1: at 1 all of its images are seen alike.")
            .head(List.of("class", "images", "coherence", "nearest class", "cosine with it"));
    StringBuilder pictures = new StringBuilder();
    for (Prototype each : prototypes) {
      table.row(
          each.label(),
          Figure.number(each.images()),
          Svg.format("%.3f", each.coherence()),
          each.nearestClass() == null ? Figure.NONE : each.nearestClass(),
          each.cosine() == null ? Figure.NONE : Svg.format("%.3f", each.cosine()));
      pictures.append("<h3>%s</h3>%n<div class=\"grid\">%n".formatted(Html.text(each.label())));
      each.typical().forEach(near -> pictures.append(figure(near)));
      pictures.append("</div>\n");
      if (!each.untypical().isEmpty()) {
        pictures.append(Prose.note("and those farthest from it")).append("<div class=\"grid\">\n");
        each.untypical().forEach(near -> pictures.append(figure(near)));
        pictures.append("</div>\n");
      }
    }
    return table.html()
        + Prose.paragraph("Of each class the images nearest to the mean of all.")
        + pictures;
  }
}
