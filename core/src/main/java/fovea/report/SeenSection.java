package fovea.report;

import fovea.image.Pixels;
import fovea.inspect.ClassImage;
import fovea.inspect.FeatureMaps;
import fovea.inspect.FirstFilters;
import fovea.inspect.LayerMaps;
import java.util.List;

/** What there is to see of a network alone. */
final class SeenSection {
  private static final double CELL = 84;
  private static final double PICTURE = 78;
  private static final double NAMES = 190;
  private static final double HEADING = 30;

  private SeenSection() {}

  static String filters(FirstFilters filters) {
    StringBuilder html =
        new StringBuilder(
            Prose.paragraph(
                "The %s filters of `%s`, which look at the image itself. Grey is 0; a colour is what a filter answers to, and stripes are edges."
                    .formatted(Figure.number(filters.pictures().size()), filters.layer())));
    html.append("<div class=\"filters\">\n");
    for (int i = 0; i < filters.pictures().size(); i++) {
      html.append(Html.picture(filters.pictures().get(i), "filter " + i)).append('\n');
    }
    return html.append("</div>\n").toString();
  }

  static String maps(FeatureMaps maps) {
    int columns = maps.layers().stream().mapToInt(layer -> layer.maps().size()).max().orElse(0);
    double width = NAMES + Math.max(1, columns) * CELL;
    double height = HEADING + (maps.layers().size() + 1) * CELL;
    Svg svg = Svg.of(width, height, "An image, and what layers give for it, from the first down");
    svg.text(NAMES, 18, "the channels that vary most, bright where they answer", "start");
    row(svg, 0, "the image", "", List.of(maps.image()));
    for (int i = 0; i < maps.layers().size(); i++) {
      LayerMaps layer = maps.layers().get(i);
      row(
          svg,
          i + 1,
          layer.layer(),
          layer.kind(),
          layer.maps().stream().map(LayerMaps.Channel::picture).toList());
    }
    return Prose.paragraph(
            "One image, layer by layer: the first answer to edges and colours, later ones to textures and parts, the last to what the classes are made of.")
        + Prose.figure(svg.html(), "Names, kinds, and channels x height x width");
  }

  private static void row(Svg svg, int number, String name, String kind, List<Pixels> pictures) {
    double top = HEADING + number * CELL;
    svg.text(0, top + PICTURE / 2, name, "start");
    svg.text(0, top + PICTURE / 2 + 16, kind, "start");
    for (int i = 0; i < pictures.size(); i++) {
      svg.image(NAMES + i * CELL, top, PICTURE, pictures.get(i), name);
    }
  }

  static String classImages(List<ClassImage> images) {
    StringBuilder html =
        new StringBuilder(
            Prose.paragraph(
                "Noise, changed until the network takes it for a class most of all: what it looks for, which need not be what people do."));
    html.append("<div class=\"grid\">\n");
    for (ClassImage image : images) {
      html.append(
          "<figure>%s<figcaption>%s<br/>%s</figcaption></figure>%n"
              .formatted(
                  Html.picture(image.pixels(), image.label()),
                  Html.text(image.label()),
                  Figure.percent(image.probability())));
    }
    return html.append("</div>\n").toString();
  }
}
