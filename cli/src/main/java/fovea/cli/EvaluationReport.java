package fovea.cli;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import fovea.audit.GroupReport;
import fovea.evaluate.ClassResult;
import fovea.evaluate.Evaluation;
import fovea.run.TrainedModel;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a model achieves on a split: what programs read, and what people do.
 *
 * @param model the file
 * @param data the data set's name
 * @param fingerprint of the data
 * @param split as it was asked for
 * @param part which images of the data they are
 * @param unknownClasses of the data that the model doesn't have, with how many images were left out
 * @param accuracyWithViews over views of each image, null where nobody asked
 * @param groups figures by group, an entry for each attribute; null where nobody asked
 * @param shortcuts what predictions follow, null where nobody asked
 */
@SuppressWarnings("ArrayRecordComponent") // made of an evaluation, which copies, and only printed
record EvaluationReport(
    String model,
    String data,
    String fingerprint,
    String split,
    @JsonIgnore String part,
    String precision,
    int images,
    double accuracy,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Double accuracyWithViews,
    double loss,
    double macroF1,
    List<String> classes,
    Map<String, Integer> unknownClasses,
    List<ClassResult> perClass,
    long[][] confusionMatrix,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable List<GroupReport> groups,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable ShortcutReport shortcuts) {

  private static final int CONFUSIONS = 5;

  static EvaluationReport of(
      TrainedModel trained,
      String precision,
      Judged judged,
      String split,
      Evaluation evaluation,
      @Nullable Double accuracyWithViews,
      @Nullable List<GroupReport> groups,
      @Nullable ShortcutReport shortcuts) {
    return new EvaluationReport(
        trained.file().toString(),
        judged.set().name(),
        judged.set().fingerprint(),
        split,
        judged.part(),
        precision,
        evaluation.images(),
        evaluation.accuracy(),
        accuracyWithViews,
        evaluation.loss(),
        evaluation.macroF1(),
        trained.model().classes(),
        judged.unknown(),
        evaluation.perClass(),
        evaluation.confusionMatrix(),
        groups,
        shortcuts);
  }

  void print(PrintStream out) {
    Table figures = Table.leftAligned();
    figures.row(
        "accuracy",
        "%s of %s, %s".formatted(Text.percent(accuracy), Text.count(images, "image"), part));
    if (accuracyWithViews != null) {
      figures.row("accuracy with views", Text.percent(accuracyWithViews));
    }
    figures
        .row("loss", String.format(Locale.ROOT, "%.4f", loss))
        .row("macro F1", Text.percent(macroF1))
        .print(out);
    out.println();
    Table table = Table.aligned("lrrrr");
    table.row("class", "precision", "recall", "F1", "images");
    for (ClassResult one : perClass) {
      table.row(
          one.name(),
          percent(one.precision()),
          percent(one.recall()),
          percent(one.f1()),
          Text.number(one.support()));
    }
    table.print(out);
    printConfusions(out);
    if (groups != null) {
      groups.forEach(each -> GroupText.print(each, out));
    }
    if (shortcuts != null) {
      shortcuts.print(out);
    }
  }

  private static String percent(@Nullable Double share) {
    return share == null ? "" : Text.percent(share);
  }

  private record Confusion(String truth, String predicted, long images) {}

  private void printConfusions(PrintStream out) {
    List<Confusion> confusions = new ArrayList<>();
    for (int t = 0; t < classes.size(); t++) {
      for (int p = 0; p < classes.size(); p++) {
        if (t != p && confusionMatrix[t][p] > 0) {
          confusions.add(new Confusion(classes.get(t), classes.get(p), confusionMatrix[t][p]));
        }
      }
    }
    if (confusions.isEmpty()) {
      return;
    }
    confusions.sort(Comparator.comparingLong(Confusion::images).reversed());
    out.println();
    out.println("most often confused");
    Table table = Table.aligned("lr");
    for (Confusion confusion : confusions.subList(0, Math.min(CONFUSIONS, confusions.size()))) {
      table.row(
          "%s taken for %s".formatted(confusion.truth, confusion.predicted),
          Text.number(confusion.images));
    }
    table.print(out);
  }
}
