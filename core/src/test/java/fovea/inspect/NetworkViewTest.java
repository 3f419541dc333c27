package fovea.inspect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import fovea.FoveaException;
import fovea.data.Batch;
import fovea.data.Shapes;
import fovea.evaluate.Temperature;
import fovea.image.Pixels;
import fovea.models.Model;
import fovea.models.Models;
import fovea.models.SmallModels;
import fovea.nn.Activations;
import fovea.nn.Flatten;
import fovea.nn.Linear;
import fovea.nn.Module;
import fovea.nn.Sequential;
import fovea.tensor.Autograd;
import fovea.tensor.Precision;
import fovea.tensor.Rng;
import fovea.tensor.Scope;
import fovea.tensor.Shape;
import fovea.tensor.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class NetworkViewTest {
  private static Model small() {
    return Models.create("cifar10-cnn", Map.of("blocks", 1), Shapes.classes(), Rng.seeded(1));
  }

  private static Pixels shape() {
    var images = Shapes.draw(60, 1).splits().test().images();
    return new Pixels(images.width(), images.height(), images.pixels(0));
  }

  @Test
  void filtersAreDrawnByTheirOwnLargestValueAboutGrey() {
    try (Model model = small();
        Scope scope = Scope.open()) {
      FirstFilters filters = FirstFilters.of(model.network(), model.input()).orElseThrow();
      Tensor weight = model.network().stateDict().get(filters.layer() + ".weight");
      float[] values = weight.toFloats();
      assertThat(filters.pictures()).hasSize((int) weight.shape().size(0));
      for (int f = 0; f < filters.pictures().size(); f++) {
        Pixels picture = filters.pictures().get(f);
        float largest = 0;
        for (int i = 27 * f; i < 27 * (f + 1); i++) {
          largest = Math.max(largest, Math.abs(values[i]));
        }
        for (int c = 0; c < 3; c++) {
          for (int p = 0; p < 9; p++) {
            double expected = 127.5 + 127.5 * values[27 * f + 9 * c + p] / largest;
            assertThat((double) (picture.rgb()[3 * p + c] & 0xff))
                .isCloseTo(expected, within(0.501));
          }
        }
      }
    }
  }

  @Test
  void aNetworkWithoutConvolutionsHasNoFilters() {
    try (Module network = Sequential.of(new Flatten(), new Linear(12, 2, true, Rng.seeded(1)))) {
      assertThat(FirstFilters.of(network, Shape.of(3, 2, 2))).isEmpty();
    }
  }

  @Test
  void mapsAreWhatLayersGiveTheMostVariedFirst() {
    Pixels image = shape();
    try (Model model = small();
        Scope scope = Scope.open();
        Autograd.NoGrad off = Autograd.noGrad()) {
      FeatureMaps maps = FeatureMaps.of(model.network(), image, Precision.FLOAT32);
      assertThat(maps.layers()).hasSizeGreaterThan(1);
      assertThat(maps.layers().get(0).type()).isEqualTo("Conv2d");
      model.network().eval();
      Tensor input = Batch.images(List.of(image.rgb()), 32, 32);
      for (LayerMaps layer : maps.layers()) {
        Tensor output =
            Activations.of(model.network(), input, List.of(layer.layer()))
                .byName()
                .get(layer.layer());
        float[] values = output.toFloats();
        int area = layer.height() * layer.width();
        assertThat(values).hasSize(layer.channels() * area);
        double before = Double.POSITIVE_INFINITY;
        for (LayerMaps.Channel channel : layer.maps()) {
          double variance = variance(values, channel.number() * area, area);
          assertThat(variance).isLessThanOrEqualTo(before + 1e-9);
          before = variance;
          for (int p = 0; p < area; p++) {
            double value = values[channel.number() * area + p];
            double expected = 255 * (value - channel.low()) / (channel.high() - channel.low());
            assertThat((double) (channel.picture().rgb()[3 * p] & 0xff))
                .isCloseTo(expected, within(0.51));
          }
        }
        double most = 0;
        for (int c = 0; c < layer.channels(); c++) {
          most = Math.max(most, variance(values, c * area, area));
        }
        int first = layer.maps().get(0).number();
        assertThat(variance(values, first * area, area)).isCloseTo(most, within(1e-9));
      }
    }
  }

  /** ConvNeXt's blocks have their channels last within. */
  @Test
  void whatHasItsChannelsLastIsNoPicture() {
    try (Model model = SmallModels.of("convnext_tiny", Rng.seeded(1))) {
      int side = (int) model.input().size(1);
      FeatureMaps maps =
          FeatureMaps.of(
              model.network(),
              new Pixels(side, side, new byte[3 * side * side]),
              Precision.FLOAT32);
      assertThat(maps.layers()).isNotEmpty();
      for (LayerMaps layer : maps.layers()) {
        assertThat(layer.height()).as(layer.layer()).isEqualTo(layer.width());
        assertThat(layer.channels()).as(layer.layer()).isGreaterThan(layer.height());
        assertThat(layer.type()).isNotIn("Permute", "LayerNorm", "Linear", "GELU");
      }
    }
  }

  private static double variance(float[] values, int start, int count) {
    double mean = 0;
    for (int i = start; i < start + count; i++) {
      mean += values[i] / (double) count;
    }
    double sum = 0;
    for (int i = start; i < start + count; i++) {
      sum += Math.pow(values[i] - mean, 2) / count;
    }
    return sum;
  }

  /**
   * Where the logit is a sum of weighted values, each goes to the end that its weight points to.
   */
  @Test
  void theImageOfALinearNetworkIsWhatItsWeightsAskFor() {
    Rng rng = Rng.seeded(4);
    try (Module network = Sequential.of(new Flatten(), new Linear(3 * 4 * 4, 3, true, rng));
        Scope scope = Scope.open()) {
      float[] weights = network.stateDict().get("1.weight").toFloats();
      List<ClassImage> made =
          new ActivationMaximisation(400, 0.02, 0, 0)
              .of(
                  network,
                  Shape.of(3, 4, 4),
                  List.of("a", "b", "c"),
                  new int[] {2, 0},
                  Temperature.NONE,
                  rng);
      assertThat(made.stream().map(ClassImage::label)).containsExactly("c", "a");
      for (int i = 0; i < 48; i++) {
        float weight = weights[2 * 48 + i];
        int value = made.get(0).pixels().rgb()[3 * (i % 16) + i / 16] & 0xff;
        if (Math.abs(weight) > 0.02) {
          assertThat(value).isEqualTo(weight > 0 ? 255 : 0);
        }
      }
    }
  }

  @Test
  void imagesMadeForAClassAreTakenForIt() {
    try (Model model = small()) {
      int[] chosen = {1, 7};
      ActivationMaximisation usual = ActivationMaximisation.usual(model.input());
      List<ClassImage> made =
          usual.of(
              model.network(),
              model.input(),
              model.classes(),
              chosen,
              Temperature.NONE,
              Rng.seeded(2));
      List<ClassImage> noise =
          new ActivationMaximisation(1, 1e-6, 0, 0)
              .of(
                  model.network(),
                  model.input(),
                  model.classes(),
                  chosen,
                  Temperature.NONE,
                  Rng.seeded(2));
      for (int i = 0; i < 2; i++) {
        assertThat(made.get(i).logit()).isGreaterThan(noise.get(i).logit());
        assertThat(made.get(i).probability()).isGreaterThan(noise.get(i).probability());
        assertThat(made.get(i).pixels().width()).isEqualTo(32);
      }
    }
  }

  @Test
  void theSameSeedMakesTheSameImages() {
    try (Model model = small()) {
      byte[] once = fewSteps(model, 2);
      byte[] again = fewSteps(model, 2);
      byte[] other = fewSteps(model, 3);
      assertThat(again).isEqualTo(once).isNotEqualTo(other);
    }
  }

  private static byte[] fewSteps(Model model, long seed) {
    return new ActivationMaximisation(6, 0.02, 2, 4)
        .of(
            model.network(),
            model.input(),
            model.classes(),
            new int[] {1, 7},
            Temperature.NONE,
            Rng.seeded(seed))
        .get(1)
        .pixels()
        .rgb();
  }

  @Test
  void shiftingGoesRoundTheEdgesAndBack() {
    Planes planes = Planes.noise(Shape.of(3, 3, 5), 0.2, Rng.seeded(3));
    Planes moved = planes.shifted(1, 2);
    for (int c = 0; c < 3; c++) {
      for (int y = 0; y < 3; y++) {
        for (int x = 0; x < 5; x++) {
          assertThat(moved.values()[(3 * c + (y + 1) % 3) * 5 + (x + 2) % 5])
              .isEqualTo(planes.values()[(3 * c + y) * 5 + x]);
        }
      }
    }
    assertThat(moved.shifted(-1, -2).values()).isEqualTo(planes.values());
  }

  @Test
  void blurringSpreadsAPointByItsWeightsAndKeepsWhatIsFlat() {
    float[] values = new float[75];
    values[12] = 1; // in the middle of the first of three planes of 5 x 5
    Arrays.fill(values, 25, 75, 0.25f);
    Planes planes = new Planes(5, 5, values);
    planes.blur();
    assertThat(planes.values()[12]).isEqualTo(0.25f);
    assertThat(planes.values()[11]).isEqualTo(0.125f);
    assertThat(planes.values()[6]).isEqualTo(0.0625f);
    assertThat(planes.values()[2]).isZero();
    for (int i = 25; i < 75; i++) {
      assertThat(planes.values()[i]).isEqualTo(0.25f);
    }
  }

  @Test
  void whatIsNoNumberIsRefusedRatherThanDrawn() {
    try (Model model = small();
        Scope scope = Scope.open()) {
      model.network().stateDict().get("classifier.3.bias").copyFrom(Tensor.full(Double.NaN, 10));
      String reason = "the network's outputs are infinite or no numbers (NaN)";
      assertThatThrownBy(() -> fewSteps(model, 2))
          .isInstanceOf(FoveaException.class)
          .hasMessageStartingWith(reason);
      assertThatThrownBy(() -> FeatureMaps.of(model.network(), shape(), Precision.FLOAT32))
          .isInstanceOf(FoveaException.class)
          .hasMessageStartingWith(reason);
    }
  }
}
