package fovea.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import fovea.data.ImageGroups;
import fovea.evaluate.Bootstrap;
import fovea.tensor.Rng;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class GroupReportTest {
  private static final List<String> CLASSES = List.of("cat", "dog", "owl");

  @Test
  void wilsonsBoundsAreThosePublished() {
    // Newcombe 1998, table I: 81 of 263, 15 of 148, 0 of 20, 1 of 29.
    assertBounds(Proportion.of(81, 263), 0.2553, 0.3662);
    assertBounds(Proportion.of(15, 148), 0.0624, 0.1605);
    assertBounds(Proportion.of(0, 20), 0, 0.1611);
    assertBounds(Proportion.of(1, 29), 0.0061, 0.1718);
    assertThat(Proportion.of(0, 0)).isEqualTo(new Proportion(0, 0, 1, 0));
    assertThat(Proportion.of(20, 20).high()).isEqualTo(1);
  }

  @Test
  void newcombesBoundsOfADifferenceAreThosePublished() {
    // Newcombe 1998, table II, method 10: 56 of 70 less 48 of 80.
    Estimate difference = Estimate.difference(Proportion.of(56, 70), Proportion.of(48, 80));
    assertThat(difference.value()).isCloseTo(0.2, within(1e-12));
    assertThat(difference.low()).isCloseTo(0.0524, within(1e-4));
    assertThat(difference.high()).isCloseTo(0.3339, within(1e-4));
  }

  @Test
  void newcombesBoundsOfAPairedDifferenceAreThosePublished() {
    // Newcombe 1998, paired data, table II, method 10.
    Estimate found = Estimate.pairedDifference(36, 12, 2, 0, Proportion.Z);
    assertThat(found.value()).isCloseTo(0.2, within(1e-12));
    assertThat(found.low()).isCloseTo(0.0569, within(1e-4));
    assertThat(found.high()).isCloseTo(0.3404, within(1e-4));
    // Fagerland, Lydersen and Laake 2014, airway hyper-responsiveness.
    Estimate airways = Estimate.pairedDifference(1, 1, 7, 12, Proportion.Z);
    assertThat(airways.low()).isCloseTo(-0.507, within(1e-3));
    assertThat(airways.high()).isCloseTo(-0.026, within(1e-3));
  }

  @Test
  void figuresAndGapsAreThoseOfCountingByHand() {
    for (long seed = 1; seed <= 20; seed++) {
      Rng rng = Rng.seeded(seed);
      int n = 400;
      int[] of = IntStream.range(0, n).map(i -> rng.nextInt(4) - (i % 50 == 0 ? 1 : 0)).toArray();
      int[] group = Arrays.stream(of).map(g -> Math.max(-1, Math.min(2, g))).toArray();
      int[] labels = IntStream.range(0, n).map(i -> rng.nextInt(3)).toArray();
      int[] predicted =
          IntStream.range(0, n)
              .map(i -> rng.nextDouble() < 0.6 ? labels[i] : rng.nextInt(3))
              .toArray();
      double[] losses = IntStream.range(0, n).mapToDouble(i -> rng.nextDouble()).toArray();
      GroupReport report =
          GroupReport.of(
              new ImageGroups("light", List.of("day", "dusk", "night"), group),
              CLASSES,
              labels,
              predicted,
              losses,
              Bootstrap.none());
      assertFigures(report, group, labels, predicted, losses);
      assertGaps(report, group, labels, predicted);
    }
  }

  private static void assertFigures(
      GroupReport report, int[] group, int[] labels, int[] predicted, double[] losses) {
    for (int g = 0; g < 3; g++) {
      GroupFigures figures = report.groups().get(g);
      int own = g;
      int[] images = IntStream.range(0, group.length).filter(i -> group[i] == own).toArray();
      assertThat(figures.images()).isEqualTo(images.length);
      assertThat(figures.accuracy().value())
          .isCloseTo(share(images, labels, predicted, -1, -1), within(1e-12));
      assertThat(figures.loss().value())
          .isCloseTo(
              Arrays.stream(images).mapToDouble(i -> losses[i]).average().orElseThrow(),
              within(1e-12));
      double recalls = 0;
      for (int c = 0; c < 3; c++) {
        recalls += share(images, labels, predicted, c, c) / 3;
      }
      assertThat(figures.balancedAccuracy().value()).isCloseTo(recalls, within(1e-12));
      assertThat(figures.balancedAccuracy().low()).isLessThan(recalls);
    }
    assertThat(report.ungrouped()).isEqualTo((int) Arrays.stream(group).filter(g -> g < 0).count());
  }

  private static void assertGaps(GroupReport report, int[] group, int[] labels, int[] predicted) {
    double parity = 0;
    double parityRatio = 1;
    double odds = 0;
    double oddsRatio = 1;
    for (int c = 0; c < 3; c++) {
      double[] taken = new double[3];
      double[] recall = new double[3];
      double[] wrong = new double[3];
      for (int g = 0; g < 3; g++) {
        int own = g;
        int label = c;
        int[] images = IntStream.range(0, group.length).filter(i -> group[i] == own).toArray();
        int[] others = Arrays.stream(images).filter(i -> labels[i] != label).toArray();
        taken[g] =
            Arrays.stream(images).filter(i -> predicted[i] == label).count()
                / (double) images.length;
        recall[g] = share(images, labels, predicted, c, c);
        wrong[g] =
            Arrays.stream(others).filter(i -> predicted[i] == label).count()
                / (double) others.length;
      }
      parity = Math.max(parity, spread(taken));
      parityRatio = Math.min(parityRatio, ratio(taken));
      odds = Math.max(odds, Math.max(spread(recall), spread(wrong)));
      oddsRatio = Math.min(oddsRatio, Math.min(ratio(recall), ratio(wrong)));
    }
    assertThat(report.demographicParity().difference()).isCloseTo(parity, within(1e-12));
    assertThat(report.demographicParity().ratio()).isCloseTo(parityRatio, within(1e-12));
    assertThat(report.equalisedOdds().difference()).isCloseTo(odds, within(1e-12));
    assertThat(report.equalisedOdds().ratio()).isCloseTo(oddsRatio, within(1e-12));
    double[] accuracies =
        report.groups().stream().mapToDouble(figures -> figures.accuracy().value()).toArray();
    assertThat(report.accuracyGap().difference()).isCloseTo(spread(accuracies), within(1e-12));
    assertThat(report.accuracyDifference().value()).isCloseTo(spread(accuracies), within(1e-12));
  }

  @Test
  void smallGroupsAreMarkedAndNotCompared() {
    int[] group = IntStream.range(0, 100).map(i -> i < 5 ? 0 : 1 + i % 2).toArray();
    int[] labels = IntStream.range(0, 100).map(i -> i % 3).toArray();
    int[] predicted = labels.clone();
    Arrays.fill(predicted, 0, 5, 2);
    Arrays.fill(predicted, 6, 20, 0);
    GroupReport report =
        GroupReport.of(
            new ImageGroups("light", List.of("dawn", "day", "night"), group),
            CLASSES,
            labels,
            predicted,
            new double[100],
            Bootstrap.none());
    assertThat(report.groups()).extracting(GroupFigures::small).containsExactly(true, false, false);
    assertThat(report.groups().get(0).accuracy().value()).isLessThan(0.5);
    assertThat(report.worst()).isEqualTo("night"); // 5 of its 48 are wrong, and 4 by day
    GroupReport alone =
        GroupReport.of(
            new ImageGroups("light", List.of("dawn", "day"), new int[] {0, 1, 1}),
            CLASSES,
            new int[] {0, 1, 2},
            new int[] {0, 1, 1},
            new double[3],
            Bootstrap.none());
    assertThat(alone.worst()).isNull();
    assertThat(alone.accuracyGap()).isNull();
    assertThat(alone.equalisedOdds()).isNull();
    assertThat(alone.groups()).hasSize(2);
    assertThat(alone.worstOfClass()).isNull();
  }

  @Test
  void theWorstClassIsNotSoughtInSmallGroups() {
    int[] group = IntStream.range(0, 200).map(i -> i < 29 ? 0 : 1).toArray();
    int[] labels = IntStream.range(0, 200).map(i -> i < 20 ? 0 : i % 3).toArray();
    int[] predicted = labels.clone();
    Arrays.fill(predicted, 0, 20, 1); // all cats at dawn
    predicted[31] = 0; // one dog by day
    GroupReport report =
        GroupReport.of(
            new ImageGroups("light", List.of("dawn", "day"), group),
            CLASSES,
            labels,
            predicted,
            new double[200],
            Bootstrap.none());
    assertThat(report.worstOfClass().group()).isEqualTo("day");
    assertThat(report.worstOfClass().name()).isEqualTo("dog");
  }

  @Test
  void theLossOfFewImagesHasNoBoundsAndThatOfMoreStudents() {
    int[] group = IntStream.range(0, 19).map(i -> i < 9 ? 0 : 1).toArray();
    double[] losses = IntStream.range(0, 19).mapToDouble(i -> i < 9 ? i : i - 9).toArray();
    GroupReport report =
        GroupReport.of(
            new ImageGroups("light", List.of("dawn", "day"), group),
            CLASSES,
            new int[19],
            new int[19],
            losses,
            Bootstrap.none());
    Estimate few = report.groups().get(0).loss();
    assertThat(few.value()).isEqualTo(4);
    assertThat(few.low()).isNaN();
    assertThat(few.high()).isNaN();
    // 0 to 9: 4.5 with a standard error of 0.9574; Student's 97.5 % point of 9 is 2.2622.
    Estimate ten = report.groups().get(1).loss();
    assertThat(ten.low()).isCloseTo(4.5 - 2.2622 * 0.9574, within(1e-3));
    assertThat(ten.high()).isCloseTo(4.5 + 2.2622 * 0.9574, within(1e-3));
  }

  /** Of the images of a class, or of all where it is below 0, those taken for {@code as}. */
  private static double share(int[] images, int[] labels, int[] predicted, int label, int as) {
    int[] own = Arrays.stream(images).filter(i -> label < 0 || labels[i] == label).toArray();
    return Arrays.stream(own).filter(i -> predicted[i] == (label < 0 ? labels[i] : as)).count()
        / (double) own.length;
  }

  private static double spread(double[] shares) {
    return Arrays.stream(shares).max().orElseThrow() - Arrays.stream(shares).min().orElseThrow();
  }

  private static double ratio(double[] shares) {
    double most = Arrays.stream(shares).max().orElseThrow();
    return most == 0 ? 1 : Arrays.stream(shares).min().orElseThrow() / most;
  }

  private static void assertBounds(Proportion found, double low, double high) {
    assertThat(found.low()).isCloseTo(low, within(1e-4));
    assertThat(found.high()).isCloseTo(high, within(1e-4));
  }
}
