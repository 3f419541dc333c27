package fovea.cli;

import com.fasterxml.jackson.annotation.JsonInclude;
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
 * @param recognised of the photos, each judged by the others; null of a single one
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
    @Nullable Integer recognised,
    double seconds,
    @Nullable String data,
    @Nullable NewClassCost cost) {

  void print(PrintStream out) {
    Table table = Table.leftAligned();
    table.row(
        "learnt",
        String.format(
            Locale.ROOT, "%s from %s, in %.2f s", name, Text.count(photos, "photo"), seconds));
    if (recognised != null) {
      table.row(
          "told",
          "%d of %s, each judged by the others".formatted(recognised, Text.count(photos, "photo")));
    }
    if (cost != null) {
      table.row(
          "others",
          "%s of %s right, %s before"
              .formatted(
                  Text.percent(cost.after()),
                  Text.count(cost.images(), "image"),
                  Text.percent(cost.before())));
      table.row("of these", Text.percent(cost.taken()) + " taken for " + name);
      if (cost.recognised() != null) {
        table.row(
            name,
            "%s of %s told"
                .formatted(Text.percent(cost.recognised()), Text.count(cost.newImages(), "image")));
      }
    }
    table.row("model", model);
    table.print(out);
  }
}
