package fovea.inspect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import fovea.data.DataSet;
import fovea.data.ImageSet;
import fovea.data.Shapes;
import fovea.data.Split;
import fovea.evaluate.Features;
import fovea.evaluate.Outputs;
import fovea.models.Head;
import fovea.models.Model;
import fovea.models.Models;
import fovea.tensor.Execution;
import fovea.tensor.Precision;
import fovea.tensor.Rng;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What is said of images, against plain loops over the same outputs. */
class DataViewTest {
  private static ImageSet images;
  private static ImageSet known;
  private static Outputs<Split.Test> outputs;
  private static Outputs<Split.Train> knownOutputs;
  private static DataView view;

  @BeforeAll
  static void look() {
    DataSet shapes = Shapes.draw(240, 3);
    images = shapes.splits().test().images();
    known = shapes.splits().train().images();
    try (Model model =
        Models.create("cifar10-cnn", Map.of("blocks", 1), shapes.classes(), Rng.seeded(1))) {
      String head = Head.of(model.network(), 10).orElseThrow().name();
      Execution how = new Execution(2, Precision.FLOAT32);
      outputs = Outputs.withInputsOf(model.network(), new Split.Test(images), how, head);
      knownOutputs = Outputs.withInputsOf(model.network(), new Split.Train(known), how, head);
    }
    view = DataView.of(images, outputs, known, knownOutputs, 2);
  }

  private static double margin(int image) {
    double[] sorted =
        IntStream.range(0, 10).mapToDouble(c -> outputs.logits(image)[c]).sorted().toArray();
    return sorted[9] - sorted[8];
  }

  private static List<String> ranked(boolean right) {
    return IntStream.range(0, images.size())
        .filter(i -> (outputs.predicted(i) == images.label(i)) == right)
        .boxed()
        .sorted(Comparator.comparingDouble((Integer i) -> margin(i)).reversed())
        .limit(24)
        .map(images::name)
        .toList();
  }

  @Test
  void thoseThatItIsSurestOfComeFirst() {
    assertThat(view.surest().stream().map(one -> one.image().file())).isEqualTo(ranked(true));
    assertThat(view.wrongest().stream().map(one -> one.image().file())).isEqualTo(ranked(false));
    assertThat(view.wrongest()).hasSize(24);
    assertThat(view.wrongest())
        .allSatisfy(
            one -> {
              assertThat(one.predicted()).isNotEqualTo(one.image().label());
              assertThat(one.probability()).isBetween(0.1, 1.0);
            });
    assertThat(view.surest())
        .allSatisfy(one -> assertThat(one.predicted()).isEqualTo(one.image().label()));
  }

  private static double cosine(float[] one, float[] other) {
    double product = 0;
    double first = 0;
    double second = 0;
    for (int d = 0; d < one.length; d++) {
      product += (double) one[d] * other[d];
      first += (double) one[d] * one[d];
      second += (double) other[d] * other[d];
    }
    return product / Math.sqrt(first * second);
  }

  private static int named(ImageSet set, String name) {
    return IntStream.range(0, set.size())
        .filter(i -> set.name(i).equals(name))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void theNearestKnownImagesAreThoseOfTheLargestCosine() {
    assertThat(view.nearest()).isNotEmpty();
    for (NearestTraining row : view.nearest()) {
      float[] asked = outputs.features().of(named(images, row.asked().image().file()));
      double[] sorted =
          IntStream.range(0, known.size())
              .mapToDouble(i -> cosine(asked, knownOutputs.features().of(i)))
              .sorted()
              .toArray();
      assertThat(row.nearest()).hasSize(5);
      for (int rank = 0; rank < 5; rank++) {
        NearImage near = row.nearest().get(rank);
        float[] theirs = knownOutputs.features().of(named(known, near.image().file()));
        assertThat(near.cosine())
            .isCloseTo(sorted[sorted.length - 1 - rank], within(1e-5))
            .isCloseTo(cosine(asked, theirs), within(1e-5));
      }
    }
  }

  @Test
  void anImageIsNotItsOwnNeighbour() {
    DataView own = DataView.of(known, knownOutputs, known, knownOutputs, 2);
    assertThat(own.nearest())
        .allSatisfy(
            row ->
                assertThat(row.nearest().stream().map(near -> near.image().file()))
                    .hasSize(5)
                    .doesNotContain(row.asked().image().file()));
  }

  @Test
  void aPrototypeIsTheMeanOfAClassesFeaturesOfLengthOne() {
    Features features = knownOutputs.features();
    float[][] means = new float[10][features.size()];
    for (int i = 0; i < known.size(); i++) {
      float[] own = features.of(i);
      double length = Math.sqrt(square(own));
      for (int d = 0; d < own.length; d++) {
        means[known.label(i)][d] += (float) (own[d] / length / known.perClass()[known.label(i)]);
      }
    }
    assertThat(view.prototypes()).hasSize(10);
    for (int c = 0; c < 10; c++) {
      Prototype prototype = view.prototypes().get(c);
      int number = c;
      assertThat(prototype.label()).isEqualTo(known.classes().get(c));
      assertThat(prototype.images()).isEqualTo(known.perClass()[c]);
      assertThat(prototype.coherence()).isCloseTo(Math.sqrt(square(means[c])), within(1e-5));
      double[] sorted =
          IntStream.range(0, known.size())
              .filter(i -> known.label(i) == number)
              .mapToDouble(i -> cosine(means[number], features.of(i)))
              .sorted()
              .toArray();
      assertThat(prototype.typical().get(0).cosine())
          .isCloseTo(sorted[sorted.length - 1], within(1e-5));
      assertThat(prototype.untypical().get(0).cosine()).isCloseTo(sorted[0], within(1e-5));
      double nearest =
          IntStream.range(0, 10)
              .filter(other -> other != number)
              .mapToDouble(other -> cosine(means[number], means[other]))
              .max()
              .orElseThrow();
      assertThat(prototype.cosine()).isCloseTo(nearest, within(1e-5));
      assertThat(prototype.nearestClass()).isNotEqualTo(prototype.label());
    }
  }

  private static double square(float[] vector) {
    double square = 0;
    for (float value : vector) {
      square += (double) value * value;
    }
    return square;
  }

  @Test
  void everyImageIsOnTheMapOnceAndWithinIt() {
    assertThat(view.map().stream().map(point -> point.image().file()))
        .containsExactlyElementsOf(
            IntStream.range(0, images.size()).mapToObj(images::name).toList());
    assertThat(view.map())
        .allSatisfy(
            point -> {
              assertThat(point.x()).isBetween(-1e-9, 1 + 1e-9);
              assertThat(point.y()).isBetween(-1e-9, 1 + 1e-9);
              assertThat(point.image().pixels().width()).isLessThanOrEqualTo(32);
            });
    double[] ends = view.map().stream().mapToDouble(MapPoint::x).sorted().toArray();
    double[] others = view.map().stream().mapToDouble(MapPoint::y).sorted().toArray();
    double width = ends[ends.length - 1] - ends[0];
    double height = others[others.length - 1] - others[0];
    assertThat(Math.max(width, height)).isCloseTo(1, within(1e-9));
  }
}
