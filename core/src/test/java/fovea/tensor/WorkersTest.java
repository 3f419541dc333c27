package fovea.tensor;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class WorkersTest {
  @Test
  void closingThemLeavesTheThreadItsOwnNumberOfThreads() {
    int before = Threads.count();
    Workers made;
    try (Threads.Block block = Threads.block(before + 1)) {
      made = new Workers("worker", 2);
      assertThat(Workers.resultOf(made.begin(Threads::count))).isEqualTo(1);
    }
    try (Threads.Block block = Threads.block(before + 2)) {
      made.close();
      assertThat(Threads.count()).isEqualTo(before + 2);
    }
    assertThat(Threads.count()).isEqualTo(before);
  }
}
