package fovea.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
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
import fovea.tensor.Precision;
import fovea.tensor.QuantizedLayer;
import fovea.tensor.Rng;
import fovea.tensor.Threads;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class Int8ReportTest {
  private static final List<String> CLASSES = List.of("red", "green", "blue");

  @BeforeEach
  void useOneThread() {
    Threads.set(1);
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
              network, images(255, 0), new Split.Test(images(200, 100)), Precision.FLOAT32);
      assertThat(report)
          .isEqualTo(new Int8Report(3, 3, "float32", 1, 1, Map.of("1", new InputRange(0, 1))));
      assertThat(report.points()).isZero();
      assertThat(report.costsTooMuch()).isFalse();
    }
  }

  @Test
  void imagesThatSayNothingOfTheOthersCostTooMuch() {
    try (Module network = brightest()) {
      Int8Report report =
          Int8Report.of(
              network, images(20, 0), new Split.Test(images(200, 100)), Precision.FLOAT32);
      assertThat(report.accuracy()).isEqualTo(1);
      // All channels become the brightest value of the range, and the first of them wins.
      assertThat(report.int8Accuracy()).isEqualTo(1 / 3.0);
      assertThat(report.costsTooMuch()).isTrue();
    }
  }

  @Test
  void halfAPointIsTooMuch() {
    Map<String, InputRange> layers = Map.of("1", new InputRange(0, 1));
    assertThat(new Int8Report(1, 1, "float32", 0.5, 0.4951, layers).costsTooMuch()).isFalse();
    assertThat(new Int8Report(1, 1, "float32", 0.5, 0.495, layers).costsTooMuch()).isTrue();
    assertThat(new Int8Report(1, 1, "float32", 0.5, 0.6, layers).points()).isNegative();
  }

  @Test
  void aNetworkOfOneLayerHasNothingForInt8() {
    try (Module network = Sequential.of(identity(), new AdaptiveMaxPool2d(1), new Flatten())) {
      ImageSet images = images(255, 0);
      Split.Test test = new Split.Test(images);
      assertThatThrownBy(() -> Int8Report.of(network, images, test, Precision.FLOAT32))
          .isInstanceOf(FoveaException.class)
          .hasMessageContaining("no convolution or large linear layer after its first");
    }
  }

  @Test
  void chosenImagesAreSpreadOverAll() {
    byte[][] pixels = new byte[10][3];
    int[] labels = IntStream.range(0, 10).toArray();
    List<String> classes = IntStream.range(0, 10).mapToObj(i -> "" + i).toList();
    ImageSet all = ImageSet.of(classes, 1, 1, pixels, labels);
    ImageSet four = Int8Report.spread(all, 4);
    assertThat(IntStream.range(0, 4).map(four::label)).containsExactly(0, 2, 5, 7);
    assertThat(Int8Report.spread(all, 99).size()).isEqualTo(10);
  }
}
