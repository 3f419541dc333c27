package fovea.report;

import fovea.attack.AttackOutcome;
import fovea.attack.GradientCheck;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How a model stands changes that are made to fool it. */
final class AttackSection {
  /** What quick attacks can say. */
  static final String QUICK =
      "These attacks were quick, and stronger ones may leave less: what is right still is an upper"
          + " bound. Report robustness by `--full` or `fovea attack`.";

  private AttackSection() {}

  static String html(
      boolean quick,
      @Nullable AttackFigures attacks,
      @Nullable BudgetFigures budgets,
      @Nullable SmallestChanges changes) {
    return (quick && (attacks != null || budgets != null) ? Prose.note(QUICK) : "")
        + (attacks == null ? "" : attacks(attacks))
        + (budgets == null ? "" : budgets(budgets))
        + (changes == null || changes.rows().isEmpty() ? "" : changes(changes));
  }

  private static String attacks(AttackFigures found) {
    HtmlTable table =
        HtmlTable.captioned("By attack, each tried on the images that are right still")
            .head(
                List.of(
                    "attack",
                    "steps",
                    "starts",
                    "targets",
                    "queries",
                    "tried on",
                    "fooled",
                    "accuracy left",
                    "time"));
    for (AttackOutcome one : found.attacks()) {
      table.row(
          one.attack(),
          count(one.effort().steps()),
          count(one.effort().restarts()),
          count(one.effort().targets()),
          count(one.effort().queries()),
          Figure.number(one.tried()),
          Figure.number(one.fooled()),
          Figure.percent(one.robustAccuracy()),
          Figure.duration(one.seconds()));
    }
    return Prose.paragraph(
            "Of %s images it gets %s right as they are, and at most %s (%s) when an attacker may change them by %s at most %s: what %s left."
                .formatted(
                    Figure.number(found.images()),
                    Figure.percent(found.accuracy()),
                    Figure.percent(found.robustAccuracy()),
                    Figure.percents(KeyFigure.wilson(found.robustAccuracy(), found.images())),
                    BudgetPicture.name(found.norm()),
                    found.budget(),
                    AttackWords.all(found)))
        + table.html()
        + check(found.check(), found.warnings());
  }

  private static String count(@Nullable Integer number) {
    return number == null ? Figure.NONE : Figure.number(number);
  }

  private static String check(GradientCheck check, List<String> warnings) {
    String found =
        "Of %s images that were right, random noise of the same size fools %s, gradients fool %s, and %s stay right at a budget that leaves nothing of an image."
            .formatted(
                Figure.number(check.images()),
                Figure.number(check.fooledByNoise()),
                Figure.number(check.fooledByGradients()),
                Figure.number(check.rightAtAnyBudget()));
    return warnings.isEmpty()
        ? Prose.note(found + " Nothing speaks for masked gradients.")
        : Prose.note(found) + Prose.list(warnings.stream().map(Limits::sentence).toList());
  }

  private static String budgets(BudgetFigures found) {
    HtmlTable table =
        HtmlTable.captioned("Accuracy by budget, under " + AttackWords.of(found))
            .head(List.of("budget", "accuracy", "95 % interval"));
    found
        .points()
        .forEach(
            point ->
                table.row(
                    Figure.budget(found.norm(), point.epsilon()),
                    Figure.percent(point.robustAccuracy()),
                    Figure.percents(KeyFigure.wilson(point.robustAccuracy(), found.images()))));
    String about =
        "Accuracy of %s images by the largest change that an attacker may make"
            .formatted(Figure.number(found.images()));
    return "<h3>By budget</h3>\n"
        + BudgetPicture.figure(about, Map.of("accuracy", found))
        + table.html();
  }

  private static String changes(SmallestChanges changes) {
    StringBuilder body =
        new StringBuilder("<h3>The smallest changes found</h3>\n")
            .append(Prose.note("As it is, the change, enhanced about grey, and changed."))
            .append("<div class=\"grid\">\n");
    for (PerturbationSheet.Row row : changes.rows()) {
      body.append("<figure class=\"change\">")
          .append(Html.picture(row.clean(), row.truth()))
          .append(Html.picture(row.change(), "the change, enhanced"))
          .append(Html.picture(row.changed(), "taken for " + row.takenFor()))
          .append("<figcaption>")
          .append(
              Html.text(
                  "%s, taken for %s; the change is %s"
                      .formatted(row.truth(), row.takenFor(), row.size())))
          .append("</figcaption></figure>\n");
    }
    return body.append("</div>\n").toString();
  }
}
