package fovea.report;

import fovea.attack.AttackEffort;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Attacks, and how hard they tried, as people read it. */
final class AttackWords {
  private AttackWords() {}

  /** Whether a report's attacks only bound what the model withstands. */
  static boolean quick(TrustReport report) {
    return report.card().effort().equals("quick");
  }

  /** The attacks that ran, such as {@code apgd-ce (20 steps) and square (500 queries)}. */
  static String all(AttackFigures found) {
    List<String> words =
        found.attacks().stream().map(one -> of(one.attack(), one.effort())).toList();
    int last = words.size() - 1;
    return last < 1
        ? String.join("", words)
        : String.join(", ", words.subList(0, last)) + " and " + words.get(last);
  }

  static String of(BudgetFigures found) {
    return of(found.attack(), found.effort());
  }

  private static String of(String attack, AttackEffort effort) {
    List<String> counts = new ArrayList<>();
    add(counts, effort.steps(), "step");
    Integer starts = effort.restarts();
    add(counts, starts == null || starts == 1 ? null : starts, "start");
    add(counts, effort.targets(), "target");
    add(counts, effort.queries(), "query");
    return "%s (%s)".formatted(attack, String.join(", ", counts));
  }

  private static void add(List<String> counts, @Nullable Integer number, String one) {
    if (number != null) {
      String many = one.equals("query") ? "queries" : one + "s";
      counts.add(Figure.number(number) + " " + (number == 1 ? one : many));
    }
  }
}
