package fovea.cli;

import com.fasterxml.jackson.annotation.JsonIgnore;
import fovea.fewshot.FewShotResult;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * How well classes are told that were learnt from a few images.
 *
 * @param model that the features are of
 * @param data that the classes are of
 * @param base whose mean features simpleshot subtracts, or null where it subtracts nothing
 * @param classes that episodes are drawn from
 * @param images of these
 * @param features of an image, how many numbers
 * @param seed of the episodes
 * @param results a method and number of shots each
 */
record FewshotReport(
    String model,
    String data,
    @Nullable String base,
    List<String> classes,
    int images,
    int features,
    long seed,
    List<FewshotFigure> results) {

  /**
   * Of a method.
   *
   * @param halfWidth of the 95 % interval, also where that would go beyond 0 or 1
   * @param low end of the 95 % interval
   * @param high end of the 95 % interval
   */
  record FewshotFigure(
      String method,
      int ways,
      int shots,
      int queries,
      int episodes,
      double accuracy,
      @JsonIgnore double halfWidth,
      double low,
      double high) {
    static FewshotFigure of(FewShotResult result) {
      return new FewshotFigure(
          result.method(),
          result.shape().ways(),
          result.shape().shots(),
          result.shape().queries(),
          result.episodes(),
          result.accuracy(),
          result.halfWidth(),
          result.interval().low(),
          result.interval().high());
    }

    private String text() {
      return String.format(Locale.ROOT, "%.2f +- %.2f %%", 100 * accuracy, 100 * halfWidth);
    }
  }

  void print(PrintStream out) {
    FewshotFigure any = results.get(0);
    out.printf(
        "%d classes of %s: %d ways, %s, %s%n%n",
        classes.size(),
        data,
        any.ways,
        any.queries == 1 ? "1 query" : any.queries + " queries",
        Text.count(any.episodes, "episode"));
    List<Integer> shots = results.stream().map(FewshotFigure::shots).distinct().toList();
    Table table = Table.aligned("l" + "r".repeat(shots.size()));
    List<Object> title = new ArrayList<>(List.of(""));
    shots.forEach(k -> title.add(Text.count(k, "shot")));
    table.row(title.toArray());
    for (String method : results.stream().map(FewshotFigure::method).distinct().toList()) {
      List<Object> row = new ArrayList<>(List.of(method));
      results.stream()
          .filter(figure -> figure.method.equals(method))
          .forEach(figure -> row.add(figure.text()));
      table.row(row.toArray());
    }
    table.print(out);
    out.printf("%nEach with its 95 %% interval; chance is %s.%n", Text.percent(1.0 / any.ways));
  }
}
