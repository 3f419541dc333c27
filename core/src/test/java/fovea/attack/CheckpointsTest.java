package fovea.attack;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CheckpointsTest {
  @Test
  void ofAHundredStepsTheyAreThoseOfThePaper() {
    assertThat(Checkpoints.of(100)).containsExactly(22, 41, 57, 70, 80, 87, 93, 99);
  }

  @Test
  void fewStepsHaveOneAfterEach() {
    assertThat(Checkpoints.of(1)).containsExactly(1);
    assertThat(Checkpoints.of(4)).containsExactly(1, 2, 3, 4);
    assertThat(Checkpoints.of(20)).startsWith(4, 7, 9).doesNotHaveDuplicates();
  }
}
