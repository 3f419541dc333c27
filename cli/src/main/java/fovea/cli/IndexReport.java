package fovea.cli;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import fovea.similar.Duplicate;
import fovea.similar.ImageIndex;
import fovea.similar.IndexFindings;
import fovea.similar.Outlier;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/**
 * What an index holds, and what fell out of it: what programs read, and what people do.
 *
 * @param index its file
 * @param model whose features it holds
 * @param dimensions how many features there are of an image
 * @param exact whether every image is compared with
 * @param unreadable images that were left out, one sentence each
 */
record IndexReport(
    String index,
    String model,
    String folder,
    int images,
    int dimensions,
    boolean exact,
    List<String> unreadable,
    @JsonUnwrapped IndexFindings findings,
    double seconds) {
  private static final int SHOWN = 10;

  static IndexReport of(
      Path target,
      ImageIndex index,
      List<String> unreadable,
      IndexFindings findings,
      double seconds) {
    return new IndexReport(
        target.toString(),
        index.about().model().toString(),
        index.about().folder().toString(),
        index.size(),
        index.neighbours().dimensions(),
        index.isExact(),
        List.copyOf(unreadable),
        findings,
        Text.rounded(seconds));
  }

  void print(PrintStream out) {
    Table.leftAligned()
        .row("index", index)
        .row("images", "%s, %s of each".formatted(Text.number(images), features()))
        .row("search", exact ? "exact" : "approximate, by a graph of neighbours")
        .row("duplicates", Text.count(findings.duplicates().size(), "pair"))
        .row("outliers", Text.count(findings.outliers().size(), "image"))
        .row("took", Text.duration(seconds))
        .print(out);
    print(out, "Duplicates", findings.duplicates().size(), duplicates());
    print(out, "Like no other", findings.outliers().size(), outliers());
  }

  private String features() {
    return Text.count(dimensions, "feature");
  }

  private Table duplicates() {
    Table table = Table.aligned("lrll");
    for (Duplicate pair : findings.duplicates().stream().limit(SHOWN).toList()) {
      table.row(
          pair.samePixels() ? "same pixels" : "alike",
          String.format(Locale.ROOT, "%.4f", pair.cosine()),
          pair.first(),
          pair.second());
    }
    return table;
  }

  private Table outliers() {
    Table table = Table.aligned("rl");
    for (Outlier outlier : findings.outliers().stream().limit(SHOWN).toList()) {
      table.row(String.format(Locale.ROOT, "%.1f", outlier.score()), outlier.file());
    }
    return table;
  }

  private static void print(PrintStream out, String title, int all, Table first) {
    if (all == 0) {
      return;
    }
    out.println();
    out.println(
        all > SHOWN ? "%s, the first %d of %s".formatted(title, SHOWN, Text.number(all)) : title);
    first.print(out);
  }
}
