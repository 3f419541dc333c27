package fovea.report;

import fovea.train.BatchFacts;
import fovea.train.EpochRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A run under way on one page, which asks for itself again every few seconds until it has ended.
 */
public final class LivePage {
  private static final int SECONDS = 5;

  private LivePage() {}

  /** The page, which needs nothing but itself. */
  public static String html(LiveRun run) {
    String body =
        "<h1>%s</h1>\n".formatted(Html.text(run.folder()))
            + Prose.paragraph(status(run))
            + charts(run)
            + images(run)
            + mistakes(run);
    String page = Html.page(run.folder(), TrustStyle.SHEET + CurveChart.STYLE, body);
    return run.ended()
        ? page
        : page.replaceFirst(
            "<meta charset",
            "<meta http-equiv=\"refresh\" content=\"" + SECONDS + "\"/>\n<meta charset");
  }

  private static String status(LiveRun run) {
    String what = "%s on %s".formatted(run.model(), run.data());
    BatchFacts batch = run.batch();
    if (run.ended()) {
      return "%s: ended after %d of %d epochs."
          .formatted(what, run.epochs().size(), run.ofEpochs());
    }
    return batch == null
        ? what + ": begins."
        : Svg.format(
            "%s: epoch %d of %d, step %d of %d; loss %.3f, accuracy %s, %,.0f images/s.",
            what,
            batch.epoch(),
            run.ofEpochs(),
            batch.step(),
            batch.steps(),
            batch.loss(),
            Panel.percent(batch.accuracy()),
            batch.imagesPerSecond());
  }

  private static String charts(LiveRun run) {
    if (run.epochs().isEmpty()) {
      return Prose.note("Curves follow after the first epoch.");
    }
    CurveChart accuracy =
        chart(
            "accuracy: of training images, and of validation images (dashed)",
            Panel::percent,
            run,
            EpochRecord::trainAccuracy,
            EpochRecord::validationAccuracy);
    CurveChart loss =
        chart(
            "loss: of training images, and of validation images (dashed)",
            Figure::plain,
            run,
            EpochRecord::trainLoss,
            EpochRecord::validationLoss);
    Svg svg = Svg.of(2 * CurveChart.WIDTH, CurveChart.HEIGHT, "accuracy and loss by epoch");
    accuracy.draw(svg, 0, 0);
    loss.draw(svg, CurveChart.WIDTH, 0);
    return Prose.section(
        "curves", "Curves", "<figure class=\"wide\">%s</figure>\n".formatted(svg.html()));
  }

  private static CurveChart chart(
      String title,
      DoubleFunction<String> text,
      LiveRun run,
      Function<EpochRecord, @Nullable Double> train,
      Function<EpochRecord, @Nullable Double> validation) {
    return new CurveChart(
        title,
        text,
        List.of(
            new CurveChart.Line(0, points(run, train)),
            new CurveChart.Line(1, points(run, validation))));
  }

  private static List<CurveChart.Point> points(
      LiveRun run, Function<EpochRecord, @Nullable Double> figure) {
    List<CurveChart.Point> points = new ArrayList<>();
    for (EpochRecord epoch : run.epochs()) {
      Double value = figure.apply(epoch);
      if (value != null && Double.isFinite(value)) {
        points.add(new CurveChart.Point(epoch.epoch(), value, value, value));
      }
    }
    return points;
  }

  private static String images(LiveRun run) {
    if (run.images().isEmpty()) {
      return "";
    }
    StringBuilder html = new StringBuilder("<div class=\"grid\">\n");
    run.images()
        .forEach(
            image ->
                html.append(
                    "<figure>%s</figure>\n".formatted(Html.picture(image, "a training image"))));
    return Prose.section("images", "Training images, as they are varied", html + "</div>\n");
  }

  private static String mistakes(LiveRun run) {
    if (run.mistakes().isEmpty()) {
      return "";
    }
    StringBuilder html = new StringBuilder("<div class=\"grid\">\n");
    for (LiveRun.Mistaken mistake : run.mistakes()) {
      html.append(
          Svg.format(
              "<figure>%s<figcaption><b>%s</b> %.0f %%, is %s</figcaption></figure>\n",
              Html.picture(mistake.image(), mistake.truth()),
              Html.text(mistake.predicted()),
              100 * mistake.probability(),
              Html.text(mistake.truth())));
    }
    return Prose.section(
        "mistakes",
        "Validation images taken for something else, the surest first",
        html + "</div>\n");
  }
}
