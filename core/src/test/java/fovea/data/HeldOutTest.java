package fovea.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import fovea.FoveaException;
import fovea.tensor.Rng;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Which images are held out for testing and validation. */
class HeldOutTest {
  @Test
  void eachClassGivesItsShareAndKeepsAnImage() {
    for (long seed = 0; seed < 300; seed++) {
      Rng rng = Rng.seeded(seed);
      int[] sizes = new int[2 + rng.nextInt(8)];
      Arrays.setAll(sizes, c -> 1 + rng.nextInt(rng.nextInt(3) == 0 ? 4 : 60));
      ImageSet images = noise(sizes, rng);
      double share = (1 + rng.nextInt(50)) / 100.0;
      int count = (int) Math.round(share * images.size());
      BitSet held = HoldOut.BY_CLASS.heldOut(images, rng.permutation(images.size()), count);
      int spare = IntStream.of(sizes).map(size -> size - 1).sum();
      assertThat(held.cardinality()).as("seed %d", seed).isEqualTo(Math.min(count, spare));
    }
  }

  @Test
  void sharesAreThoseOfTheClasses() {
    for (long seed = 0; seed < 300; seed++) {
      Rng rng = Rng.seeded(seed);
      int[] sizes = new int[2 + rng.nextInt(8)];
      Arrays.setAll(sizes, c -> 2 + rng.nextInt(60));
      ImageSet images = noise(sizes, rng);
      int[] order = rng.permutation(images.size());
      int count = images.size() / 5;
      int[] given = new int[sizes.length];
      HoldOut.BY_CLASS.heldOut(images, order, count).stream()
          .forEach(place -> given[images.label(order[place])]++);
      for (int c = 0; c < sizes.length; c++) {
        double exact = (double) count * sizes[c] / images.size();
        assertThat((double) given[c]).as("seed %d", seed).isBetween(exact - 1, exact + 1);
        assertThat(given[c]).isLessThan(sizes[c]);
      }
    }
  }

  @Test
  void twoImagesOfARareClassAreNotBothTestedWith() {
    for (long seed = 0; seed < 100; seed++) {
      ImageSet images = noise(new int[] {150, 150, 2}, Rng.seeded(seed));
      Splits splits =
          DataSet.of("rare", images, null, null).split(0.1, HoldOut.BY_CLASS, Rng.seeded(seed));
      assertThat(splits.test().images().size()).isEqualTo(30);
      assertThat(splits.validation().orElseThrow().images().size()).isEqualTo(27);
      assertThat(splits.train().images().perClass()[2]).isPositive();
    }
  }

  @Test
  void theSameImagesAreHeldOutWhateverTheOrderOfTheFiles() {
    ImageSet images = noise(new int[] {40, 9, 3}, Rng.seeded(1));
    DataSet one = DataSet.of("a", images, null, null);
    DataSet other =
        DataSet.of("b", images.select(Rng.seeded(2).permutation(images.size())), null, null);
    assertThat(other.fingerprint()).isEqualTo(one.fingerprint());
    Splits first = one.split(0.2, HoldOut.BY_CLASS, Rng.seeded(3));
    Splits second = other.split(0.2, HoldOut.BY_CLASS, Rng.seeded(3));
    assertThat(pixels(second.test().images())).isEqualTo(pixels(first.test().images()));
    assertThat(pixels(second.validation().orElseThrow().images()))
        .isEqualTo(pixels(first.validation().orElseThrow().images()));
    assertThat(pixels(second.train().images())).isEqualTo(pixels(first.train().images()));
  }

  @Test
  void anotherSeedValidatesWithOtherImages() {
    DataSet data = DataSet.of("a", noise(new int[] {40, 40}, Rng.seeded(1)), null, null);
    assertThat(validation(data, 1)).isNotEqualTo(validation(data, 2)).hasSize(14);
  }

  @Test
  void copiesOfAPictureStayOnOneSide() {
    for (long seed = 0; seed < 100; seed++) {
      Rng rng = Rng.seeded(seed);
      ImageSet different = noise(new int[] {30, 20, 10}, rng);
      int[] copied = new int[180];
      Arrays.setAll(copied, i -> i < 60 ? i : rng.nextInt(60));
      DataSet data = DataSet.of("copies", different.select(copied), null, null);
      Splits splits = data.split(0.2, HoldOut.BY_CLASS, rng);
      Copies copies = Copies.of(splits);
      assertThat(copies).as("seed %d", seed).isEqualTo(new Copies(0, 0, 0));
      assertThat(splits.test().images().size()).isBetween(12, 24);
      assertThat(splits.train().images().perClass()).doesNotContain(0);
    }
  }

  @Test
  void whereEachPictureLiesTwiceEvenSmallClassesGiveSome() {
    ImageSet different = noise(new int[] {4, 4, 4}, Rng.seeded(1));
    int[] twice = IntStream.range(0, 24).map(i -> i % 12).toArray();
    DataSet data = DataSet.of("twice", different.select(twice), null, null);
    assertThat(data.splits().test().images().perClass()).contains(2);
    assertThat(Copies.of(data.splits()).trainAndTest()).isZero();
  }

  @Test
  void aPictureThatLiesInTwoClassesIsTrainedOn() {
    ImageSet images = noise(new int[] {20, 20}, Rng.seeded(1));
    byte[][] pixels =
        IntStream.range(0, 40).mapToObj(i -> images.pixels(i % 20)).toArray(byte[][]::new);
    int[] labels = IntStream.range(0, 40).map(i -> i / 20).toArray();
    pixels[39] = images.pixels(39);
    pixels[38] = images.pixels(38);
    DataSet data =
        DataSet.of("mixed", ImageSet.of(images.classes(), 4, 4, pixels, labels), null, null);
    Splits splits = data.splits();
    assertThat(Copies.of(splits)).isEqualTo(new Copies(0, 0, 18));
    assertThat(splits.test().images().perClass()).containsExactly(2, 2);
  }

  @Test
  void picturesInTwoPartsOrTwoClassesAreCounted() {
    ImageSet images = noise(new int[] {20, 20}, Rng.seeded(1));
    ImageSet train = images.select(IntStream.range(0, 30).toArray());
    ImageSet validation = images.select(new int[] {29, 30, 31});
    ImageSet test = images.select(new int[] {0, 0, 1, 35, 36});
    assertThat(Copies.of(DataSet.of("a", train, validation, test).splits()))
        .isEqualTo(new Copies(3, 1, 0));
    assertThat(Copies.of(DataSet.of("a", train, null, images).splits()).trainAndTest())
        .isEqualTo(30);
    byte[][] pixels = {images.pixels(0), images.pixels(35), images.pixels(1)};
    ImageSet relabelled = ImageSet.of(images.classes(), 4, 4, pixels, new int[] {1, 1, 0});
    assertThat(Copies.of(DataSet.of("a", train, null, relabelled).splits()))
        .isEqualTo(new Copies(2, 0, 1));
  }

  @Test
  void aClassWithImagesToTestWithAndNoneToTrainOnIsRefusedByName() {
    ImageSet images = noise(new int[] {10, 10, 3}, Rng.seeded(1));
    ImageSet train = images.select(IntStream.range(0, 20).toArray());
    DataSet tested = DataSet.of("pets", train, null, images);
    assertThatThrownBy(() -> tested.split(0.1, HoldOut.BY_CLASS, Rng.seeded(1)))
        .isInstanceOf(FoveaException.class)
        .hasMessageContaining("pets: no training images of class2,");
    DataSet validated = DataSet.of("pets", train, images, train);
    assertThatThrownBy(() -> validated.split(0.1, HoldOut.BY_CLASS, Rng.seeded(1)))
        .isInstanceOf(FoveaException.class)
        .hasMessageContaining("pets: no training images of class2,");
  }

  @Test
  void aClassWithoutAnyImageSpoilsNothing() {
    ImageSet images = noise(new int[] {20, 20, 0}, Rng.seeded(1));
    Splits splits =
        DataSet.of("pets", images, null, null).split(0.1, HoldOut.BY_CLASS, Rng.seeded(1));
    assertThat(splits.train().images().perClass()).containsExactly(16, 16, 0);
  }

  @Test
  void classesOfOneImageEachCanNotBeTested() {
    int[] one = new int[20];
    Arrays.fill(one, 1);
    DataSet data = DataSet.of("single", noise(one, Rng.seeded(1)), null, null);
    assertThat(data.splits().test().images().size()).isZero();
    assertThatThrownBy(() -> data.split(0, HoldOut.BY_CLASS, Rng.seeded(1)))
        .isInstanceOf(FoveaException.class)
        .hasMessage(
            "single: 20 images, expected at least 5, and two different ones of a class, so that a tenth can be held out for testing");
  }

  @Test
  void earlierRunsHeldOutTheLastTenthOfTheDigestsAndOfAShuffle() {
    ImageSet images = noise(new int[] {40, 9, 3}, Rng.seeded(1));
    DataSet data = DataSet.of("a", images, null, null);
    DataSet earlier = data.holdingOut(HoldOut.OVER_ALL);
    ImageSet ordered = OrderedImages.of(images).images();
    ImageSet train = ordered.select(IntStream.range(0, 47).toArray());
    assertThat(pixels(earlier.splits().test().images()))
        .isEqualTo(pixels(ordered.select(IntStream.range(47, 52).toArray())));
    Splits splits = earlier.split(0.1, HoldOut.OVER_ALL, Rng.seeded(4));
    int[] order = Rng.seeded(4).permutation(47);
    assertThat(pixels(splits.train().images()))
        .isEqualTo(pixels(train.select(Arrays.copyOf(order, 42))));
    assertThat(pixels(splits.validation().orElseThrow().images()))
        .isEqualTo(pixels(train.select(Arrays.copyOfRange(order, 42, 47))));
  }

  @Test
  void whatIsTrainedByEpisodesGivesOneImageOfEachClass() {
    ImageSet images = noise(new int[] {40, 9, 3, 1}, Rng.seeded(1));
    DataSet data = DataSet.of("a", images, null, null);
    DataSet few = data.holdingOut(HoldOut.ONE_OF_EACH);
    assertThat(few.splits().test().images().perClass()).containsExactly(1, 1, 1, 0);
    assertThat(few.splits().train().images().perClass()).containsExactly(39, 8, 2, 1);
    assertThat(data.asRecorded(few.fingerprint()).fingerprint()).isEqualTo(few.fingerprint());
  }

  @Test
  void aRecordedFingerprintTellsHowTheTestImagesWereHeldOut() {
    ImageSet images = noise(new int[] {60, 40, 20}, Rng.seeded(1));
    DataSet data = DataSet.of("a", images, null, null);
    String earlier = data.holdingOut(HoldOut.OVER_ALL).fingerprint();
    assertThat(earlier).isNotEqualTo(data.fingerprint());
    assertThat(data.asRecorded(earlier).fingerprint()).isEqualTo(earlier);
    assertThat(data.asRecorded(data.fingerprint()).fingerprint()).isEqualTo(data.fingerprint());
    assertThat(data.asRecorded("another")).isSameAs(data);
    DataSet split = DataSet.of("a", images, null, images);
    assertThat(split.holdingOut(HoldOut.OVER_ALL)).isSameAs(split);
  }

  private static List<List<Byte>> validation(DataSet data, long seed) {
    Splits splits = data.split(0.2, HoldOut.BY_CLASS, Rng.seeded(seed));
    return pixels(splits.validation().orElseThrow().images());
  }

  /** Images of random pixels, 4 x 4, so many of each class; all are different. */
  private static ImageSet noise(int[] sizes, Rng rng) {
    int all = IntStream.of(sizes).sum();
    byte[][] pixels = new byte[all][4 * 4 * 3];
    int[] labels = new int[all];
    List<String> classes = new ArrayList<>();
    Set<List<Byte>> different = new HashSet<>();
    int i = 0;
    for (int c = 0; c < sizes.length; c++) {
      classes.add("class" + c);
      for (int n = 0; n < sizes[c]; n++, i++) {
        for (int p = 0; p < pixels[i].length; p++) {
          pixels[i][p] = (byte) rng.nextInt(256);
        }
        labels[i] = c;
        different.add(boxed(pixels[i]));
      }
    }
    assertThat(different).hasSize(all);
    return ImageSet.of(classes, 4, 4, pixels, labels);
  }

  private static List<List<Byte>> pixels(ImageSet images) {
    return IntStream.range(0, images.size()).mapToObj(i -> boxed(images.pixels(i))).toList();
  }

  private static List<Byte> boxed(byte[] pixels) {
    return IntStream.range(0, pixels.length).mapToObj(p -> pixels[p]).toList();
  }
}
