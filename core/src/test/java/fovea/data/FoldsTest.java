package fovea.data;

import static org.assertj.core.api.Assertions.assertThat;

import fovea.tensor.Rng;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class FoldsTest {
  private static final ImageSet IMAGES = SmallImages.draw(100, 1);

  @Test
  void eachClassIsSpreadEvenly() {
    int[] fold = Folds.of(IMAGES, IntStream.range(0, 100).toArray(), 4, Rng.seeded(1));
    for (int label = 0; label < 3; label++) {
      int own = label;
      int[] counts = new int[4];
      IntStream.range(0, 100).filter(i -> IMAGES.label(i) == own).forEach(i -> counts[fold[i]]++);
      int most = Arrays.stream(counts).max().orElseThrow();
      assertThat(most - Arrays.stream(counts).min().orElseThrow()).isLessThanOrEqualTo(1);
    }
    assertThat(fold)
        .isEqualTo(Folds.of(IMAGES, IntStream.range(0, 100).toArray(), 4, Rng.seeded(1)))
        .isNotEqualTo(Folds.of(IMAGES, IntStream.range(0, 100).toArray(), 4, Rng.seeded(2)));
  }

  @Test
  void copiesStayTogetherWhateverTheirClasses() {
    int[] picture = IntStream.range(0, 100).map(i -> i / 2 * 2).toArray();
    int[] fold = Folds.of(IMAGES, picture, 3, Rng.seeded(1));
    for (int i = 0; i < 100; i += 2) {
      assertThat(fold[i]).isEqualTo(fold[i + 1]);
    }
  }

  @Test
  void ofAClassWithFewerImagesThanFoldsNoneIsHeldOut() {
    ImageSet few = IMAGES.select(new int[] {0, 3, 6, 9, 1, 4, 7, 10, 2, 5});
    int[] fold = Folds.of(few, IntStream.range(0, 10).toArray(), 4, Rng.seeded(1));
    assertThat(Arrays.copyOf(fold, 8)).doesNotContain(-1);
    assertThat(Arrays.copyOfRange(fold, 8, 10)).containsOnly(-1);
  }

  /** Whichever is drawn first, the cat or the copy of it that is filed as a rare animal. */
  @Test
  void aCopyOfAnImageIsNeitherJudgedNorLearntFromWhileThatIsHeldOut() {
    int[] cats = IntStream.range(0, 6).map(i -> 3 * i).toArray();
    int[] chosen = IntStream.concat(IntStream.of(cats), IntStream.of(2, 5)).toArray();
    ImageSet few = IMAGES.select(chosen); // six cats and two images of the rare class
    int[] picture = {0, 1, 2, 3, 4, 5, 6, 4};
    for (int seed = 0; seed < 20; seed++) {
      int[] fold = Folds.of(few, picture, 3, Rng.seeded(seed));
      assertThat(Arrays.copyOf(fold, 6)).as("seed %d", seed).containsOnly(0, 1, 2);
      assertThat(fold[6]).isEqualTo(-1);
      assertThat(fold[7]).isNegative();
      for (int held = 0; held < 3; held++) {
        assertThat(Folds.isApart(fold[6], held)).isTrue();
        assertThat(Folds.isApart(fold[7], held)).isEqualTo(fold[4] != held);
        for (int i = 0; i < 6; i++) {
          assertThat(Folds.isApart(fold[i], held)).isEqualTo(fold[i] != held);
        }
      }
    }
  }

  @Test
  void aClassIsJudgedByAllItsPicturesHoweverManyAreCopiesOfOthers() {
    ImageSet some = IMAGES.select(new int[] {0, 3, 6, 9, 12, 15, 2, 5, 8, 11});
    int[] picture = {0, 1, 2, 3, 4, 5, 0, 1, 2, 6}; // three of the last four are copies
    int judged = 0;
    for (int seed = 0; seed < 20; seed++) {
      int[] fold = Folds.of(some, picture, 3, Rng.seeded(seed));
      int[] rare = Arrays.copyOfRange(fold, 6, 10);
      assertThat(Arrays.copyOf(fold, 6)).as("seed %d", seed).containsOnly(0, 1, 2);
      if (rare[3] >= 0) {
        judged++;
        assertThat(Arrays.copyOf(rare, 3)).isEqualTo(Arrays.copyOf(fold, 3));
        assertThat(Arrays.stream(rare).distinct().count()).isGreaterThan(1);
      } else { // nobody would have seen one while they are held out
        assertThat(Arrays.copyOf(rare, 3)).containsOnly(rare[0]);
        assertThat(rare[0]).isNegative();
      }
    }
    assertThat(judged).isGreaterThan(10);
  }
}
