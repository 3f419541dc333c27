package fovea.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import fovea.data.DataSet;
import fovea.data.ImageGroups;
import fovea.data.ImageSet;
import fovea.data.SmallImages;
import fovea.recipe.Recipe;
import fovea.recipe.Sampling;
import fovea.recipe.SmallRecipe;
import fovea.tensor.Rng;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class GroupBalanceTest {
  private static final DataSet DATA = grouped();

  @Test
  void eachGroupIsDrawnAsOften() {
    int[] of = IntStream.range(0, 100).map(i -> i < 80 ? 0 : i < 97 ? 1 : 3).toArray();
    ImageGroups groups = new ImageGroups("light", List.of("a", "b", "c", "d"), of);
    int[] all = IntStream.range(0, 100).toArray();
    int[] drawn = GroupBalance.draw(groups, all, Rng.seeded(1));
    int[] counts = new int[4];
    int[] perImage = new int[100];
    Arrays.stream(drawn).forEach(image -> counts[of[image]]++);
    Arrays.stream(drawn).forEach(image -> perImage[image]++);
    assertThat(drawn).hasSize(100);
    assertThat(counts).containsExactly(33, 33, 0, 34);
    assertThat(Arrays.copyOf(perImage, 80)).containsOnly(0, 1);
    assertThat(Arrays.copyOfRange(perImage, 97, 100)).containsOnly(11, 12);
    assertThat(GroupBalance.draw(groups, all, Rng.seeded(1))).isEqualTo(drawn);
  }

  @Test
  void theGroupsSharesAreThoseThatTheyHaveInEpochsOnAverage() {
    int[] labels = IntStream.range(0, 1000).map(i -> i < 900 ? 0 : 1).toArray();
    ImageSet images = ImageSet.of(List.of("A", "B"), 8, 8, new byte[1000][8 * 8 * 3], labels);
    int[] of =
        IntStream.range(0, 1000).map(i -> i < 600 ? 0 : i < 900 ? 1 : i < 990 ? 2 : 3).toArray();
    ImageGroups groups = new ImageGroups("light", List.of("a1", "a2", "b1", "b2"), of);
    int[] all = IntStream.range(0, 1000).toArray();
    double[] mean = new double[4];
    for (int epoch = 0; epoch < 1000; epoch++) {
      for (int image : ClassBalance.draw(images, all, Rng.seeded(epoch))) {
        mean[of[image]] += 1.0 / (1000 * 1000);
      }
    }
    for (Sampling balanced : List.of(Sampling.BALANCED, Sampling.AUTO)) {
      double[] shares = GroupBalance.shares(balanced, images, groups);
      assertThat(Arrays.stream(shares).sum()).isCloseTo(1, within(1e-9));
      for (int g = 0; g < 4; g++) {
        assertThat(shares[g]).as("group %d", g).isCloseTo(mean[g], within(0.01 * mean[g]));
      }
    }
    assertThat(GroupBalance.shares(Sampling.PLAIN, images, groups))
        .containsExactly(0.6, 0.3, 0.09, 0.01);
    assertThat(GroupBalance.shares(Sampling.GROUPS, images, groups))
        .containsExactly(0.25, 0.25, 0.25, 0.25);
  }

  @Test
  void runsByGroupGoOnFromAnyStepToTheSameBits() {
    List<Integer> withoutGroups;
    try (Training plain = Training.by(SmallRecipe.with("epochs=2", "validation=0"), DATA)) {
      withoutGroups = trained(plain);
    }
    for (List<String> how :
        List.of(
            List.of("sampling=groups"),
            List.of("objective.name=group-dro", "objective.step=0.5"),
            List.of("sampling=groups", "objective.name=group-dro", "microBatchSize=5"))) {
      Recipe recipe = SmallRecipe.with("epochs=2", "validation=0").with(how);
      try (Training whole = Training.by(recipe, DATA);
          Training resumed = Training.by(recipe, DATA)) {
        for (int i = 0; i < 3; i++) {
          assertThat(whole.trainer().advance()).isEqualTo(Answer.GO_ON);
        }
        resumed.trainer().restore(whole.trainer().state());
        assertThat(trained(whole)).as(how.toString()).isNotEqualTo(withoutGroups);
        assertThat(trained(resumed)).as(how.toString()).isEqualTo(whole.bits());
      }
    }
  }

  private static List<Integer> trained(Training training) {
    assertThat(training.trainer().train().epochs()).isEqualTo(2);
    return training.bits();
  }

  /** Images of three classes, each of one group by day and a smaller one by night. */
  static DataSet grouped() {
    ImageSet plain = SmallImages.draw(90, 1);
    byte[][] pixels = IntStream.range(0, 90).mapToObj(plain::pixels).toArray(byte[][]::new);
    int[] labels = IntStream.range(0, 90).map(plain::label).toArray();
    ImageSet train =
        ImageSet.of(
            plain.classes(),
            8,
            8,
            pixels,
            labels,
            i -> "%s/%s/%d".formatted(plain.classes().get(labels[i]), i < 75 ? "day" : "night", i));
    return DataSet.of("grouped", train, null, SmallImages.draw(30, 2));
  }
}
