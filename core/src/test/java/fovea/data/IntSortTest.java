package fovea.data;

import static org.assertj.core.api.Assertions.assertThat;

import fovea.tensor.Rng;
import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class IntSortTest {
  @Test
  void sortsAsTheJdkDoesAndKeepsTheOrderOfEquals() {
    for (long seed = 0; seed < 200; seed++) {
      Rng rng = Rng.seeded(seed);
      int size = rng.nextInt(300);
      int[] keys = IntStream.range(0, size).map(i -> rng.nextInt(40)).toArray();
      int[] sorted = rng.permutation(size);
      int[] expected =
          Arrays.stream(sorted)
              .boxed()
              .sorted(Comparator.comparing(i -> keys[i]))
              .mapToInt(Integer::intValue)
              .toArray();
      IntSort.sort(sorted, (a, b) -> Integer.compare(keys[a], keys[b]));
      assertThat(sorted).as("seed %d", seed).isEqualTo(expected);
    }
  }

  @Test
  void labelsAreKeptWhateverTheNumberOfClasses() {
    for (int classes : new int[] {1, 2, 256, 257, 65_536, 65_537, 1_000_000}) {
      int last = classes - 1;
      Labels labels = Labels.of(3, classes, i -> i == 1 ? last : i == 2 ? last / 2 : 0);
      assertThat(IntStream.range(0, 3).map(labels::of)).containsExactly(0, last, last / 2);
    }
  }
}
