package fovea.report;

import static org.assertj.core.api.Assertions.assertThat;

import fovea.audit.Estimate;
import fovea.audit.Gap;
import fovea.audit.GroupReport;
import fovea.audit.Proportion;
import fovea.evaluate.Assessment;
import fovea.evaluate.Calibration;
import fovea.evaluate.CalibrationByChance;
import fovea.evaluate.Interval;
import fovea.evaluate.Separation;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LimitsTest {
  private static final Interval BOUNDS = new Interval(0.1, 0.9);

  private static UnknownFigures.OfData unnoticed(String name, double passing) {
    Separation by = new Separation("energy", 100, 50, 0.8, BOUNDS, passing, BOUNDS);
    return new UnknownFigures.OfData(name, 50, List.of(by), null);
  }

  private static GroupsFigures light(Estimate difference) {
    return light(difference, null);
  }

  private static GroupsFigures light(Estimate difference, Gap gap) {
    return new GroupsFigures(
        List.of(
            new GroupReport(
                "light",
                Proportion.of(80, 100),
                0,
                List.of(),
                "night",
                null,
                gap,
                difference,
                null,
                null)));
  }

  @Test
  void thatAllIsTakenForAClassIsSaidOnceForAllImagesOfOtherThings() {
    UnknownFigures unknown =
        new UnknownFigures(List.of(unnoticed("noise", 0.25), unnoticed("letters", 0.5)));
    assertThat(Limits.of(TrustReports.bareWith(unknown, null)))
        .filteredOn(limit -> limit.contains("whatever an image shows"))
        .containsExactly(
            "It names one of its classes whatever an image shows."
                + " Of images of noise, 25.00 % would pass as known by energy, its best score, where 95 % of known ones do."
                + " Of images of letters, 50.00 % would pass as known by energy, its best score, where 95 % of known ones do.");
  }

  /** With a calibration error, and that which chance would give. */
  private static TrustReport calibrated(double ece, double atMost) {
    TrustReport bare = TrustReports.bare();
    CalibrationByChance chance = new CalibrationByChance(0.01, atMost, 0.01, atMost);
    Calibration found = new Calibration(0.3, 0.1, ece, ece, List.of(), List.of(), chance, Map.of());
    Assessment other = bare.assessment();
    return new TrustReport(
        bare.card(),
        new Assessment(
            other.evaluation(),
            other.balancedAccuracy(),
            other.agreement(),
            other.auroc(),
            other.perClassAuroc(),
            other.topK(),
            other.mostConfused(),
            found,
            other.riskCoverage(),
            other.intervals(),
            other.perClassIntervals()),
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        Map.of(),
        Map.of());
  }

  @Test
  void probabilitiesAreOffWhereThatIsMoreThanChance() {
    assertThat(Limits.of(calibrated(0.05, 0.03)))
        .contains("Its probabilities are off by 5.00 % on average; `fovea calibrate` fits them.");
    assertThat(Limits.of(calibrated(0.05, 0.06)))
        .noneMatch(limit -> limit.contains("probabilities"));
    assertThat(Limits.of(calibrated(0.015, 0.01)))
        .noneMatch(limit -> limit.contains("probabilities"));
  }

  @Test
  void aClassOfFewImagesIsNotCalledTheWorst() {
    assertThat(Limits.of(TrustReports.of(1)))
        .anySatisfy(
            limit ->
                assertThat(limit)
                    .startsWith("Of the classes it recognised ")
                    .endsWith(" images; one of them is the worst by chance alone, too."));
    assertThat(Limits.of(TrustReports.ofClasses(List.of("cat", "dog")))) // an image each
        .noneMatch(limit -> limit.contains("recognised"));
  }

  @Test
  void aGroupIsNotNamedWhereHavingLookedForItMayBeWhy() {
    Gap gap = new Gap(0.12, new Interval(0, 0.3), 0.8, BOUNDS, "accuracy", "day", "night");
    assertThat(Limits.of(TrustReports.bareWith(null, light(new Estimate(0.12, 0.03, 0.21), gap))))
        .noneMatch(limit -> limit.contains("night"));
  }

  @Test
  void theGroupThatItIsWorstForIsNamedWhereThatIsNoChance() {
    assertThat(Limits.of(TrustReports.bareWith(null, light(new Estimate(0.12, 0.03, 0.21)))))
        .contains(
            "By light it is worst for night: accuracy is 12.00 % lower than in the best group (3.00 % to 21.00 %).");
    assertThat(Limits.of(TrustReports.bareWith(null, light(new Estimate(0.12, -0.03, 0.27)))))
        .noneMatch(limit -> limit.contains("night"));
    assertThat(Limits.of(TrustReports.bareWith(null, light(null))))
        .noneMatch(limit -> limit.contains("night"));
  }
}
