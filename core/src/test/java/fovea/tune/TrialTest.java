package fovea.tune;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Which of some trials is the best. */
class TrialTest {
  @Test
  void oneThatStoppedEarlyIsNoBetterForIt() {
    Trial stopped = trial(0, Trial.State.OVER, 0.3, 0.4);
    Trial further = trial(1, Trial.State.OPEN, 0.3, 0.5, 0.6, 0.7);
    Trial behind = trial(2, Trial.State.OPEN, 0.9);
    Trial failed = trial(3, Trial.State.FAILED, 0.9, 0.9, 0.9, 0.9);
    assertThat(Trial.bestFirst(List.of(failed, stopped, behind, further)))
        .containsExactly(further, stopped, behind, failed);
  }

  @Test
  void thoseThatHadAllTheirEpochsComeByTheirScores() {
    Trial whole = trial(0, Trial.State.OVER, 0.3, 0.4, 0.5);
    Trial better = trial(1, Trial.State.OVER, 0.3, 0.4, 0.6);
    Trial stopped = trial(2, Trial.State.OVER, 0.55);
    Trial open = trial(3, Trial.State.OPEN, 0.8, 0.9);
    assertThat(Trial.bestFirst(List.of(open, whole, stopped, better)))
        .containsExactly(better, stopped, whole, open);
  }

  private static Trial trial(int number, Trial.State state, Double... scores) {
    return new Trial(number, Map.of(), state, List.of(scores), null, 1);
  }
}
