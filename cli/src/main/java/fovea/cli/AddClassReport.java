package fovea.cli;

import com.fasterxml.jackson.annotation.JsonInclude;
import fovea.audit.Proportion;
import fovea.fewshot.NewClass;
import fovea.fewshot.NewClassCost;
import java.io.PrintStream;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What came of teaching a model a class.
 *
 * @param model the new one
 * @param name of the class
 * @param classes that the new model knows, in the order of its outputs
 * @param photos that it was learnt from
 * @param recognised null: how many of the photos are told follows from what was asked for
 * @param drawn share of drawn pictures, of nothing in particular, that is taken for the class
 * @param seconds that learning took, the model being open
 * @param data that the cost was measured on, or null
 * @param cost for the other classes, or null
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record AddClassReport(
    String model,
    String name,
    List<String> classes,
    int photos,
    @JsonInclude(JsonInclude.Include.ALWAYS) @Nullable Integer recognised,
    Proportion drawn,
    double seconds,
    @Nullable String data,
    @Nullable NewClassCost cost) {

  void print(PrintStream out) {
    Table table = Table.leftAligned();
    table.row(
        "learnt",
        String.format(
            Locale.ROOT, "%s from %s, in %.2f s", name, Text.count(photos, "photo"), seconds));
    if (cost == null) {
      table.row(
          "drawn",
          "%s of %d drawn pictures taken for %s".formatted(bounded(drawn), drawn.images(), name));
    } else {
      table.row(
          "others",
          "%s of %s right, %s before"
              .formatted(
                  bounded(cost.bounds().after()),
                  Text.count(cost.images(), "image"),
                  Text.percent(cost.before())));
      table.row("of these", bounded(cost.bounds().taken()) + " taken for " + name);
      Proportion own = cost.bounds().recognised();
      if (own != null) {
        table.row(
            name, "%s of %s told".formatted(bounded(own), Text.count(cost.newImages(), "image")));
      }
    }
    table.row("model", model);
    table.print(out);
  }

  /** What speaks against the class, a sentence each without a full stop. */
  List<String> warnings() {
    if (cost != null && cost.takesMany()) {
      return List.of(
          "%s of the other classes' images are taken for %s, so it is hardly told from them; see that all photos show it, take more of them, or a smaller --accept"
              .formatted(Text.percent(cost.taken()), name));
    }
    if (cost == null && drawn.value() > NewClass.MANY_DRAWN) {
      return List.of(
          "%s of pictures that show nothing in particular are taken for %s, so images of other classes may be, too; --data says how many"
              .formatted(Text.percent(drawn.value()), name));
    }
    return List.of();
  }

  private static String bounded(Proportion share) {
    return String.format(
        Locale.ROOT,
        "%s (%.1f to %.1f)",
        Text.percent(share.value()),
        100 * share.low(),
        100 * share.high());
  }
}
