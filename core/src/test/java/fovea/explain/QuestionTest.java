package fovea.explain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class QuestionTest {
  private static final float[] LOGITS = {1, 3, -2};

  @Test
  void theScoreIsTheLogitOrHowFarItIsAboveTheOthers() {
    assertThat(Question.why(1).score(LOGITS)).isEqualTo(3);
    assertThat(Question.whyRatherThan(0, 2).score(LOGITS)).isEqualTo(3);
    assertThat(Question.whyRatherThan(0, 1).seed(3)).containsExactly(1, -1, 0);
    assertThat(Question.whyPredicted(LOGITS)).isEqualTo(Question.why(1));
  }

  @Test
  void theProbabilityIsAmongAllOrAmongTheTwo() {
    double sum = Math.exp(1) + Math.exp(3) + Math.exp(-2);
    assertThat(Question.why(0).probability(LOGITS)).isCloseTo(Math.exp(1) / sum, within(1e-12));
    assertThat(Question.whyRatherThan(0, 2).probability(LOGITS))
        .isCloseTo(Math.exp(1) / (Math.exp(1) + Math.exp(-2)), within(1e-12));
    assertThat(Question.why(1).probability(new float[] {-1000, 1000})).isOne();
    assertThat(Question.why(0).probability(new float[] {-1000, 1000})).isZero();
  }

  @Test
  void aClassIsNotAskedForRatherThanItself() {
    assertThatThrownBy(() -> Question.whyRatherThan(2, 2))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("why class 2 rather than 2? Expected two different classes");
  }
}
