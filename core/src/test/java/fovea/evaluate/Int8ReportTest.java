package fovea.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assumptions.assumeThat;

import fovea.FoveaException;
import fovea.data.ImageSet;
import fovea.data.Split;
import fovea.nn.AdaptiveMaxPool2d;
import fovea.nn.Conv2d;
import fovea.nn.Flatten;
import fovea.nn.InputRange;
import fovea.nn.Module;
import fovea.nn.Sequential;
import fovea.tensor.Execution;
import fovea.tensor.Precision;
import fovea.tensor.QuantizedLayer;
import fovea.tensor.Rng;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class Int8ReportTest {
  private static final List<String> CLASSES = List.of("red", "green", "blue");

  private static final Execution ONE_THREAD = new Execution(1, Precision.FLOAT32);

  @BeforeEach
  void requireInt8() {
    assumeThat(QuantizedLayer.isPossible()).isTrue();
  }

  /** Says which channel is the largest, after two layers that change nothing. */
  private static Module brightest() {
    return Sequential.of(identity(), identity(), new AdaptiveMaxPool2d(1), new Flatten());
  }

  private static Conv2d identity() {
    Conv2d conv = new Conv2d(3, 3, 1, 1, 0, false, Rng.seeded(0));
    conv.startAsIdentity();
    return conv;
  }

  /** An image of each class, of one bright channel and two dark ones. */
  private static ImageSet images(int bright, int dark) {
    byte[][] pixels = new byte[CLASSES.size()][192];
    for (int c = 0; c < pixels.length; c++) {
      Arrays.fill(pixels[c], (byte) dark);
      for (int p = c; p < 192; p += 3) {
        pixels[c][p] = (byte) bright;
      }
    }
    return ImageSet.of(CLASSES, 8, 8, pixels, new int[] {0, 1, 2});
  }

  @Test
  void bothAccuraciesAndTheRangesAreThoseOfTheNetwork() {
    try (Module network = brightest()) {
      Int8Report report =
          Int8Report.of(
              network,
              new Split.Train(images(255, 0)),
              512,
              new Split.Validation(images(200, 100)),
              ONE_THREAD);
      Map<String, InputRange> layers = Map.of("1", new InputRange(0, 1));
      assertThat(report)
          .isEqualTo(new Int8Report(3, "validation", 3, "float32", 1, 1, layers, layers, null));
      assertThat(report.points()).isZero();
      assertThat(report.costsTooMuch()).isFalse();
    }
  }

  @Test
  void imagesThatSayNothingOfTheOthersCostTooMuch() {
    try (Module network = brightest()) {
      Int8Report report =
          Int8Report.of(
              network,
              new Split.Train(images(20, 0)),
              512,
              new Split.Validation(images(200, 100)),
              ONE_THREAD);
      assertThat(report.accuracy()).isEqualTo(1);
      // All channels become the brightest value of the range, and the first of them wins.
      assertThat(report.int8Accuracy()).isEqualTo(1 / 3.0);
      assertThat(report.costsTooMuch()).isTrue();
    }
  }

  @Test
  void halfAPointIsTooMuch() {
    assertThat(ofAccuracies(0.5, 0.4951).costsTooMuch()).isFalse();
    assertThat(ofAccuracies(0.5, 0.495).costsTooMuch()).isTrue();
    assertThat(ofAccuracies(0.5, 0.6).points()).isNegative();
  }

  private static Int8Report ofAccuracies(double plain, double int8) {
    Map<String, InputRange> layers = Map.of("1", new InputRange(0, 1));
    return new Int8Report(1, "train", 1, "float32", plain, int8, layers, layers, null);
  }

  @Test
  void aNetworkOfOneLayerHasNothingForInt8() {
    try (Module network = Sequential.of(identity(), new AdaptiveMaxPool2d(1), new Flatten())) {
      Split.Train train = new Split.Train(images(255, 0));
      assertThatThrownBy(() -> Int8Report.of(network, train, 512, ONE_THREAD))
          .isInstanceOf(FoveaException.class)
          .hasMessageContaining("no convolution or large linear layer after its first");
    }
  }

  @Test
  void withoutValidationImagesThoseTrainingImagesJudgeThatTheRangesAreNotOf() {
    // Every second image is dark: the ranges are of those, and the bright ones must judge.
    byte[][] pixels = new byte[12][];
    int[] labels = IntStream.range(0, 12).map(i -> i / 2 % 3).toArray();
    Arrays.setAll(
        pixels, i -> (i % 2 == 0 ? images(20, 0) : images(200, 100)).pixels(labels[i]).clone());
    Split.Train train = new Split.Train(ImageSet.of(CLASSES, 8, 8, pixels, labels));
    try (Module network = brightest()) {
      Int8Report report = Int8Report.of(network, train, 512, ONE_THREAD);
      assertThat(report.images()).isEqualTo(6);
      assertThat(report.judgedBy()).isEqualTo("train");
      assertThat(report.judgedImages()).isEqualTo(6);
      assertThat(report.layers().get("1").high()).isCloseTo(20 / 255.0, within(1e-6));
      assertThat(report.accuracy()).isEqualTo(1);
      assertThat(report.int8Accuracy()).isEqualTo(1 / 3.0);
      assertThat(Int8Report.of(network, train, 4, ONE_THREAD).judgedImages()).isEqualTo(8);
    }
  }

  @Test
  void aSingleTrainingImageCanNotJudgeToo() {
    Split.Train train = new Split.Train(images(20, 0).select(new int[] {1}));
    try (Module network = brightest()) {
      assertThatThrownBy(() -> Int8Report.of(network, train, 512, ONE_THREAD))
          .isInstanceOf(FoveaException.class)
          .hasMessageEndingWith("another to judge by; found 1");
    }
  }

  @Test
  void imagesToCalibrateWithAreSpreadOverAll() {
    byte[][] pixels = new byte[9][192];
    for (int i = 0; i < 9; i++) {
      Arrays.fill(pixels[i], (byte) (20 * i));
    }
    Split.Train train = new Split.Train(ImageSet.of(CLASSES, 8, 8, pixels, new int[9]));
    try (Module network = brightest()) {
      // Images 0, 3 and 6.
      Int8Report report =
          Int8Report.of(network, train, 3, new Split.Validation(images(200, 100)), ONE_THREAD);
      assertThat(report.images()).isEqualTo(3);
      assertThat(report.layers().get("1").high()).isCloseTo(120 / 255.0, within(1e-6));
    }
  }
}
