package fovea.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import fovea.FoveaException;
import fovea.tensor.Rng;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class EpisodesTest {
  private static final List<String> CLASSES = List.of("ash", "birch", "cedar", "elm", "fir");
  private static final EpisodeShape SHAPE = new EpisodeShape(3, 2, 4);

  /** Of 6 to 10 images each, but for elm, which has none. */
  private static final int[] LABELS =
      IntStream.range(0, 5)
          .filter(c -> c != 3)
          .flatMap(c -> IntStream.generate(() -> c).limit(6 + c))
          .toArray();

  private static final int[] ALL = IntStream.range(0, LABELS.length).toArray();

  @Test
  void anEpisodeHasDifferentClassesAndOfEachAsManyDifferentImages() {
    Episodes episodes = Episodes.of(CLASSES, LABELS, ALL, SHAPE);
    for (long seed = 0; seed < 200; seed++) {
      int[] drawn = episodes.draw(Rng.seeded(seed));
      assertThat(drawn).hasSize(18).doesNotHaveDuplicates();
      int[] classes = Arrays.stream(drawn).map(i -> LABELS[i]).toArray();
      for (int i = 0; i < drawn.length; i++) {
        assertThat(classes[i]).as("seed %d", seed).isEqualTo(classes[i - i % 6]);
      }
      assertThat(Arrays.stream(classes).distinct().count()).isEqualTo(3);
    }
  }

  @Test
  void everyClassAndEveryImageIsDrawnAboutAsOften() {
    Episodes episodes = Episodes.of(CLASSES, LABELS, ALL, SHAPE);
    int[] counts = new int[LABELS.length];
    int[] asShot = new int[LABELS.length];
    int draws = 4000;
    for (int n = 0; n < draws; n++) {
      int[] drawn = episodes.draw(Rng.seeded(7).split("draw", n));
      for (int i = 0; i < drawn.length; i++) {
        counts[drawn[i]]++;
        asShot[drawn[i]] += i % 6 < 2 ? 1 : 0;
      }
    }
    int[] perClass = new int[5];
    Arrays.stream(LABELS).forEach(label -> perClass[label]++);
    for (int i = 0; i < LABELS.length; i++) {
      double expected = draws * 0.75 * 6 / perClass[LABELS[i]]; // 3 of 4 classes, 6 of its images
      assertThat(counts[i] / expected).isBetween(0.93, 1.07);
      assertThat(asShot[i] / (expected / 3)).isBetween(0.88, 1.12);
    }
  }

  @Test
  void episodesInARowAreThoseOfTheirNumbers() {
    Episodes episodes = Episodes.of(CLASSES, LABELS, ALL, SHAPE);
    int[] three = episodes.draw(3, Rng.seeded(1));
    assertThat(three).hasSize(54).isEqualTo(episodes.draw(3, Rng.seeded(1)));
    assertThat(Arrays.copyOf(three, 36)).isEqualTo(episodes.draw(2, Rng.seeded(1)));
    assertThat(Arrays.copyOf(three, 18)).isNotEqualTo(Arrays.copyOfRange(three, 18, 36));
  }

  @Test
  void onlyChosenImagesAreDrawn() {
    int[] chosen = IntStream.of(ALL).filter(i -> LABELS[i] != 1).toArray();
    int[] drawn = Episodes.of(CLASSES, LABELS, chosen, SHAPE).draw(20, Rng.seeded(2));
    assertThat(Arrays.stream(drawn).map(i -> LABELS[i])).doesNotContain(1).contains(0, 2, 4);
  }

  @Test
  void moreWaysThanClassesAreRefused() {
    assertThatThrownBy(() -> Episodes.of(CLASSES, LABELS, ALL, new EpisodeShape(5, 1, 1)))
        .isInstanceOf(FoveaException.class)
        .hasMessage(
            "episodes of 5 ways take as many classes, and there are 4 with images; take fewer ways, or add classes");
  }

  @Test
  void aClassOfTooFewImagesIsRefusedByName() {
    assertThatThrownBy(() -> Episodes.of(CLASSES, LABELS, ALL, new EpisodeShape(2, 3, 4)))
        .isInstanceOf(FoveaException.class)
        .hasMessage(
            "class ash has 6 images, and an episode takes 7 of each class, 3 to learn from and 4 to be told; add some, or take fewer shots or queries");
  }

  @Test
  void noShotsAreRefused() {
    assertThatThrownBy(() -> new EpisodeShape(5, 0, 15))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("5 ways, 0 shots and 15 queries, expected at least 2, 1 and 1");
  }
}
