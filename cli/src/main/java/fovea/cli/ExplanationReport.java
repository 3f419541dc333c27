package fovea.cli;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import fovea.explain.Explanation;
import fovea.explain.MethodFigures;
import fovea.explain.Relevance;
import fovea.explain.SelfCheck;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What explanations say, as programs read it.
 *
 * @param layer that those look at which look at one, or null where none does
 * @param failed images that had to be passed over, or null where none had
 * @param comparison how far each can be trusted, or null where nobody asked
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record ExplanationReport(
    String model,
    @Nullable String layer,
    List<String> methods,
    long seed,
    List<Image> images,
    @Nullable List<AskedImages.Failed> failed,
    @Nullable List<Compared> comparison) {

  /**
   * An image.
   *
   * @param predicted the class that the model takes it for
   * @param probability of that class
   * @param about the class that is asked about
   * @param score the logit that is explained, or the difference of two
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record Image(
      String image,
      String predicted,
      double probability,
      @Nullable String truth,
      String about,
      @Nullable String ratherThan,
      double score,
      List<Explained> explanations) {}

  /**
   * What a method says of it.
   *
   * @param peak the pixel that speaks most for the answer: row and column from the top left; null
   *     where it says the same of all
   * @param caution what to be careful about with this method, or null
   * @param relevance [H][W], where no files are written
   * @param files where they are
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  @SuppressWarnings("ArrayRecordComponent") // made to be written
  record Explained(
      String method,
      @Nullable List<Integer> peak,
      @Nullable SelfCheck check,
      @Nullable String caution,
      float @Nullable [][] relevance,
      ExplanationFiles.@Nullable Written files) {}

  /** The figures of a method, and what they come to. */
  record Compared(@JsonUnwrapped MethodFigures figures, String verdict) {}

  /**
   * @param files of each image by method, or none where none were written
   * @param compared whether the methods were
   */
  static ExplanationReport of(
      ExplanationResult result,
      List<Map<String, ExplanationFiles.Written>> files,
      boolean compared) {
    List<Image> images = new ArrayList<>();
    for (ExplainedImage image : result.images()) {
      images.add(
          image(
              image,
              result.classes(),
              result.cautions(),
              files.isEmpty() ? null : files.get(images.size())));
    }
    return new ExplanationReport(
        result.model(),
        result.layer(),
        result.methods().stream().map(Explanation::name).toList(),
        result.seed(),
        images,
        result.failed().isEmpty() ? null : result.failed(),
        compared
            ? result.figures().stream().map(of -> new Compared(of, of.verdict())).toList()
            : null);
  }

  private static Image image(
      ExplainedImage explained,
      List<String> classes,
      Map<String, String> cautions,
      @Nullable Map<String, ExplanationFiles.Written> files) {
    AskedImage asked = explained.asked();
    Integer truth = asked.truth();
    Integer other = asked.question().ratherThan();
    List<Explained> maps = new ArrayList<>();
    explained
        .relevance()
        .forEach(
            (method, relevance) ->
                maps.add(
                    new Explained(
                        method,
                        relevance.isBlank()
                            ? null
                            : List.of(
                                relevance.peak() / relevance.width(),
                                relevance.peak() % relevance.width()),
                        relevance.check(),
                        cautions.get(method),
                        files == null ? rows(relevance) : null,
                        files == null ? null : files.get(method))));
    return new Image(
        asked.name(),
        classes.get(asked.predicted()),
        asked.probability(),
        truth == null ? null : classes.get(truth),
        classes.get(asked.question().about()),
        other == null ? null : classes.get(other),
        asked.question().score(asked.logits()),
        maps);
  }

  private static float[][] rows(Relevance relevance) {
    float[][] rows = new float[relevance.height()][];
    Arrays.setAll(
        rows,
        y ->
            Arrays.copyOfRange(
                relevance.values(), y * relevance.width(), (y + 1) * relevance.width()));
    return rows;
  }
}
