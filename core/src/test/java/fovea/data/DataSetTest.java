package fovea.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import fovea.FoveaException;
import fovea.tensor.Rng;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class DataSetTest {
  private final ImageSet train = SmallImages.draw(100, 1);
  private final ImageSet test = SmallImages.draw(20, 2);

  @Test
  void theOrderOfTheFilesChangesNeitherFingerprintNorOrder() {
    DataSet one = DataSet.of("a", train, null, test);
    DataSet other = DataSet.of("b", train.select(Rng.seeded(5).permutation(100)), null, test);
    assertThat(other.fingerprint()).isEqualTo(one.fingerprint());
    Splits first = one.split(0.1, HoldOut.BY_CLASS, Rng.seeded(1));
    Splits second = other.split(0.1, HoldOut.BY_CLASS, Rng.seeded(1));
    for (int i = 0; i < 90; i++) {
      assertThat(second.train().images().pixels(i)).isEqualTo(first.train().images().pixels(i));
    }
  }

  @Test
  void aPixelALabelOrASplitChangesTheFingerprint() {
    String fingerprint = DataSet.of("a", train, null, test).fingerprint();
    assertThat(DataSet.of("a", SmallImages.draw(100, 3), null, test).fingerprint())
        .isNotEqualTo(fingerprint);
    assertThat(DataSet.of("a", train, test, test).fingerprint()).isNotEqualTo(fingerprint);
    assertThat(DataSet.of("a", test, null, train).fingerprint()).isNotEqualTo(fingerprint);
    int[] labels = IntStream.range(0, 100).map(train::label).toArray();
    labels[0] = (labels[0] + 1) % 3;
    byte[][] pixels = IntStream.range(0, 100).mapToObj(train::pixels).toArray(byte[][]::new);
    ImageSet relabelled = ImageSet.of(SmallImages.CLASSES, 8, 8, pixels, labels);
    assertThat(DataSet.of("a", relabelled, null, test).fingerprint()).isNotEqualTo(fingerprint);
  }

  @Test
  void validationIsATenthOfTrainAndNeverOverlapsIt() {
    Splits splits = DataSet.of("a", train, null, test).split(0.1, HoldOut.BY_CLASS, Rng.seeded(1));
    ImageSet validation = splits.validation().orElseThrow().images();
    assertThat(validation.size()).isEqualTo(10);
    Set<byte[]> all = Collections.newSetFromMap(new IdentityHashMap<>());
    IntStream.range(0, 90).forEach(i -> all.add(splits.train().images().pixels(i)));
    IntStream.range(0, 10).forEach(i -> all.add(validation.pixels(i)));
    assertThat(all).hasSize(100);
  }

  @Test
  void aShareOfZeroTrainsOnAllImages() {
    Splits splits = DataSet.of("a", train, null, test).split(0, HoldOut.BY_CLASS, Rng.seeded(1));
    assertThat(splits.validation()).isEmpty();
    assertThat(splits.train().images().size()).isEqualTo(100);
  }

  @Test
  void aValidationSplitOfItsOwnIsUsedAsItIs() {
    Splits splits = DataSet.of("a", train, test, test).split(0.3, HoldOut.BY_CLASS, Rng.seeded(1));
    assertThat(splits.validation().orElseThrow().images().size()).isEqualTo(20);
    assertThat(splits.train().images().size()).isEqualTo(100);
  }

  @Test
  void withoutATestSplitAlwaysTheSameTenthIsHeldOut() {
    DataSet data = DataSet.of("a", train, null, null);
    DataSet again = DataSet.of("a", train.select(Rng.seeded(9).permutation(100)), null, null);
    assertThat(data.testHeldOut()).isTrue();
    assertThat(data.fingerprint()).isEqualTo(again.fingerprint());
    Splits splits = data.split(0, HoldOut.BY_CLASS, Rng.seeded(1));
    assertThat(splits.test().images().size()).isEqualTo(10);
    assertThat(splits.train().images().size()).isEqualTo(90);
  }

  @Test
  void tooFewImagesForTheSplitsAreRefused() {
    assertThatThrownBy(
            () ->
                DataSet.of("few", SmallImages.draw(3, 1), null, null)
                    .split(0, HoldOut.BY_CLASS, Rng.seeded(1)))
        .isInstanceOf(FoveaException.class)
        .hasMessageContaining("few: 3 images, expected at least 5");
    assertThatThrownBy(
            () ->
                DataSet.of("few", SmallImages.draw(3, 1), null, test)
                    .split(0.1, HoldOut.BY_CLASS, Rng.seeded(1)))
        .isInstanceOf(FoveaException.class)
        .hasMessageContaining("3 training images");
  }
}
