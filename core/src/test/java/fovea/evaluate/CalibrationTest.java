package fovea.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import fovea.data.Split;
import fovea.tensor.Rng;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class CalibrationTest {
  private static final int BINS = 15;

  @Test
  void scoresEqualTheirDefinitions() {
    for (int seed = 0; seed < 200; seed++) {
      Outputs<Split.Test> outputs = RandomOutputs.small(seed, 60);
      double loss = 0;
      double brier = 0;
      for (int i = 0; i < outputs.size(); i++) {
        double[] p = softmax(outputs.logits(i));
        loss -= Math.log(p[outputs.label(i)]) / outputs.size();
        for (int c = 0; c < p.length; c++) {
          brier += Math.pow(p[c] - (c == outputs.label(i) ? 1 : 0), 2) / outputs.size();
        }
      }
      Calibration found = Calibration.of(outputs, Bootstrap.none());
      assertThat(found.loss()).as("seed %d", seed).isCloseTo(loss, within(1e-12));
      assertThat(found.brier()).as("seed %d", seed).isCloseTo(brier, within(1e-12));
    }
  }

  /** Each bin looks for its own images. */
  @Test
  void theErrorOfEqualBinsEqualsItsDefinition() {
    for (int seed = 0; seed < 200; seed++) {
      Outputs<Split.Test> outputs = RandomOutputs.small(seed, 60);
      double off = 0;
      Calibration found = Calibration.of(outputs, Bootstrap.none());
      for (int b = 0; b < BINS; b++) {
        double from = (double) b / BINS;
        double to = (b + 1.0) / BINS;
        int[] within =
            IntStream.range(0, outputs.size())
                .filter(i -> confidence(outputs, i) > from && confidence(outputs, i) <= to)
                .toArray();
        off += (double) within.length / outputs.size() * gap(outputs, within);
        ReliabilityBin bin = found.bins().get(b);
        assertThat(bin.images()).as("seed %d, bin %d", seed, b).isEqualTo(within.length);
        assertThat(bin.from()).isEqualTo(from);
        assertThat(bin.to()).isEqualTo(to);
        if (within.length > 0) {
          assertThat(Math.abs(bin.accuracy() - bin.confidence()))
              .isCloseTo(gap(outputs, within), within(1e-12));
        } else {
          assertThat(bin.accuracy()).isNaN();
        }
      }
      assertThat(found.ece()).as("seed %d", seed).isCloseTo(off, within(1e-12));
    }
  }

  @Test
  void logOddsAreTheLogarithmOfAProbabilityOverItsComplement() {
    for (int seed = 0; seed < 100; seed++) {
      Outputs<Split.Test> outputs = RandomOutputs.small(seed, 30);
      for (int i = 0; i < outputs.size(); i++) {
        double[] p = softmax(outputs.logits(i));
        double[] odds = LogOdds.of(outputs.logits(i));
        for (int c = 0; c < p.length; c++) {
          assertThat(odds[c])
              .as("seed %d", seed)
              .isCloseTo(Math.log(p[c] / (1 - p[c])), within(1e-9));
        }
      }
    }
    assertThat(LogOdds.of(new float[] {90, 0})).containsExactly(90, -90);
    assertThat(LogOdds.of(new float[] {-3e38f, 3e38f})[1]).isCloseTo(6e38, within(1e31));
  }

  @Test
  void binsOfEqualMassAreConsecutiveRunsOfTheSortedImages() {
    for (int seed = 0; seed < 200; seed++) {
      Outputs<Split.Test> outputs = RandomOutputs.small(seed, 60);
      int n = outputs.size();
      double[] odds = LogOdds.ofPredicted(outputs);
      int[] sorted =
          IntStream.range(0, n)
              .boxed()
              .sorted(Comparator.comparingDouble(i -> odds[i]))
              .mapToInt(i -> i)
              .toArray();
      double off = 0;
      for (int b = 0; b < BINS; b++) {
        int[] within =
            IntStream.range(b * n / BINS, (b + 1) * n / BINS).map(place -> sorted[place]).toArray();
        off += (double) within.length / n * gap(outputs, within);
      }
      Calibration found = Calibration.of(outputs, Bootstrap.none());
      assertThat(found.eceEqualMass()).as("seed %d", seed).isCloseTo(off, within(1e-12));
      List<Long> sizes = found.equalMassBins().stream().map(ReliabilityBin::images).toList();
      assertThat(sizes).allMatch(size -> size == n / BINS || size == n / BINS + 1);
    }
  }

  /** Weights of the bootstrap say the same as images that stand there several times. */
  @Test
  void anImageThatCountsThriceIsThreeImages() {
    Rng rng = Rng.seeded(3);
    for (int seed = 0; seed < 100; seed++) {
      Outputs<Split.Test> outputs = RandomOutputs.of(seed, 1 + rng.nextInt(40), 3);
      int[] weights = IntStream.range(0, outputs.size()).map(i -> rng.nextInt(4)).toArray();
      int[] copies =
          IntStream.range(0, outputs.size())
              .flatMap(i -> IntStream.generate(() -> i).limit(weights[i]))
              .toArray();
      if (copies.length == 0) {
        continue;
      }
      float[] logits = new float[3 * copies.length];
      for (int i = 0; i < copies.length; i++) {
        System.arraycopy(outputs.logits(copies[i]), 0, logits, 3 * i, 3);
      }
      Outputs<Split.Test> written =
          RandomOutputs.of(IntStream.of(copies).map(outputs::label).toArray(), logits, 3);
      Calibration expected = Calibration.of(written, Bootstrap.none());
      assertThat(new Confidences(outputs).figures(weights))
          .as("seed %d", seed)
          .containsExactly(
              new double[] {
                expected.loss(), expected.brier(), expected.ece(), expected.eceEqualMass()
              },
              within(1e-12));
    }
  }

  @Test
  void aNetworkThatIsAsOftenRightAsItIsSureHasNoError() {
    // Probability 3/4 for the first class, and three of four are of it.
    float[] logits = new float[8];
    for (int i = 0; i < 4; i++) {
      logits[2 * i] = (float) Math.log(3);
    }
    Outputs<Split.Test> outputs = RandomOutputs.of(new int[] {0, 0, 1, 0}, logits, 2);
    Calibration found = Calibration.of(outputs, Bootstrap.none());
    assertThat(found.ece()).isCloseTo(0, within(1e-7));
    assertThat(found.bins().get(11).images()).isEqualTo(4);
  }

  @Test
  void intervalsAreNamedAndHoldTheirFigures() {
    Outputs<Split.Test> outputs = RandomOutputs.of(1, 400, 4);
    Calibration found = Calibration.of(outputs, new Bootstrap(200, Rng.seeded(1), 2));
    assertThat(found.intervals().keySet()).containsExactly("loss", "brier", "ece", "eceEqualMass");
    Interval loss = found.intervals().get("loss");
    assertThat(found.loss()).isBetween(loss.low(), loss.high());
    Interval brier = found.intervals().get("brier");
    assertThat(found.brier()).isBetween(brier.low(), brier.high());
  }

  /** Resamples would lie above it: chance only adds to a sum of distances. */
  @Test
  void theCalibrationErrorsHaveNoIntervals() {
    Outputs<Split.Test> outputs = RandomOutputs.of(1, 400, 4);
    Calibration found = Calibration.of(outputs, new Bootstrap(50, Rng.seeded(1), 1));
    assertThat(found.intervals()).containsEntry("ece", null).containsEntry("eceEqualMass", null);
    assertThat(Calibration.of(outputs, Bootstrap.none()).intervals()).isEmpty();
    assertThat(Calibration.of(outputs, Bootstrap.none()).byChance()).isNull();
  }

  /** Of 15 bins of n images with the same confidence p: a mean of |binomial - mean|. */
  @Test
  void whatChanceAddsIsThatOfBinomials() {
    int images = 3_000;
    float[] logits = new float[2 * images];
    for (int i = 0; i < images; i++) {
      logits[2 * i] = (float) Math.log(3);
    }
    Outputs<Split.Test> outputs = RandomOutputs.of(new int[images], logits, 2);
    CalibrationByChance found =
        Calibration.of(outputs, new Bootstrap(2_000, Rng.seeded(1), 2)).byChance();
    double error = Math.sqrt(0.75 * 0.25 / images);
    assertThat(found.ece()).isCloseTo(error * Math.sqrt(2 / Math.PI), within(0.05 * error));
    assertThat(found.eceAtMost()).isCloseTo(1.96 * error, within(0.15 * error));
    double ofBin = Math.sqrt(0.75 * 0.25 / (images / 15.0));
    assertThat(found.eceEqualMass())
        .isCloseTo(ofBin * Math.sqrt(2 / Math.PI), within(0.05 * ofBin));
    assertThat(found.eceEqualMassAtMost()).isGreaterThan(found.eceEqualMass());
  }

  @Test
  void aCalibratedNetworkIsMostlyWithinChance() {
    int within = 0;
    for (int seed = 0; seed < 100; seed++) {
      Rng rng = Rng.seeded(seed);
      int[] labels = new int[300];
      float[] logits = new float[600];
      for (int i = 0; i < labels.length; i++) {
        logits[2 * i] = (float) rng.nextGaussian();
        labels[i] = rng.nextDouble() < 1 / (1 + Math.exp(-logits[2 * i])) ? 0 : 1;
      }
      Outputs<Split.Test> outputs = RandomOutputs.of(labels, logits, 2);
      Calibration found = Calibration.of(outputs, new Bootstrap(100, Rng.seeded(seed), 2));
      within += found.ece() <= found.byChance().eceAtMost() ? 1 : 0;
    }
    assertThat(within).isBetween(85, 100);
  }

  private static double gap(Outputs<?> outputs, int[] images) {
    double right = IntStream.of(images).filter(i -> best(outputs, i) == outputs.label(i)).count();
    double sure = IntStream.of(images).mapToDouble(i -> confidence(outputs, i)).sum();
    return images.length == 0 ? 0 : Math.abs(right - sure) / images.length;
  }

  private static int best(Outputs<?> outputs, int image) {
    float[] logits = outputs.logits(image);
    int best = 0;
    for (int c = 0; c < logits.length; c++) {
      best = logits[c] > logits[best] ? c : best;
    }
    return best;
  }

  private static double confidence(Outputs<?> outputs, int image) {
    return softmax(outputs.logits(image))[best(outputs, image)];
  }

  static double[] softmax(float[] logits) {
    double sum = 0;
    for (float logit : logits) {
      sum += Math.exp(logit);
    }
    double[] p = new double[logits.length];
    for (int c = 0; c < p.length; c++) {
      p[c] = Math.exp(logits[c]) / sum;
    }
    return p;
  }
}
