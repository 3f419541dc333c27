package fovea.report;

import fovea.audit.Proportion;
import fovea.audit.ShortcutProbe;
import java.util.List;

/** Whether predictions follow the object or what happens to be around it. */
final class ShortcutSection {
  private ShortcutSection() {}

  static String html(ShortcutProbe probe) {
    HtmlTable table =
        HtmlTable.captioned(
                "Of %s images: predictions that stay when something is taken away, that stay when it is another image's, and that become that image's"
                    .formatted(Figure.number(probe.images())))
            .head(
                List.of(
                    "",
                    "stay without",
                    "stay when swapped",
                    "follow",
                    "95 % interval",
                    "more than lost ones",
                    "at least"));
    for (ShortcutProbe.Followed one : probe.factors()) {
      Proportion follows = one.follows();
      table.row(
          one.factor(),
          Figure.percent(one.keptWithout().value()),
          Figure.percent(one.kept().value()),
          Figure.percent(follows.value()),
          GroupSection.bounds(follows),
          Figure.percent(one.excess()),
          Figure.percent(one.excessAtLeast()));
    }
    return Prose.paragraph(
            probe.shortcut() == null
                ? "No shortcut among these: besides the object nothing is surely followed far above chance."
                : "A shortcut: predictions follow the %s.".formatted(probe.shortcut()))
        + table.html()
        + Prose.note(
            "The last columns: by how much more often a prediction becomes the other image's class than with the same thing of an image that is taken for its own class, and the bound of that, 95 % for the three things besides the object together. From a bound of 15 % on it is called a shortcut.");
  }
}
