package fovea.cli;

import fovea.audit.AuditKind;
import fovea.audit.ClassCounts;
import fovea.audit.Copy;
import fovea.audit.DataAudit;
import fovea.audit.LabelAudit;
import fovea.audit.Suspect;
import java.io.PrintStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What an audit found: what programs read, and what people do.
 *
 * @param findings how many of each kind
 * @param labels null where they weren't looked at
 * @param unjudged why labels weren't judged, or some of them; null where all were, or nobody asked
 */
record AuditReport(
    String data,
    String fingerprint,
    int images,
    double seconds,
    Map<String, Integer> findings,
    List<String> classes,
    List<ClassCounts> counts,
    List<String> unreadable,
    List<Odd> odd,
    List<Copy> copies,
    List<Copy> lookalikes,
    @Nullable LabelAudit labels,
    @Nullable String unjudged) {

  private static final int SHOWN = 10;

  /** An image that is worth a look for itself. */
  record Odd(String kind, String file, String split, String label, String found) {}

  static AuditReport of(DataAudit audit, @Nullable String unjudged, double seconds) {
    Map<String, Integer> findings = new LinkedHashMap<>();
    audit.findings().forEach((kind, count) -> findings.put(kind.toString(), count));
    if (audit.labels() == null) {
      findings.remove(AuditKind.LABELS.toString());
    }
    return new AuditReport(
        audit.data(),
        audit.fingerprint(),
        audit.images(),
        Text.rounded(seconds),
        findings,
        audit.classes(),
        audit.counts(),
        audit.unreadable(),
        audit.flaws().stream()
            .map(
                flaw ->
                    new Odd(
                        flaw.kind().toString(),
                        flaw.image().file(),
                        flaw.image().split(),
                        flaw.image().label(),
                        flaw.found()))
            .toList(),
        audit.copies(),
        audit.lookalikes(),
        audit.labels(),
        unjudged);
  }

  void print(PrintStream out) {
    Table.leftAligned()
        .row("data", data)
        .row("images", Text.number(images))
        .row("fingerprint", fingerprint)
        .print(out);
    out.println();
    Table table = Table.aligned("lr");
    for (AuditKind kind : AuditKind.values()) {
      Integer count = findings.get(kind.toString());
      table.row(kind.description(), count == null ? "not looked for" : Text.number(count));
    }
    table.print(out);
    printCopies(out);
    printSuspects(out);
  }

  private void printCopies(PrintStream out) {
    List<Copy> worst = copies.stream().filter(Copy::acrossSplits).limit(SHOWN).toList();
    if (worst.isEmpty()) {
      return;
    }
    out.println();
    out.println("the first copies across splits");
    Table table = Table.aligned("lllr");
    for (Copy copy : worst) {
      table.row(
          copy.first().split() + " " + copy.first().file(),
          copy.second().split() + " " + copy.second().file(),
          copy.classesDiffer()
              ? copy.first().label() + ", " + copy.second().label()
              : copy.first().label(),
          copy.exact() ? "exact" : String.format(Locale.ROOT, "%.3f", copy.likeness()));
    }
    table.print(out);
  }

  private void printSuspects(PrintStream out) {
    if (labels == null || labels.suspects().isEmpty()) {
      return;
    }
    out.println();
    out.println(
        String.format(
            Locale.ROOT,
            "the first suspects; about %,.0f labels are wrong, by the estimate of %s",
            labels.estimatedWrong(),
            labels.by()));
    Table table = Table.aligned("lllr");
    for (Suspect suspect : labels.suspects().stream().limit(SHOWN).toList()) {
      table.row(
          suspect.image().split() + " " + suspect.image().file(),
          "filed as " + suspect.image().label(),
          "rather " + suspect.suggested(),
          Text.percent(suspect.probability()));
    }
    table.print(out);
  }
}
