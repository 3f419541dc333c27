package fovea.report;

import fovea.image.PngEncoder;
import fovea.inspect.MapPoint;
import fovea.inspect.ShownImage;
import java.util.List;

/**
 * Images laid out by a map, framed in a colour for each class. Where scripts run, the wheel, two
 * fingers or + and - come nearer, and dragging moves; images grow less than the distances between
 * them.
 */
final class MapPicture {
  private static final double SIDE = 1_000;
  private static final double MARGIN = 24;
  private static final int MOST_IN_KEY = 40;

  /** Without the characters that XML has for itself. */
  private static final String SCRIPT =
      """
      (function () {
        const svg = document.querySelector('svg.map');
        const side = svg.viewBox.baseVal.width;
        const things = Array.from(svg.querySelectorAll('g'));
        const places = things.map(g => {
          const moved = g.transform.baseVal.getItem(0).matrix;
          return [moved.e, moved.f];
        });
        let view = {x: 0, y: 0, size: side};
        const show = () => {
          svg.setAttribute('viewBox', [view.x, view.y, view.size, view.size].join(' '));
          const scale = Math.sqrt(view.size / side);
          things.forEach((g, i) => g.setAttribute('transform',
            'translate(' + places[i].join(' ') + ') scale(' + scale + ')'));
        };
        const at = e => {
          const box = svg.getBoundingClientRect();
          return [(e.clientX - box.left) / box.width, (e.clientY - box.top) / box.height];
        };
        const zoom = (factor, point) => {
          const size = Math.min(side, Math.max(side / 80, view.size * factor));
          const gone = view.size - size;
          view = {x: view.x + point[0] * gone, y: view.y + point[1] * gone, size: size};
          show();
        };
        svg.addEventListener('wheel', e => {
          e.preventDefault();
          zoom(e.deltaY > 0 ? 1.25 : 0.8, at(e));
        }, {passive: false});
        svg.addEventListener('dblclick', () => { view = {x: 0, y: 0, size: side}; show(); });
        svg.addEventListener('keydown', e => {
          if (e.key === '+') { zoom(0.8, [0.5, 0.5]); }
          if (e.key === '-') { zoom(1.25, [0.5, 0.5]); }
        });
        const fingers = new Map();
        svg.addEventListener('pointerdown', e => {
          svg.setPointerCapture(e.pointerId);
          fingers.set(e.pointerId, at(e));
        });
        const apart = () => {
          const both = Array.from(fingers.values());
          return Math.hypot(both[0][0] - both[1][0], both[0][1] - both[1][1]);
        };
        svg.addEventListener('pointermove', e => {
          const before = fingers.get(e.pointerId);
          if (before === undefined) { return; }
          const now = at(e);
          if (fingers.size === 1) {
            view.x -= (now[0] - before[0]) * view.size;
            view.y -= (now[1] - before[1]) * view.size;
            fingers.set(e.pointerId, now);
            show();
          } else if (fingers.size === 2) {
            const wide = apart();
            fingers.set(e.pointerId, now);
            zoom(wide / Math.max(0.01, apart()), now);
          }
        });
        const lifted = e => fingers.delete(e.pointerId);
        svg.addEventListener('pointerup', lifted);
        svg.addEventListener('pointercancel', lifted);
      })();
      """;

  private MapPicture() {}

  /**
   * @param classes in the order of their colours
   */
  static String html(List<String> classes, List<MapPoint> points) {
    double image = Math.max(14, Math.min(40, SIDE / Math.sqrt(points.size()) * 0.8));
    StringBuilder svg =
        new StringBuilder(
            Svg.format(
                "<svg class=\"map\" tabindex=\"0\" viewBox=\"0 0 %.0f %.0f\" role=\"img\""
                    + " aria-label=\"Map of %d images, alike ones together\">%n",
                SIDE, SIDE, points.size()));
    for (MapPoint point : points) {
      ShownImage shown = point.image();
      svg.append(
          Svg.format(
              "<g transform=\"translate(%1$.2f %2$.2f) scale(1)\"><image x=\"-%3$.2f\""
                  + " y=\"-%3$.2f\" width=\"%4$.2f\" height=\"%4$.2f\" href=\"%5$s\"><title>%6$s: %7$s"
                  + "</title></image><rect x=\"-%3$.2f\" y=\"-%3$.2f\" width=\"%4$.2f\""
                  + " height=\"%4$.2f\" stroke=\"%8$s\"/></g>%n",
              place(point.x()),
              place(point.y()),
              image / 2,
              image,
              PngEncoder.dataAddress(shown.pixels()),
              Html.text(shown.label()),
              Html.text(shown.file()),
              colour(classes.indexOf(shown.label()), classes.size())));
    }
    return svg + "</svg>\n" + key(classes) + "<script>\n" + SCRIPT + "</script>\n";
  }

  private static double place(double share) {
    return MARGIN + share * (SIDE - 2 * MARGIN);
  }

  private static String key(List<String> classes) {
    if (classes.size() > MOST_IN_KEY) {
      return "";
    }
    StringBuilder key = new StringBuilder("<ul class=\"key\">\n");
    for (int c = 0; c < classes.size(); c++) {
      key.append(
          "<li><i style=\"background: %s\"></i>%s</li>%n"
              .formatted(colour(c, classes.size()), Html.text(classes.get(c))));
    }
    return key.append("</ul>\n").toString();
  }

  private static String colour(int number, int of) {
    return Svg.format("hsl(%.0f 75%% 50%%)", 360.0 * Math.max(0, number) / Math.max(1, of));
  }
}
