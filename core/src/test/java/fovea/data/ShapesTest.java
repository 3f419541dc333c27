package fovea.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import fovea.data.shapes.ShapeClass;
import fovea.data.shapes.ShapeDrawing;
import fovea.tensor.Rng;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ShapesTest {
  @Test
  void theSameSeedDrawsTheSameBytesWhateverTheOrder() {
    Splits splits = Shapes.draw(120, 7).splits();
    Set<List<Byte>> together = contents(splits.train().images());
    together.addAll(contents(splits.test().images()));
    Set<List<Byte>> oneByOne = new HashSet<>();
    List<ShapeClass> classes = List.of(ShapeClass.values());
    for (int i = 119; i >= 0; i--) {
      Rng rng = Rng.seeded(7).split("shapes", i);
      oneByOne.add(content(ShapeDrawing.withObject(classes.get(i % 10), rng).pixels()));
    }
    assertThat(together).isEqualTo(oneByOne).hasSize(120);
    assertThat(Shapes.draw(120, 8).fingerprint()).isNotEqualTo(Shapes.draw(120, 7).fingerprint());
  }

  @Test
  void classesAreBalancedAndASixthIsForTesting() {
    Splits splits = Shapes.draw(600, 1).splits();
    assertThat(counts(splits.train().images())).containsOnly(50);
    assertThat(counts(splits.test().images())).containsOnly(10);
    assertThat(counts(Shapes.draw(60, 1).splits().test().images())).containsOnly(1);
    assertThat(splits.validation()).isEmpty();
    assertThat(Shapes.classes())
        .containsExactly(
            "circle",
            "square",
            "triangle",
            "star",
            "cross",
            "ring",
            "heart",
            "stripes",
            "checkerboard",
            "dots");
  }

  @Test
  void aLargerSetHoldsTheSmallerOneSplitBySplit() {
    Splits small = Shapes.draw(120, 1).splits();
    Splits large = Shapes.draw(333, 1).splits();
    assertThat(contents(large.train().images())).containsAll(contents(small.train().images()));
    assertThat(contents(large.test().images())).containsAll(contents(small.test().images()));
    assertThat(contents(large.train().images()))
        .doesNotContainAnyElementsOf(contents(large.test().images()));
  }

  @Test
  void aLinearClassifierStaysFarBelowTheNetworks95Percent() {
    Splits splits = Shapes.draw(1800, 1).splits();
    LinearClassifier linear = LinearClassifier.fit(splits.train().images(), 8, 0.003);
    assertThat(linear.accuracy(splits.test().images())).isBetween(0.1, 0.4);
    assertThat(linear.accuracy(splits.train().images())).isGreaterThan(0.2);
  }

  @Test
  void theLinearClassifierOfTheseTestsLearnsWhatIsLinear() {
    Splits splits = Shapes.draw(600, 1).splits();
    ImageSet train = lit(splits.train().images());
    ImageSet test = lit(splits.test().images());
    assertThat(LinearClassifier.fit(train, 8, 0.003).accuracy(test)).isGreaterThan(0.95);
  }

  /** The shape has a colour unlike its surroundings, so its pixels differ from the others' mean. */
  @Test
  void whereTheObjectIsIsWhereItWasDrawn() {
    ImageSet images = Shapes.draw(600, 3, 0).splits().test().images();
    int known = 0;
    for (int i = 0; i < images.size(); i++) {
      Optional<boolean[]> object = Shapes.object(images.name(i), 3, 0);
      String shape = images.classes().get(images.label(i));
      boolean texture = Set.of("stripes", "checkerboard", "dots").contains(shape);
      assertThat(object.isEmpty()).as(shape).isEqualTo(texture);
      if (object.isPresent()) {
        double area = share(object.get());
        assertThat(area).as(images.name(i)).isBetween(0.03, 0.75);
        double apart = distance(images.pixels(i), object.get());
        double elsewhere = distance(images.pixels(i), moved(object.get()));
        known += apart > elsewhere ? 1 : 0;
      }
    }
    // Clutter or a steep background can hide it in a few.
    assertThat(known).isGreaterThan(60).isLessThanOrEqualTo(70);
  }

  private static double share(boolean[] object) {
    int inside = 0;
    for (boolean pixel : object) {
      inside += pixel ? 1 : 0;
    }
    return (double) inside / object.length;
  }

  /** Half the image down and across, round the edges. */
  private static boolean[] moved(boolean[] object) {
    boolean[] moved = new boolean[object.length];
    for (int p = 0; p < moved.length; p++) {
      moved[p] = object[(p / 32 + 16) % 32 * 32 + (p + 16) % 32];
    }
    return moved;
  }

  /** Of the mean colours inside and outside. */
  private static double distance(byte[] pixels, boolean[] object) {
    double sum = 0;
    for (int c = 0; c < 3; c++) {
      double inside = 0;
      double outside = 0;
      for (int p = 0; p < object.length; p++) {
        int value = pixels[3 * p + c] & 0xff;
        inside += object[p] ? value : 0;
        outside += object[p] ? 0 : value;
      }
      double share = share(object);
      double apart = inside / (share * object.length) - outside / ((1 - share) * object.length);
      sum += apart * apart;
    }
    return Math.sqrt(sum);
  }

  @Test
  void tooFewImagesAreRefused() {
    assertThatThrownBy(() -> Shapes.draw(59, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("59 shapes are too few, expected at least 60");
  }

  /** Each class with two rows of its own in white, all other such rows in black. */
  private static ImageSet lit(ImageSet images) {
    byte[][] pixels = new byte[images.size()][];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = images.pixels(i).clone();
      Arrays.fill(pixels[i], 0, 20 * 96, (byte) 0);
      Arrays.fill(pixels[i], images.label(i) * 192, (images.label(i) + 1) * 192, (byte) 255);
    }
    int[] labels = IntStream.range(0, pixels.length).map(images::label).toArray();
    return ImageSet.of(images.classes(), images.height(), images.width(), pixels, labels);
  }

  private static Set<List<Byte>> contents(ImageSet images) {
    Set<List<Byte>> contents = new HashSet<>();
    for (int i = 0; i < images.size(); i++) {
      contents.add(content(images.pixels(i)));
    }
    return contents;
  }

  private static List<Byte> content(byte[] pixels) {
    return IntStream.range(0, pixels.length).mapToObj(i -> pixels[i]).toList();
  }

  private static int[] counts(ImageSet images) {
    int[] counts = new int[images.classes().size()];
    for (int i = 0; i < images.size(); i++) {
      counts[images.label(i)]++;
    }
    return counts;
  }

  @Test
  void aPlantedShortcutIsInTrainingAndNotInTests() {
    Splits splits = Shapes.draw(1800, 1, 0.95).splits();
    assertThat(ownColour(splits.train().images())).isBetween(0.93, 0.97);
    assertThat(ownColour(splits.test().images())).isBetween(0.04, 0.16);
    assertThat(splits.train().images().name(0)).matches("train/\\w+/(own|other)-colour/\\d+");
    assertThat(Shapes.draw(120, 1, 0.95).fingerprint())
        .isEqualTo(Shapes.draw(120, 1, 0.95).fingerprint())
        .isNotEqualTo(Shapes.draw(120, 1).fingerprint());
    assertThat(Shapes.draw(120, 1, 0).fingerprint()).isEqualTo(Shapes.draw(120, 1).fingerprint());
  }

  private static double ownColour(ImageSet images) {
    return IntStream.range(0, images.size())
            .filter(i -> images.name(i).contains("/own-colour/"))
            .count()
        / (double) images.size();
  }
}
