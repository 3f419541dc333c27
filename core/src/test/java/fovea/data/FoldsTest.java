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
}
