package fovea.serve.insight;

import com.fasterxml.jackson.annotation.JsonProperty;
import fovea.Spelling;
import fovea.data.ImageSet;
import fovea.data.folder.ClassName;
import fovea.evaluate.ClassResult;
import fovea.serve.http.Query;
import fovea.serve.limits.Refusal;
import fovea.variation.InputVariation;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** What is replied of test pictures. */
final class TestPictures {
  private static final int FEW = 8;
  private static final int PAGE = 24;
  private static final int MOST = 100;

  private record Example(int image, @JsonProperty("class") String name, String picture) {}

  private record Examples(List<Example> shown) {}

  private record PerClass(
      String name,
      @Nullable Double precision,
      @Nullable Double recall,
      @Nullable Double f1,
      long images) {
    static PerClass of(ClassResult found) {
      return new PerClass(
          found.name(), found.precision(), found.recall(), found.f1(), found.support());
    }
  }

  @SuppressWarnings("ArrayRecordComponent") // made once and written
  private record Confused(
      int images,
      double accuracy,
      double loss,
      List<String> classes,
      long[][] matrix,
      List<PerClass> perClass) {}

  private record Taken(int image, double probability, String picture) {}

  private record AllTaken(
      String truth, String predicted, int images, int from, List<Taken> shown) {}

  private record Swept(int images, @Nullable Double accuracy, List<InputVariation.Curve> curves) {}

  private TestPictures() {}

  /** A few, of as many classes as possible. */
  static Object examples(ImageSet images, Query query) {
    int[] chosen = Judgement.spread(images, query.number("count", 1, MOST, FEW));
    return new Examples(
        Arrays.stream(chosen)
            .mapToObj(
                i ->
                    new Example(
                        i, images.classes().get(images.label(i)), Judgement.picture(images, i)))
            .toList());
  }

  /** Which classes are taken for which. */
  static Object confusion(Judgement judged, Query query) {
    var found = judged.evaluation();
    return new Confused(
        found.images(),
        found.accuracy(),
        found.loss(),
        judged.images().classes(),
        found.confusionMatrix(),
        found.perClass().stream().map(PerClass::of).toList());
  }

  /** Those of one class that are taken for one. */
  static Object taken(Judgement judged, Query query) {
    List<String> classes = judged.images().classes();
    int truth = number(classes, query, "truth");
    int predicted = number(classes, query, "predicted");
    int[] all = judged.taken(truth, predicted);
    int from = query.number("from", 0, Integer.MAX_VALUE, 0);
    int end = (int) Math.min(all.length, (long) from + query.number("count", 1, MOST, PAGE));
    return new AllTaken(
        classes.get(truth),
        classes.get(predicted),
        all.length,
        from,
        IntStream.range(from, Math.max(from, end))
            .mapToObj(
                i ->
                    new Taken(
                        all[i],
                        judged.probability()[all[i]],
                        Judgement.picture(judged.images(), all[i])))
            .toList());
  }

  private static int number(List<String> classes, Query query, String parameter) {
    String name = query.text(parameter).orElse("");
    int found = ClassName.indexOf(classes, name);
    if (found < 0) {
      throw Refusal.wrongParameter(
          "%s is `%s`, expected a class of the model.%s"
              .formatted(parameter, name, Spelling.didYouMean(name, classes)));
    }
    return found;
  }

  /** How accuracy falls. */
  static Object curves(InputVariation found, Query query) {
    return new Swept(found.images(), found.accuracy(), found.curves());
  }
}
