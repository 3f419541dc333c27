package fovea.train;

import static org.assertj.core.api.Assertions.assertThat;

import fovea.data.DataSet;
import fovea.data.ImageSet;
import fovea.data.SmallImages;
import fovea.recipe.Recipe;
import fovea.recipe.Sampling;
import fovea.recipe.SmallRecipe;
import fovea.tensor.Rng;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ClassBalanceTest {
  private static final DataSet UNEVEN = SmallImages.uneven();
  private static final ImageSet IMAGES = UNEVEN.splits().train().images();

  private static int[] all() {
    return IntStream.range(0, IMAGES.size()).toArray();
  }

  @Test
  void classesHaveSharesByTheRootsOfTheirSizes() {
    assertThat(ClassBalance.shares(new int[] {100, 25, 1})).containsExactly(79, 39, 8);
    assertThat(ClassBalance.shares(new int[] {16, 0, 4})).containsExactly(13, 0, 7);
    assertThat(ClassBalance.shares(new int[] {7, 7})).containsExactly(7, 7);
  }

  @Test
  void sharesAddUpToAllImagesWhateverTheirNumbers() {
    for (int seed = 0; seed < 200; seed++) {
      Rng rng = Rng.seeded(seed);
      int[] perClass = IntStream.range(0, 1 + rng.nextInt(12)).map(c -> rng.nextInt(300)).toArray();
      perClass[0]++;
      int[] shares = ClassBalance.shares(perClass);
      assertThat(Arrays.stream(shares).sum())
          .as("seed %d", seed)
          .isEqualTo(Arrays.stream(perClass).sum());
      for (int c = 0; c < shares.length; c++) {
        assertThat(shares[c] == 0).as("seed %d", seed).isEqualTo(perClass[c] == 0);
      }
    }
  }

  @Test
  void anImageComesAgainOnlyWhenAllOthersOfItsClassHaveComeAsOften() {
    int[] drawn = ClassBalance.draw(IMAGES, all(), Rng.seeded(1));
    assertThat(drawn).hasSize(99);
    int[] perClass = new int[3];
    Arrays.stream(drawn).forEach(image -> perClass[IMAGES.label(image)]++);
    assertThat(perClass).isEqualTo(ClassBalance.shares(new int[] {60, 30, 9}));
    assertThat(perClass).containsExactly(47, 34, 18);
    for (int image : all()) {
      long times = Arrays.stream(drawn).filter(one -> one == image).count();
      switch (IMAGES.label(image)) {
        case 0 -> assertThat(times).isBetween(0L, 1L);
        case 1 -> assertThat(times).isBetween(1L, 2L);
        default -> assertThat(times).isEqualTo(2);
      }
    }
  }

  @Test
  void epochsDrawDifferentImagesAndTheSameEpochTheSame() {
    int[] drawn = ClassBalance.draw(IMAGES, all(), Rng.seeded(1));
    assertThat(ClassBalance.draw(IMAGES, all(), Rng.seeded(1))).isEqualTo(drawn);
    assertThat(ClassBalance.draw(IMAGES, all(), Rng.seeded(2))).isNotEqualTo(drawn);
  }

  @Test
  void onlyChosenImagesAreDrawn() {
    int[] even = Arrays.stream(all()).filter(image -> image % 2 == 0).toArray();
    assertThat(Arrays.stream(ClassBalance.draw(IMAGES, even, Rng.seeded(1))).boxed())
        .hasSize(even.length)
        .allMatch(image -> image % 2 == 0);
  }

  @Test
  void autoBalancesClassesOfWhichOneIsMoreThanTwiceAnother() {
    assertThat(Sampling.AUTO.balances(new int[] {20, 10, 15})).isFalse();
    assertThat(Sampling.AUTO.balances(new int[] {21, 10, 15})).isTrue();
    assertThat(Sampling.AUTO.balances(new int[] {20, 0, 15})).isFalse();
    assertThat(Sampling.BALANCED.balances(new int[] {11, 10})).isTrue();
    assertThat(Sampling.BALANCED.balances(new int[] {10, 10})).isFalse();
    assertThat(Sampling.PLAIN.balances(new int[] {100, 1})).isFalse();
  }

  @Test
  void aBalancedRunGoesOnFromAnyStepToTheSameBits() {
    Recipe recipe =
        SmallRecipe.with(
            "epochs=2", "sampling=auto", "skipping.share=0.3", "skipping.from=0.5", "validation=0");
    try (Training whole = Training.by(recipe, UNEVEN);
        Training plain = Training.by(recipe.with("sampling=plain"), UNEVEN)) {
      List<List<Integer>> resumed = new ArrayList<>();
      for (int step = 1; step <= 8; step++) {
        assertThat(whole.trainer().advance()).isEqualTo(Answer.GO_ON);
        if (step == 3 || step == 8) {
          try (Training second = Training.by(recipe, UNEVEN)) {
            second.trainer().restore(whole.trainer().state());
            resumed.add(trained(second));
          }
        }
      }
      assertThat(trained(whole)).isNotEqualTo(trained(plain));
      assertThat(resumed).hasSize(2).containsOnly(whole.bits());
    }
  }

  private static List<Integer> trained(Training training) {
    assertThat(training.trainer().train().epochs()).isEqualTo(2);
    return training.bits();
  }
}
