package fovea.train;

import static org.assertj.core.api.Assertions.assertThat;

import fovea.recipe.Recipe;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class CollapseTest {
  private static final Collapse COLLAPSE = collapse("objective.name=n-fgsm");

  private static Collapse collapse(String... settings) {
    return new Collapse(Recipe.standard().with("robustness.images=100").with(settings));
  }

  /** Accuracies after one step and after several, in percent, epoch by epoch. */
  private static List<EpochRecord> epochs(int[]... percents) {
    List<EpochRecord> epochs = new ArrayList<>();
    for (int[] percent : percents) {
      RobustAccuracy robust =
          new RobustAccuracy(percent[0] / 100.0, percent[1] / 100.0, percent[1] / 100.0);
      epochs.add(EpochRecords.robust(epochs.size() + 1, 1, robust));
    }
    return epochs;
  }

  private static int[] of(int fgsm, int pgd) {
    return new int[] {fgsm, pgd};
  }

  private static List<Integer> sound(List<EpochRecord> epochs) {
    return COLLAPSE.without(epochs).stream().map(EpochRecord::epoch).toList();
  }

  @Test
  void aFallUnderSeveralStepsWhileOneIsWithstoodBetterIsACollapse() {
    List<EpochRecord> epochs = epochs(of(30, 28), of(42, 38), of(70, 3));
    assertThat(COLLAPSE.isLast(epochs)).isTrue();
    assertThat(sound(epochs)).containsExactly(1, 2);
    assertThat(COLLAPSE.isLast(epochs.subList(0, 2))).isFalse();
  }

  @Test
  void aWorseEpochUnderBothIsNone() {
    assertThat(COLLAPSE.isLast(epochs(of(30, 28), of(42, 38), of(20, 15)))).isFalse();
  }

  @Test
  void anEpochThatRecoversIsNone() {
    assertThat(sound(epochs(of(42, 40), of(20, 15), of(30, 25)))).containsExactly(1, 2, 3);
  }

  @Test
  void whatFallsUnderSeveralStepsAloneHasCollapsedBeforeOneIsWithstoodBetter() {
    assertThat(sound(epochs(of(30, 28), of(42, 38), of(41, 2), of(80, 0)))).containsExactly(1, 2);
  }

  @Test
  void aSmallFallIsNone() {
    assertThat(COLLAPSE.isLast(epochs(of(30, 28), of(42, 40), of(45, 31)))).isFalse();
    assertThat(COLLAPSE.isLast(epochs(of(30, 28), of(42, 40), of(45, 29)))).isTrue();
  }

  @Test
  void epochsAfterACollapseAreComparedWithTheLastBeforeIt() {
    List<EpochRecord> epochs =
        epochs(of(42, 40), of(80, 0), of(85, 1), of(43, 39), of(46, 42), of(90, 5));
    assertThat(sound(epochs)).containsExactly(1, 4, 5);
  }

  @Test
  void nothingIsSeenWithoutFigures() {
    List<EpochRecord> epochs = EpochRecords.losses(1, 2, 3);
    assertThat(COLLAPSE.without(epochs)).isEqualTo(epochs);
    assertThat(COLLAPSE.isLast(epochs)).isFalse();
    assertThat(COLLAPSE.isLast(List.of())).isFalse();
  }

  @Test
  void theNoteSaysWhatWasSeenAndWhatFollows() {
    List<EpochRecord> epochs = epochs(of(49, 44), of(71, 3));
    String found =
        "catastrophic overfitting in epoch 2: 3.0 % of the images watched withstand 10 steps"
            + " (44.0 % after epoch 1), while 71.0 % withstand one (49.0 %)";
    assertThat(note(epochs, "tell")).isEqualTo(found);
    assertThat(note(epochs, "rewind"))
        .isEqualTo(found + "; training goes on from the weights of epoch 1");
    assertThat(note(epochs, "stop"))
        .isEqualTo(found + "; training ends with the weights of epoch 1");
  }

  private static String note(List<EpochRecord> epochs, String then) {
    return collapse("objective.name=n-fgsm", "robustness.onCollapse=" + then).note(epochs);
  }

  @Test
  void onlyWhereAttacksAreLearntFromIsThereOne() {
    List<EpochRecord> epochs = epochs(of(10, 8), of(30, 1));
    Collapse plain = collapse("objective.name=cross-entropy", "robustness.onCollapse=stop");
    assertThat(COLLAPSE.isLast(epochs)).isTrue();
    assertThat(plain.isLast(epochs)).isFalse();
    assertThat(plain.ends(epochs)).isFalse();
    assertThat(plain.left(epochs)).isEqualTo(epochs);
  }

  @Test
  void whatIsGivenUpIsNotLeft() {
    List<EpochRecord> epochs = epochs(of(49, 44), of(71, 3));
    for (String then : List.of("rewind", "stop", "tell")) {
      Collapse collapse = collapse("objective.name=pgd", "robustness.onCollapse=" + then);
      assertThat(collapse.isGivenUp()).isEqualTo(!then.equals("tell"));
      assertThat(collapse.left(epochs)).hasSize(then.equals("tell") ? 2 : 1);
      assertThat(collapse.ends(epochs)).isEqualTo(then.equals("stop"));
    }
  }
}
