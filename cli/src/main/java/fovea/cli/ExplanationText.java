package fovea.cli;

import fovea.explain.MethodFigures;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What explanations say, as people read it. */
final class ExplanationText {
  private ExplanationText() {}

  static void print(PrintStream out, ExplanationResult result) {
    List<String> classes = result.classes();
    List<MethodFigures> all = result.figures();
    Table table = Table.leftAligned();
    for (ExplainedImage image : result.images()) {
      AskedImage asked = image.asked();
      Integer truth = asked.truth();
      String is = truth == null || asked.isRight() ? "" : "is " + classes.get(truth);
      table.row(asked.name(), asked.answer(classes), is, asked.asked(classes));
    }
    table.print(out);
    if (!all.isEmpty()) {
      out.println();
      printFigures(out, all);
    }
  }

  private static void printFigures(PrintStream out, List<MethodFigures> all) {
    boolean located = all.stream().anyMatch(of -> of.inside() != null);
    Table table = Table.aligned("lrrrrrr" + (located ? "rr" : "") + "l");
    List<Object> head =
        new ArrayList<>(
            List.of("method", "ms", "deletion", "insertion", "gain", "sensitivity", "random"));
    if (located) {
      head.addAll(List.of("on object", "pointing"));
    }
    head.add("verdict");
    table.row(head.toArray());
    for (MethodFigures of : all) {
      Double likeness = of.sanity().likeness();
      List<Object> row =
          new ArrayList<>(
              List.of(
                  of.method(),
                  shown(of.milliseconds(), 1),
                  shown(of.deletion(), 3),
                  shown(of.insertion(), 3),
                  shown(of.gainOverRandom(), 3),
                  shown(of.sensitivity(), 2),
                  likeness == null ? "" : shown(likeness, 2)));
      if (located) {
        Double inside = of.insideOverUniform();
        Double pointing = of.pointing();
        row.add(inside == null ? "" : shown(inside, 1) + " x");
        row.add(pointing == null ? "" : shown(100 * pointing, 0) + " %");
      }
      row.add(of.verdict());
      table.row(row.toArray());
    }
    table.print(out);
    all.forEach(
        of -> of.reasons().forEach(reason -> out.println(of.method() + ": " + reason + ".")));
  }

  private static String shown(double value, int digits) {
    return String.format(Locale.ROOT, "%." + digits + "f", value);
  }
}
