package fovea.data.folder;

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
}
