package fovea.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import fovea.data.Split;
import fovea.tensor.Rng;
import fovea.tensor.Shape;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class FamiliarityTest {
  @Test
  void softmaxAndEnergyEqualTheirDefinitions() {
    for (int seed = 0; seed < 100; seed++) {
      Outputs<Split.Test> outputs = RandomOutputs.small(seed, 40);
      double[] softmax = new Familiarity.MaximumSoftmax().of(outputs);
      double[] energy = new Familiarity.Energy().of(outputs);
      for (int i = 0; i < outputs.size(); i++) {
        double largest = Arrays.stream(CalibrationTest.softmax(outputs.logits(i))).max().orElse(0);
        assertThat(softmax[i]).as("seed %d", seed).isCloseTo(largest, within(1e-12));
        double sum = 0;
        for (float logit : outputs.logits(i)) {
          sum += Math.exp(logit);
        }
        assertThat(energy[i]).as("seed %d", seed).isCloseTo(Math.log(sum), within(1e-12));
      }
    }
  }

  /** By distances of normalised features, all of them sorted, as the paper has it. */
  @Test
  void nearestFeaturesAreOrderedByTheDistanceToTheNeighbourThatCounts() {
    for (int seed = 0; seed < 30; seed++) {
      Rng rng = Rng.seeded(seed);
      int d = 1 + rng.nextInt(20);
      int m = 1 + rng.nextInt(300);
      int k = 1 + rng.nextInt(Math.min(m, 12));
      Outputs<Split.Train> train = RandomOutputs.withFeatures(seed, m, d);
      KnownFeatures known = new KnownFeatures(d, k, KnownFeatures.of(train).values());
      Outputs<Split.Test> asked = RandomOutputs.withFeatures(seed + 99, 300, d);
      double[] found = new Familiarity.NearestFeatures(known).of(asked);
      for (int i = 0; i < 300; i += 17) {
        double[] squares = new double[m];
        for (int j = 0; j < m; j++) {
          squares[j] = square(asked.features().of(i), train.features().of(j));
        }
        Arrays.sort(squares);
        assertThat(found[i]).as("seed %d", seed).isCloseTo(1 - squares[k - 1] / 2, within(1e-6));
      }
    }
  }

  private static double square(float[] one, float[] other) {
    double square = 0;
    for (int i = 0; i < one.length; i++) {
      double difference = one[i] / length(one) - other[i] / length(other);
      square += difference * difference;
    }
    return square;
  }

  private static double length(float[] vector) {
    double square = 0;
    for (float value : vector) {
      square += (double) value * value;
    }
    return Math.sqrt(square);
  }

  @Test
  void oneNeighbourInAThousandCounts() {
    assertThat(KnownFeatures.of(RandomOutputs.withFeatures(1, 400, 2)).neighbour()).isEqualTo(1);
    assertThat(KnownFeatures.of(RandomOutputs.withFeatures(1, 5_000, 2)).neighbour()).isEqualTo(5);
  }

  @Test
  void featuresOfNothingAreAsFarFromAll() {
    KnownFeatures known = new KnownFeatures(2, 1, new float[] {1, 0, 0, 1});
    Features nothing = new Features("head", Shape.of(2), new float[] {0, 0, 0, 5});
    assertThat(known.similarities(nothing)).containsExactly(0, 1);
  }

  @Test
  void featuresThatDoNotFitAreRefused() {
    KnownFeatures known = new KnownFeatures(2, 1, new float[] {1, 0, 0, 1});
    Outputs<Split.Test> others = RandomOutputs.withFeatures(1, 3, 5);
    assertThatThrownBy(() -> new Familiarity.NearestFeatures(known).of(others))
        .hasMessage("features of 5 dimensions beside known ones of 2");
    assertThatThrownBy(() -> new KnownFeatures(2, 3, new float[4]))
        .hasMessage("neighbour 3 of 2 features");
    assertThatThrownBy(() -> new KnownFeatures(2, 1, new float[3]))
        .hasMessage("3 values are no features of 2 dimensions");
  }

  @Test
  void theThresholdAcceptsSoManyValidationImages() {
    for (int seed = 0; seed < 100; seed++) {
      Outputs<Split.Validation> outputs = RandomOutputs.small(seed, 200);
      NoneOfThese fitted =
          NoneOfThese.accepting(new Familiarity.Energy(), outputs, NoneOfThese.ACCEPTED);
      assertThat(fitted.rejected(outputs)).as("seed %d", seed).isLessThanOrEqualTo(0.05 + 1e-12);
      // The next higher score would accept too few.
      double[] scores = new Familiarity.Energy().of(outputs);
      double next = Arrays.stream(scores).filter(s -> s > fitted.threshold()).min().orElse(1e9);
      assertThat(new NoneOfThese(fitted.by(), next, null).rejected(outputs))
          .isGreaterThan(0.05 - 1e-12);
    }
  }

  /** For normal scores one apart the area is Phi(1 / sqrt 2). */
  @Test
  void separationOfNormalScoresIsTheClosedForm() {
    Rng rng = Rng.seeded(1);
    double[] known = rng(rng, 20_000, 1);
    double[] unknown = rng(rng, 20_000, 0);
    Separation found =
        Separation.of("normal", known, unknown, new Bootstrap(100, Rng.seeded(2), 2));
    assertThat(found.auroc()).isCloseTo(0.76025, within(0.01));
    assertThat(found.auroc()).isBetween(found.aurocInterval().low(), found.aurocInterval().high());
    // Known images are above -0.645 in 95 of 100 cases, unknown ones in 74.05.
    assertThat(found.falsePositiveRate()).isCloseTo(0.7405, within(0.02));
    assertThat(found.falsePositiveRate())
        .isBetween(
            found.falsePositiveInterval().low() - 1e-9,
            found.falsePositiveInterval().high() + 1e-9);
    assertThat(found.known()).isEqualTo(20_000);
  }

  private static double[] rng(Rng rng, int count, double mean) {
    double[] values = new double[count];
    Arrays.setAll(values, i -> mean + rng.nextGaussian());
    return values;
  }

  @Test
  void withoutImagesOfBothKindsThereIsNoSeparation() {
    assertThatThrownBy(() -> Separation.of("any", new double[0], new double[3], Bootstrap.none()))
        .hasMessage("0 known and 3 unknown images, expected some of each");
  }

  @Test
  void aFewImagesThatJoinTheKnownOnesAreFamiliarFromThenOn() {
    float[] along = {1, 0, 1, 0, 1, 0, 1, 0, 1, 0};
    KnownFeatures known = new KnownFeatures(2, 3, along);
    Features asked = new Features("head", Shape.of(2), new float[] {0, 2, 3, 0, 3, 3});
    assertThat(known.similarities(asked)[0]).isCloseTo(0, within(1e-6));
    Features few = new Features("head", Shape.of(2), new float[] {0, 5, 0, 7});
    KnownFeatures more = known.with(few);
    assertThat(more.size()).isEqualTo(5 + 2 * 2); // two images, twice, so that a third is there
    assertThat(more.neighbour()).isEqualTo(3);
    double[] similarities = more.similarities(asked);
    assertThat(similarities[0]).isCloseTo(1, within(1e-6));
    assertThat(similarities[1]).isCloseTo(1, within(1e-6));
    assertThat(similarities[2]).isCloseTo(Math.sqrt(0.5), within(1e-6));
    Features other = new Features("head", Shape.of(3), new float[] {1, 2, 3});
    assertThatThrownBy(() -> known.with(other))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("features of 3 dimensions beside known ones of 2");
  }
}
