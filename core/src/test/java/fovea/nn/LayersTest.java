package fovea.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;
import static org.assertj.core.api.Assertions.within;

import fovea.tensor.ConvGeometry;
import fovea.tensor.Doubles;
import fovea.tensor.InScope;
import fovea.tensor.Reference;
import fovea.tensor.Rng;
import fovea.tensor.Shape;
import fovea.tensor.Size2d;
import fovea.tensor.Tensor;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Each layer against its definition, with its arguments under PyTorch's names. */
@ExtendWith(InScope.class)
class LayersTest {
  private final Rng rng = Rng.seeded(1);
  private final Doubles images = Doubles.normal(rng, 2, 3, 6, 5);

  private static Doubles state(Module layer, String name) {
    Tensor tensor = layer.stateDict().get(name);
    return tensor == null ? null : Doubles.of(tensor);
  }

  @Test
  void convolution() {
    for (boolean bias : new boolean[] {true, false}) {
      try (Conv2d layer = new Conv2d(3, 4, 3, 2, 1, bias, rng)) {
        Reference.conv2d(images, state(layer, "weight"), state(layer, "bias"), 2, 1)
            .assertMatches(layer.call(images.tensor()), 1e-5, "bias " + bias);
        assertThat(layer.stateDict()).containsOnlyKeys(names(bias));
        assertThat(layer.arguments())
            .containsExactly(
                entry("inChannels", 3),
                entry("outChannels", 4),
                entry("kernelSize", 3),
                entry("stride", 2),
                entry("padding", 1),
                entry("bias", bias));
        assertThat(layer.type()).isEqualTo("Conv2d");
      }
    }
  }

  @Test
  void convolutionOfAnyGeometryShowsItUnderPyTorchsNames() {
    ConvGeometry geometry =
        new ConvGeometry(new Size2d(2, 1), new Size2d(0, 1), new Size2d(1, 2), 3);
    try (Conv2d layer =
        new Conv2d(3, 6, new Size2d(3, 2), geometry, true, Initialisation.standard(), rng)) {
      Doubles expected =
          Reference.conv2d(images, state(layer, "weight"), state(layer, "bias"), geometry);
      Tensor output = layer.call(images.tensor());
      expected.assertMatches(output, 1e-5, "groups of one channel");
      assertThat(layer.stateDict().get("weight").shape()).hasToString("[6, 1, 3, 2]");
      assertThat(layer.arguments())
          .containsExactly(
              entry("inChannels", 3),
              entry("outChannels", 6),
              entry("kernelSize", List.of(3, 2)),
              entry("stride", List.of(2, 1)),
              entry("padding", List.of(0, 1)),
              entry("dilation", List.of(1, 2)),
              entry("groups", 3),
              entry("bias", true));
      Shape image = Shape.of(images.size(1), images.size(2), images.size(3));
      assertThat(Summary.of(layer, image).macs())
          .isEqualTo((long) expected.size(2) * expected.size(3) * 6 * 3 * 2);
    }
    assertThatThrownBy(
            () ->
                new Conv2d(4, 6, Size2d.square(1), geometry, true, Initialisation.standard(), rng))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Conv2d: 4 channels to 6 can't be parted into 3 groups");
  }

  @Test
  void convolutionsOfGroupsAndRectanglesCanStartAsTheIdentity() {
    for (int groups : new int[] {1, 3}) {
      ConvGeometry same = ConvGeometry.of(Size2d.square(1), new Size2d(1, 0)).grouped(groups);
      try (Conv2d layer =
          new Conv2d(3, 3, new Size2d(3, 1), same, false, Initialisation.standard(), rng)) {
        layer.startAsIdentity();
        images.assertMatches(layer.call(images.tensor()), 0, "groups " + groups);
      }
    }
    ConvGeometry pairs = ConvGeometry.of(1, 0).grouped(2);
    try (Conv2d more =
        new Conv2d(4, 8, Size2d.square(1), pairs, false, Initialisation.standard(), rng)) {
      assertThatThrownBy(more::startAsIdentity)
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("in 2 groups, filters hand on their own channels only if there are as many");
    }
  }

  @Test
  void identityGivesBackItsInput() {
    try (Identity identity = new Identity()) {
      Tensor input = images.tensor();
      assertThat(identity.call(input)).isSameAs(input);
      assertThat(identity.stateDict()).isEmpty();
      assertThat(identity.type()).isEqualTo("Identity");
    }
  }

  @Test
  void poolingWithPadding() {
    try (MaxPool2d max = new MaxPool2d(3, 2, 1);
        AvgPool2d average = new AvgPool2d(2, 1, 1)) {
      Tensor input = images.tensor();
      Reference.maxPool2d(images, 3, 2, 1).assertMatches(max.call(input), 0, "max");
      Reference.avgPool2d(images, 2, 1, 1).assertMatches(average.call(input), 1e-6, "average");
      assertThat(max.arguments())
          .containsExactly(entry("kernelSize", 3), entry("stride", 2), entry("padding", 1));
      assertThat(average.arguments())
          .containsExactly(entry("kernelSize", 2), entry("stride", 1), entry("padding", 1));
    }
  }

  private static String[] names(boolean bias) {
    return bias ? new String[] {"weight", "bias"} : new String[] {"weight"};
  }

  @Test
  void linear() {
    Doubles rows = Doubles.normal(rng, 4, 7);
    for (boolean bias : new boolean[] {true, false}) {
      try (Linear layer = new Linear(7, 3, bias, rng)) {
        Reference.linear(rows, state(layer, "weight"), state(layer, "bias"))
            .assertMatches(layer.call(rows.tensor()), 1e-5, "bias " + bias);
        assertThat(layer.stateDict()).containsOnlyKeys(names(bias));
        assertThat(layer.arguments())
            .containsExactly(entry("inFeatures", 7), entry("outFeatures", 3), entry("bias", bias));
      }
    }
  }

  @Test
  void pooling() {
    try (MaxPool2d max = new MaxPool2d(2, 1);
        AvgPool2d average = new AvgPool2d(3, 2);
        AdaptiveAvgPool2d adaptive = new AdaptiveAvgPool2d(2)) {
      Tensor input = images.tensor();
      Reference.maxPool2d(images, 2, 1).assertMatches(max.call(input), 0, "max");
      Reference.avgPool2d(images, 3, 2).assertMatches(average.call(input), 1e-6, "average");
      Reference.adaptiveAvgPool2d(images, 2).assertMatches(adaptive.call(input), 1e-6, "adaptive");
      assertThat(max.arguments()).containsExactly(entry("kernelSize", 2), entry("stride", 1));
      assertThat(average.arguments()).containsExactly(entry("kernelSize", 3), entry("stride", 2));
      assertThat(adaptive.arguments()).containsExactly(entry("outputSize", 2));
    }
  }

  @Test
  void activationsAndFlatten() {
    Tensor input = images.tensor();
    try (ReLU apart = new ReLU(false);
        ReLU inPlace = new ReLU(true);
        GELU gelu = new GELU();
        Flatten flatten = new Flatten()) {
      float[] before = input.toFloats();
      float[] positive = apart.call(input).toFloats();
      float[] smooth = gelu.call(input).toFloats();
      assertThat(input.toFloats()).isEqualTo(before);
      for (int i = 0; i < before.length; i++) {
        assertThat(positive[i]).isEqualTo(Math.max(before[i], 0));
        assertThat((double) smooth[i]).isCloseTo(Reference.gelu(before[i]), within(1e-5));
      }
      assertThat(flatten.call(input).shape()).hasToString("[2, 90]");
      assertThat(inPlace.call(input)).isSameAs(input);
      assertThat(input.toFloats()).isEqualTo(positive);
      assertThat(inPlace.arguments()).containsExactly(entry("inplace", true));
      assertThat(flatten.arguments()).containsExactly(entry("startDim", 1));
      assertThat(gelu.arguments()).isEmpty();
    }
  }

  @Test
  void normalizeSubtractsTheMeanAndDividesByTheDeviationOfEachChannel() {
    try (Normalize layer = new Normalize(3)) {
      Tensor input = images.tensor();
      images.assertMatches(layer.call(input), 0, "identity at first");
      layer.set(new float[] {0.1f, -0.2f, 0.3f}, new float[] {0.5f, 2, 0.25f});
      Doubles expected = Doubles.zeros(images.sizes());
      double[] mean = {0.1, -0.2, 0.3};
      double[] std = {0.5, 2, 0.25};
      for (int n = 0; n < 2; n++) {
        for (int c = 0; c < 3; c++) {
          for (int i = 0; i < 30; i++) {
            double value = (images.at(n, c, i / 5, i % 5) - mean[c]) / std[c];
            expected.set(value, n, c, i / 5, i % 5);
          }
        }
      }
      expected.assertMatches(layer.call(input), 1e-6, "normalised");
      assertThat(layer.parameters()).isEmpty();
      assertThat(layer.stateDict().get("std").toFloats()).containsExactly(0.5f, 2, 0.25f);
      assertThatThrownBy(() -> layer.set(new float[2], new float[3]))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("copyFrom: shape [2], expected [3]");
    }
  }

  @Test
  void argumentsOfDropoutAndBatchNorm() {
    try (Dropout dropout = new Dropout(0.25, rng);
        BatchNorm2d norm = new BatchNorm2d(8)) {
      assertThat(dropout.arguments()).containsExactly(entry("p", 0.25));
      assertThat(norm.arguments())
          .containsExactly(entry("numFeatures", 8), entry("eps", 1e-5), entry("momentum", 0.1));
    }
    assertThatThrownBy(() -> new Dropout(1, rng))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Dropout: p is 1.0, expected 0 to below 1");
  }
}
