package fovea.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import fovea.data.ImageSet;
import fovea.data.Splits;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class CopySearchTest {
  private static final Splits SHAPES = Planted.shapes(600);
  private static final int TRAIN = SHAPES.train().images().size();

  @Test
  void alteredCopiesAreFoundAndNothingElse() throws IOException {
    ImageSet train = SHAPES.train().images();
    List<byte[]> copies = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      byte[] original = train.pixels(i);
      copies.add(
          switch (i % 5) {
            case 0 -> Planted.asJpeg(original, 0.75f);
            case 1 -> Planted.brighter(original, i % 2 == 0 ? 25 : -25);
            case 2 -> Planted.mirrored(original);
            case 3 -> Planted.mirrored(Planted.asJpeg(Planted.brighter(original, 15), 0.8f));
            default -> Planted.shifted(original);
          });
    }
    List<Copy> found = copies(Planted.withCopies(SHAPES, copies), 2);
    List<Integer> planted =
        found.stream()
            .filter(copy -> copy.second().number() == TRAIN + copy.first().number())
            .map(copy -> copy.first().number())
            .toList();
    List<Integer> unshifted = IntStream.range(0, 50).filter(i -> i % 5 != 4).boxed().toList();
    assertThat(planted).containsAll(unshifted).doesNotHaveDuplicates();
    assertThat(planted.size()).isGreaterThan(unshifted.size() + 5); // fine stripes are lost
    assertThat(found.size()).isLessThanOrEqualTo(planted.size() + 2); // of drawings that are alike
    assertThat(found)
        .filteredOn(Copy::mirrored)
        .filteredOn(copy -> copy.second().number() >= TRAIN)
        .allMatch(copy -> copy.first().number() % 5 == 2 || copy.first().number() % 5 == 3);
  }

  @Test
  void exactCopiesAreTiedToTheFirstOfTheirPicture() {
    byte[] original = SHAPES.train().images().pixels(7);
    byte[] ofTest = SHAPES.test().images().pixels(3);
    List<Copy> found =
        copies(Planted.withCopies(SHAPES, List.of(original, ofTest, original.clone())), 1).stream()
            .filter(Copy::exact)
            .toList();
    assertThat(found).allMatch(copy -> copy.likeness() == 1);
    assertThat(found)
        .extracting(copy -> copy.first().number(), copy -> copy.second().number())
        .containsExactlyInAnyOrder(
            tuple(7, TRAIN), tuple(7, TRAIN + 2), tuple(TRAIN + 1, TRAIN + 3 + 3));
    Copy across = found.stream().filter(Copy::acrossSplits).findFirst().orElseThrow();
    assertThat(across.first().file()).isEqualTo("planted/1");
    assertThat(across.second().split()).isEqualTo("test");
    assertThat(across.classesDiffer())
        .isEqualTo(!across.first().label().equals(across.second().label()));
  }

  @Test
  void copiesWithinASplitAreTiedAlsoWhereTheFirstOfTheirPictureLiesInAnother() {
    ImageSet train = SHAPES.train().images().select(new int[] {0, 1, 2});
    ImageSet test = SHAPES.train().images().select(new int[] {1, 3, 1, 1});
    Map<String, ImageSet> parts = new LinkedHashMap<>();
    parts.put("train", train);
    parts.put("test", test);
    List<Copy> exact = copies(AuditedImages.of(parts), 1).stream().filter(Copy::exact).toList();
    assertThat(exact)
        .extracting(
            copy -> copy.first().number(), copy -> copy.second().number(), Copy::acrossSplits)
        .containsExactlyInAnyOrder(
            tuple(1, 3, true),
            tuple(1, 5, true),
            tuple(3, 5, false),
            tuple(1, 6, true),
            tuple(3, 6, false));
  }

  @Test
  void theNumberOfThreadsDoesNotMatter() {
    ImageSet train = SHAPES.train().images();
    List<byte[]> some =
        IntStream.range(0, 20).mapToObj(i -> Planted.brighter(train.pixels(i), 10)).toList();
    AuditedImages images = Planted.withCopies(SHAPES, some);
    assertThat(copies(images, 1)).isNotEmpty().isEqualTo(copies(images, 3));
  }

  @Test
  void imagesThatShowNothingAreNoCopiesOfEachOther() {
    List<byte[]> plain = new ArrayList<>();
    for (int grey = 40; grey < 60; grey++) {
      byte[] pixels = new byte[32 * 32 * 3];
      Arrays.fill(pixels, (byte) grey);
      plain.add(pixels);
    }
    assertThat(copies(Planted.withCopies(SHAPES, plain), 2))
        .noneMatch(copy -> copy.second().file().startsWith("planted/"));
  }

  private static List<Copy> copies(AuditedImages images, int threads) {
    List<String> digests =
        IntStream.range(0, images.size())
            .mapToObj(i -> ImageFacts.of(images.pixels(i)).digest())
            .toList();
    return CopySearch.copies(images, digests, threads).copies();
  }
}
