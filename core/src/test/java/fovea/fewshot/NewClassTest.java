package fovea.fewshot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import fovea.FoveaException;
import fovea.data.ImageSet;
import fovea.data.Split;
import fovea.evaluate.Outputs;
import fovea.image.Pixels;
import fovea.models.Model;
import fovea.models.SmallModels;
import fovea.nn.StartsFromImages;
import fovea.tensor.Execution;
import fovea.tensor.LiveTensors;
import fovea.tensor.Precision;
import fovea.tensor.RandomTensor;
import fovea.tensor.Rng;
import fovea.tensor.Scope;
import fovea.tensor.Shape;
import fovea.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NewClassTest {
  private static final Execution EXACT = new Execution(1, Precision.FLOAT32);

  private final long before = LiveTensors.count();

  @AfterEach
  void everyTensorIsFreed() {
    assertThat(LiveTensors.count()).isEqualTo(before);
  }

  private static Model model(String network, long seed) {
    Model model = SmallModels.of(network, Rng.seeded(seed));
    if (model.network() instanceof StartsFromImages starts) {
      try (Scope scope = Scope.open()) {
        long side = model.input().size(1);
        starts.startFrom(RandomTensor.uniform(0, 1, Rng.seeded(seed), Shape.of(20, 3, side, side)));
      }
    }
    return model;
  }

  private static List<Pixels> photos(Model model, int count) {
    int side = Math.toIntExact(model.input().size(1));
    List<Pixels> photos = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      Rng rng = Rng.seeded(i);
      byte[] rgb = new byte[3 * side * side];
      for (int p = 0; p < rgb.length; p++) {
        rgb[p] = (byte) (p % 3 == 1 ? 120 + rng.nextInt(120) : rng.nextInt(80));
      }
      photos.add(new Pixels(side, side, rgb));
    }
    return photos;
  }

  private static Split.Test split(List<String> classes, List<Pixels> photos) {
    return new Split.Test(
        ImageSet.of(
            classes,
            photos.get(0).height(),
            photos.get(0).width(),
            photos.stream().map(Pixels::rgb).toArray(byte[][]::new),
            new int[photos.size()]));
  }

  private static float[] logits(Model model, List<Pixels> photos) {
    return Outputs.of(model.network(), split(model.classes(), photos), EXACT).logits();
  }

  /** Heads that are linear, linear without a bias and then scaled, filters before a ReLU. */
  @ParameterizedTest
  @ValueSource(strings = {"conv4", "speedrun", "squeezenet1_1"})
  void theOthersLogitsStayAndMostPhotosAreTold(String network) {
    try (Model model = model(network, 1)) {
      List<Pixels> photos = photos(model, 5);
      try (NewClass learnt = NewClass.learn(model, "new", photos, 0.7, EXACT)) {
        Model changed = learnt.model();
        assertThat(changed.classes()).containsExactly("a", "b", "c", "new");
        float[] old = logits(model, photos);
        float[] now = logits(changed, photos);
        int told = 0;
        for (int i = 0; i < 5; i++) {
          double best = Double.NEGATIVE_INFINITY;
          for (int k = 0; k < 3; k++) {
            assertThat(now[i * 4 + k]).isCloseTo(old[i * 3 + k], within(1e-4f));
            best = Math.max(best, now[i * 4 + k]);
          }
          told += now[i * 4 + 3] > best ? 1 : 0;
        }
        // The row that saw a photo says it at least as surely as those that didn't, mostly.
        assertThat(told).isGreaterThanOrEqualTo(3);
        assertThat(learnt.photos()).isEqualTo(5);
      }
    }
  }

  /** By the definition, with what the network gives its head. */
  @Test
  void theRowPointsFromTheCentreToThePhotosAndItsOffsetTellsAsManyAsAskedFor() {
    try (Model model = model("conv4", 2)) {
      List<Pixels> photos = photos(model, 6);
      Outputs<Split.Test> seen =
          Outputs.withInputsOf(model.network(), split(model.classes(), photos), EXACT, "head");
      double[] centre = FeatureCentre.of(HeadRows.of(model), EXACT);
      List<double[]> features = new ArrayList<>();
      for (int i = 0; i < 6; i++) {
        float[] values = seen.features().of(i);
        features.add(IntStream.range(0, values.length).mapToDouble(d -> values[d]).toArray());
      }
      double[][] weights = weights(model);
      double[] biases = biases(model);
      double[] mean = Vectors.mean(List.of(weights));
      double length =
          0.6
              * Arrays.stream(weights)
                  .mapToDouble(w -> Vectors.length(Vectors.difference(w, mean)))
                  .average()
                  .orElseThrow();
      double meanBias = Arrays.stream(biases).average().orElseThrow();
      double[] margins = new double[6];
      for (int left = 0; left < 6; left++) {
        List<double[]> rest = new ArrayList<>(features);
        double[] own = rest.remove(left);
        double[] direction = Vectors.normalised(Vectors.difference(Vectors.mean(rest), centre));
        double logit =
            meanBias
                + Vectors.dot(mean, own)
                + length * Vectors.dot(direction, Vectors.difference(own, centre));
        double best = Double.NEGATIVE_INFINITY;
        for (float other : seen.logits(left)) {
          best = Math.max(best, other);
        }
        margins[left] = logit - best;
      }
      Arrays.sort(margins);
      double offset = -(margins[2]); // 0.6 of six photos: the third from below
      double[] direction = Vectors.normalised(Vectors.difference(Vectors.mean(features), centre));
      try (NewClass learnt = NewClass.learn(model, "new", photos, 0.6, EXACT)) {
        double[] row = weights(learnt.model())[3];
        for (int d = 0; d < row.length; d++) {
          assertThat(row[d]).isCloseTo(mean[d] + length * direction[d], within(1e-4));
        }
        double expected = meanBias + offset - length * Vectors.dot(direction, centre);
        assertThat(biases(learnt.model())[3])
            .isCloseTo(expected, within(1e-3 * (1 + Math.abs(expected))));
      }
    }
  }

  @Test
  void atTheCentreTheHeadSaysAllClassesAsReadily() {
    try (Model model = model("conv4", 7)) {
      HeadRows rows = HeadRows.of(model);
      double[] pictures = FeatureCentre.ofPictures(model, EXACT);
      double[] centre = FeatureCentre.of(rows, EXACT);
      assertThat(range(rows, centre)).isLessThan(0.1 * range(rows, pictures));
      // The least move is one along the rows: what is square to all of them stays.
      double[] moved = Vectors.difference(centre, pictures);
      double[] rest = moved.clone();
      for (int pass = 0; pass < 2000; pass++) {
        for (HeadRows.Row row : rows.rows()) {
          double[] off = Vectors.difference(row.weights(), rows.mean().weights());
          double share = Vectors.dot(rest, off) / Vectors.dot(off, off);
          for (int d = 0; d < rest.length; d++) {
            rest[d] -= share * off[d];
          }
        }
      }
      assertThat(Vectors.length(moved)).isPositive();
      assertThat(Vectors.length(rest)).isLessThan(1e-6 * Vectors.length(moved));
    }
  }

  /** Between the class that the head says most and the one that it says least. */
  private static double range(HeadRows rows, double[] features) {
    double[] logits =
        rows.rows().stream()
            .mapToDouble(row -> Vectors.dot(row.weights(), features) + row.bias())
            .toArray();
    return Arrays.stream(logits).max().orElseThrow() - Arrays.stream(logits).min().orElseThrow();
  }

  private static double[][] weights(Model model) {
    Tensor weight = model.network().stateDict().get("head.weight");
    float[] values = weight.toFloats();
    int rows = Math.toIntExact(weight.shape().size(0));
    int size = values.length / rows;
    double[][] weights = new double[rows][size];
    for (int i = 0; i < values.length; i++) {
      weights[i / size][i % size] = values[i];
    }
    return weights;
  }

  private static double[] biases(Model model) {
    float[] values = model.network().stateDict().get("head.bias").toFloats();
    return IntStream.range(0, values.length).mapToDouble(k -> values[k]).toArray();
  }

  @Test
  void theMoreAreToBeToldTheEasierTheClassIsSaid() {
    try (Model model = model("conv4", 3)) {
      List<Pixels> photos = photos(model, 5);
      double last = Double.NEGATIVE_INFINITY;
      for (double accepted : new double[] {0.3, 0.6, 1}) {
        try (NewClass learnt = NewClass.learn(model, "new", photos, accepted, EXACT)) {
          double bias = biases(learnt.model())[3];
          assertThat(bias).isGreaterThan(last);
          last = bias;
        }
      }
    }
  }

  @Test
  void aSinglePhotoIsEnough() {
    try (Model model = model("conv4", 4)) {
      List<Pixels> photos = photos(model, 1);
      try (NewClass learnt = NewClass.learn(model, "new", photos, 0.7, EXACT)) {
        Outputs<Split.Test> outputs =
            Outputs.of(learnt.model().network(), split(learnt.model().classes(), photos), EXACT);
        assertThat(outputs.predicted(0)).isEqualTo(3);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"conv4", "speedrun", "squeezenet1_1"})
  void removingWhatWasAddedLeavesTheModelAsItWas(String network) {
    try (Model model = model(network, 5);
        NewClass learnt = NewClass.learn(model, "new", photos(model, 2), 0.7, EXACT);
        Model back = RemovedClass.of(learnt.model(), "new")) {
      assertThat(back.classes()).isEqualTo(model.classes());
      assertSame(back, model, List.of(0, 1, 2));
    }
  }

  @Test
  void aRemovedClassTakesItsRowAndNothingElse() {
    try (Model model = model("conv4", 6);
        Model fewer = RemovedClass.of(model, "b")) {
      assertThat(fewer.classes()).containsExactly("a", "c");
      assertSame(fewer, model, List.of(0, 2));
    }
  }

  /** All tensors, those of the head for some rows of the other's. */
  private static void assertSame(Model found, Model expected, List<Integer> rows) {
    Map<String, Tensor> of = expected.network().stateDict();
    String head = LabelledFeatures.head(expected).name();
    found
        .network()
        .stateDict()
        .forEach(
            (name, tensor) -> {
              float[] values = of.get(name).toFloats();
              if (name.startsWith(head + ".")) {
                int size = values.length / expected.classes().size();
                float[] some = new float[rows.size() * size];
                for (int r = 0; r < rows.size(); r++) {
                  System.arraycopy(values, rows.get(r) * size, some, r * size, size);
                }
                values = some;
              }
              assertThat(tensor.toFloats()).as(name).isEqualTo(values);
            });
  }

  @Test
  void theLastTwoClassesStay() {
    try (Model model = model("conv4", 6);
        Model two = RemovedClass.of(model, "b")) {
      assertThatThrownBy(() -> RemovedClass.of(two, "a"))
          .isInstanceOf(FoveaException.class)
          .hasMessage(
              "a is one of two classes, and a model of one has nothing to tell apart; add another class first");
    }
  }

  @Test
  void noPhotosAreRefused() {
    try (Model model = model("conv4", 6)) {
      assertThatThrownBy(() -> NewClass.learn(model, "new", List.of(), 0.7, EXACT))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage(
              "0 photos of `new`, expected at least one of a class that the model doesn't have");
    }
  }
}
