package fovea.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LabelsTest {
  @Test
  void labelsAreKeptWhateverTheNumberOfClasses() {
    for (int classes : new int[] {1, 2, 256, 257, 65_536, 65_537, 1_000_000}) {
      int last = classes - 1;
      Labels labels = Labels.of(3, classes, i -> i == 1 ? last : i == 2 ? last / 2 : 0);
      assertThat(IntStream.range(0, 3).map(labels::of)).containsExactly(0, last, last / 2);
    }
  }
}
