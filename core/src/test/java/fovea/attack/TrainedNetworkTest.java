package fovea.attack;

import static org.assertj.core.api.Assertions.assertThat;

import fovea.data.SmallImages;
import fovea.nn.Module;
import fovea.tensor.Execution;
import fovea.tensor.Precision;
import fovea.tensor.Rng;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Attacks on a network that has learnt something, at budgets at which some images withstand. */
class TrainedNetworkTest {
  private static Module network;
  private static CleanImages images;

  @BeforeAll
  static void train() {
    network = Networks.trained();
    images = Networks.clean(SmallImages.draw(42, 2));
  }

  @AfterAll
  static void close() {
    network.close();
  }

  private static Threat threat(Norm norm) {
    return new Threat(norm, norm == Norm.LINF ? 0.07 : 0.8);
  }

  private static double left(Norm norm, Attack... attacks) {
    return left(threat(norm), Networks.HOW, attacks);
  }

  private static double left(Threat threat, Execution how, Attack... attacks) {
    try (Attacker attacker = Attacker.of(network, Networks.INPUT, how)) {
      return attacker
          .attack(images, threat, List.of(attacks), Rng.seeded(3), AttackListener.NONE)
          .robustAccuracy();
    }
  }

  /** But for an image: processors round otherwise, so each has trained a network of its own. */
  @ParameterizedTest
  @EnumSource(Norm.class)
  void autoPgdLeavesNoMoreThanAHundredStepsOfPgdFromTenStarts(Norm norm) {
    double pgd = left(norm, new Pgd(100, 10));
    assertThat(pgd).isBetween(0.1, 0.9);
    assertThat(left(norm, Apgd.crossEntropy(100), Apgd.targeted(100, 9)))
        .isLessThanOrEqualTo(pgd + 1 / 42.0 + 1e-9);
  }

  /** Each is at least about as strong as the next, on a network with nothing to hide. */
  @ParameterizedTest
  @EnumSource(Norm.class)
  void strongerAttacksLeaveLess(Norm norm) {
    double few = 2 / 42.0 + 1e-9;
    double apgd = left(norm, Apgd.crossEntropy(60));
    assertThat(apgd).isLessThanOrEqualTo(left(norm, new Fgsm()) + few);
    assertThat(left(norm, new Fab(60, 9))).isLessThanOrEqualTo(left(norm, new Fgsm()) + few);
    assertThat(left(norm, new Square(600)))
        .isGreaterThanOrEqualTo(apgd - few)
        .isLessThanOrEqualTo(left(norm, new Noise(20)) - few);
  }

  @Test
  void gradientsInTheFastestPrecisionFindAboutAsMuch() {
    Threat threat = threat(Norm.LINF);
    double exact = left(threat, Networks.HOW, Apgd.crossEntropy(60));
    double fast = left(threat, new Execution(1, Precision.fastest()), Apgd.crossEntropy(60));
    assertThat(Math.abs(fast - exact)).isLessThanOrEqualTo(2 / 42.0 + 1e-9);
  }

  @ParameterizedTest
  @EnumSource(Norm.class)
  void theCurveStartsAtTheAccuracyAndFallsToNothing(Norm norm) {
    try (Attacker attacker = Attacker.of(network, Networks.INPUT, Networks.HOW)) {
      List<Double> budgets = BudgetCurve.budgets(norm);
      BudgetCurve curve =
          BudgetCurve.of(
              attacker,
              images,
              norm,
              budgets,
              Apgd.crossEntropy(20),
              Rng.seeded(1),
              AttackListener.NONE);
      assertThat(curve.points()).hasSize(budgets.size() + 1);
      assertThat(curve.points().get(0).epsilon()).isZero();
      assertThat(curve.points().get(0).robustAccuracy()).isGreaterThan(0.9);
      List<Double> falling =
          curve.points().stream().map(BudgetCurve.Point::robustAccuracy).toList();
      assertThat(falling).isSortedAccordingTo((a, b) -> Double.compare(b, a));
      assertThat(falling.get(falling.size() - 1)).isLessThan(0.2);
    }
  }

  /** A smaller budget than the smallest change found must fool nobody by much stronger attacks. */
  @ParameterizedTest
  @EnumSource(Norm.class)
  void smallestChangesAreNotMuchLargerThanNeeded(Norm norm) {
    try (Attacker attacker = Attacker.of(network, Networks.INPUT, Networks.HOW)) {
      List<SmallestChange> changes =
          SmallestChange.of(attacker, images, norm, 10, new Fab(100, 9), Rng.seeded(1));
      assertThat(changes).hasSize(10);
      int fooled = 0;
      for (SmallestChange change : changes) {
        assertThat(Networks.predicted(network, change.changed()))
            .isEqualTo(change.takenFor())
            .isNotEqualTo(change.label());
        assertThat(norm.between(change.clean(), change.changed())).isEqualTo(change.distance());
        CleanImages one =
            new CleanImages(
                Networks.INPUT, new int[] {change.label()}, i -> change.clean().clone());
        AttackResult closer =
            attacker.attack(
                one,
                new Threat(norm, 0.85 * change.distance()),
                List.of(Apgd.crossEntropy(60)),
                Rng.seeded(1),
                AttackListener.NONE);
        fooled += closer.attacks().get(0).fooled();
      }
      assertThat(fooled).isLessThanOrEqualTo(1);
    }
  }

  /** Near the boundary, bfloat16 can't tell one side from the other. */
  @ParameterizedTest
  @EnumSource(Norm.class)
  void smallestChangesAreAsSmallWhateverGradientsAreComputedIn(Norm norm) {
    List<Double> exact = distances(norm, Precision.FLOAT32);
    List<Double> rounded = distances(norm, Precision.BFLOAT16);
    assertThat(rounded).hasSameSizeAs(exact);
    double sum = exact.stream().mapToDouble(Double::doubleValue).sum();
    assertThat(rounded.stream().mapToDouble(Double::doubleValue).sum()).isLessThan(1.01 * sum);
  }

  private static List<Double> distances(Norm norm, Precision precision) {
    try (Attacker attacker = Attacker.of(network, Networks.INPUT, new Execution(1, precision))) {
      return SmallestChange.of(attacker, images, norm, 20, new Fab(40, 2), Rng.seeded(1)).stream()
          .map(SmallestChange::distance)
          .toList();
    }
  }
}
