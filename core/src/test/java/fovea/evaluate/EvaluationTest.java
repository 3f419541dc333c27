package fovea.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import fovea.tensor.Rng;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class EvaluationTest {
  private static final List<String> ANIMALS = List.of("cat", "dog", "eel");

  /** Worked out by hand: cat 5 of 6 right, dog 2 of 4, eel never predicted. */
  @Test
  void figuresEqualThoseWorkedOutByHand() {
    long[][] confusion = {{5, 1, 0}, {2, 2, 0}, {1, 1, 0}};
    Evaluation result = Evaluation.of(confusion, ANIMALS, 6.0);
    assertThat(result.images()).isEqualTo(12);
    assertThat(result.accuracy()).isEqualTo(7.0 / 12);
    assertThat(result.loss()).isEqualTo(0.5);
    assertThat(result.perClass().get(0))
        .isEqualTo(new ClassResult("cat", 5.0 / 8, 5.0 / 6, 10.0 / 14, 6));
    assertThat(result.perClass().get(1)).isEqualTo(new ClassResult("dog", 0.5, 0.5, 0.5, 4));
    assertThat(result.perClass().get(2)).isEqualTo(new ClassResult("eel", 0.0, 0.0, 0.0, 2));
    assertThat(result.macroF1()).isEqualTo((10.0 / 14 + 0.5) / 3, within(1e-15));
  }

  @Test
  void aClassWithoutImagesHasNoFigures() {
    Evaluation result = Evaluation.of(new long[][] {{1, 1}, {0, 0}}, List.of("a", "b"), 1);
    assertThat(result.perClass().get(1)).isEqualTo(new ClassResult("b", null, null, null, 0));
  }

  /** By scikit-learn: f1_score([0, 0, 1], [0, 1, 2], average="macro") = (2/3 + 0 + 0) / 3. */
  @Test
  void macroF1IsOverTheClassesThatHaveImagesOrWerePredicted() {
    long[][] confusion = {{1, 1, 0, 0}, {0, 0, 1, 0}, {0, 0, 0, 0}, {0, 0, 0, 0}};
    Evaluation result = Evaluation.of(confusion, List.of("a", "b", "c", "d"), 1);
    assertThat(result.macroF1()).isEqualTo(2.0 / 9, within(1e-15));
    long[][] right = {{2, 0, 0}, {0, 0, 0}, {0, 0, 0}};
    assertThat(Evaluation.of(right, ANIMALS, 1).macroF1()).isEqualTo(1);
  }

  /** Counts every image on its own, by the definitions, for random labels and predictions. */
  @Test
  void figuresEqualTheirDefinitionsOnRandomPredictions() {
    for (int seed = 0; seed < 200; seed++) {
      Rng rng = Rng.seeded(seed);
      int k = 1 + rng.nextInt(8);
      int n = 1 + rng.nextInt(60);
      int[] truth = IntStream.range(0, n).map(i -> rng.nextInt(k)).toArray();
      int[] predicted = IntStream.range(0, n).map(i -> rng.nextInt(k)).toArray();
      long[][] confusion = new long[k][k];
      IntStream.range(0, n).forEach(i -> confusion[truth[i]][predicted[i]]++);
      List<String> classes = IntStream.range(0, k).mapToObj(c -> "class " + c).toList();
      Evaluation result = Evaluation.of(confusion, classes, n * 0.25);

      double right = IntStream.range(0, n).filter(i -> truth[i] == predicted[i]).count();
      assertThat(result.accuracy()).as("seed %d", seed).isEqualTo(right / n);
      assertThat(result.loss()).isEqualTo(0.25);
      double weightedRecall = 0;
      for (int c = 0; c < k; c++) {
        int chosen = c;
        double of = IntStream.of(truth).filter(t -> t == chosen).count();
        double as = IntStream.of(predicted).filter(p -> p == chosen).count();
        double hits =
            IntStream.range(0, n).filter(i -> truth[i] == chosen && predicted[i] == chosen).count();
        double precision = as == 0 ? 0 : hits / as;
        double recall = of == 0 ? 0 : hits / of;
        double f1 = hits == 0 ? 0 : 2 * precision * recall / (precision + recall);
        ClassResult found = result.perClass().get(c);
        if (of == 0) {
          assertThat(found).isEqualTo(new ClassResult("class " + c, null, null, null, 0));
          continue;
        }
        assertThat(found.precision()).isEqualTo(precision);
        assertThat(found.recall()).isEqualTo(recall);
        assertThat(found.f1()).as("seed %d", seed).isEqualTo(f1, within(1e-12));
        assertThat(found.support()).isEqualTo((long) of);
        weightedRecall += recall * of / n;
      }
      assertThat(weightedRecall).isEqualTo(result.accuracy(), within(1e-12));
    }
  }

  @Test
  void theResultCannotBeChangedFromOutside() {
    long[][] confusion = {{1, 0}, {0, 1}};
    Evaluation result = Evaluation.of(confusion, List.of("a", "b"), 0);
    confusion[0][0] = 9;
    result.confusionMatrix()[1][1] = 9;
    assertThat(result.confusionMatrix()).isDeepEqualTo(new long[][] {{1, 0}, {0, 1}});
    assertThat(result)
        .isEqualTo(Evaluation.of(new long[][] {{1, 0}, {0, 1}}, List.of("a", "b"), 0));
  }

  @Test
  void aMatrixThatDoesNotFitIsRefused() {
    assertThatThrownBy(() -> Evaluation.of(new long[][] {{1, 0}}, ANIMALS, 0))
        .hasMessage("a confusion matrix of 1 rows doesn't fit 3 classes");
    assertThatThrownBy(() -> Evaluation.of(new long[][] {{-1}}, List.of("a"), 0))
        .hasMessageContaining("negative");
    assertThatThrownBy(() -> Evaluation.of(new long[][] {{0}}, List.of("a"), 0))
        .hasMessageContaining("at least one image");
  }
}
