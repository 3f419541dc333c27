package fovea.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import fovea.data.ImageSet;
import fovea.data.Noise;
import fovea.data.SmallImages;
import fovea.data.Split;
import fovea.image.Pixels;
import fovea.models.Model;
import fovea.models.Models;
import fovea.nn.Module;
import fovea.nn.Prepared;
import fovea.tensor.Execution;
import fovea.tensor.LiveTensors;
import fovea.tensor.Precision;
import fovea.tensor.Rng;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Features that a head is given, and predictions that are read by what was fitted. */
class ReadingTest {
  private static final Execution TWO_THREADS = new Execution(2, Precision.FLOAT32);
  private static final String HEAD = "classifier.3";

  private final ImageSet images = SmallImages.draw(150, 4);
  private final Model model =
      Models.create(
          "cifar10-cnn", Map.of("imageSize", 8, "blocks", 1), SmallImages.CLASSES, Rng.seeded(1));

  @AfterEach
  void close() {
    model.close();
  }

  private Module head() {
    return model.network().modules().get(HEAD);
  }

  @Test
  void whatTheHeadIsGivenIsWhatTheLayerBeforeItGives() {
    Split.Test test = new Split.Test(images);
    Outputs<Split.Test> given = Outputs.withInputsOf(model.network(), test, TWO_THREADS, HEAD);
    Outputs<Split.Test> before =
        Outputs.withFeatures(model.network(), test, TWO_THREADS, "classifier.2");
    assertThat(given.features().size()).isEqualTo(512);
    assertThat(given.features().values())
        .containsExactly(before.features().values(), within(1e-4f));
    assertThat(given.logits())
        .containsExactly(Outputs.of(model.network(), test, TWO_THREADS).logits(), within(1e-5f));
  }

  @Test
  void ofAHeadThatIsAConvolutionTheFeaturesAreMeansOverTheImage() {
    try (Model squeeze =
        Models.create("squeezenet1_1", Map.of("imageSize", 64), List.of("a", "b"), Rng.seeded(1))) {
      ImageSet noise = Noise.draw(5, 64, 64, 1).unlabelled(List.of("a", "b"));
      Split.Test test = new Split.Test(noise);
      Outputs<Split.Test> given =
          Outputs.withInputsOf(squeeze.network(), test, TWO_THREADS, "classifier.1");
      Outputs<Split.Test> before =
          Outputs.withFeatures(squeeze.network(), test, TWO_THREADS, "classifier.0");
      int area = before.features().size() / 512;
      assertThat(area).isGreaterThan(1);
      assertThat(given.features().size()).isEqualTo(512);
      for (int i = 0; i < 5; i++) {
        float[] all = before.features().of(i);
        for (int c = 0; c < 512; c += 37) {
          int channel = c;
          double mean =
              IntStream.range(0, area)
                  .mapToDouble(p -> all[channel * area + p])
                  .average()
                  .orElse(0);
          assertThat(given.features().of(i)[c]).isCloseTo((float) mean, within(1e-4f));
        }
      }
    }
  }

  @Test
  void aModuleThatDoesNotExistIsRefused() {
    assertThatThrownBy(
            () ->
                Outputs.withInputsOf(
                    model.network(), new Split.Test(images), TWO_THREADS, "nothing"))
        .hasMessage("there is no module `nothing`");
  }

  @Test
  void aPredictorGivesProbabilitiesByTheTemperature() {
    Outputs<Split.Test> outputs = Outputs.of(model.network(), new Split.Test(images), TWO_THREADS);
    try (Predictor plain = predictor(Reading.PLAIN);
        Predictor calibrated = predictor(new Reading(new Temperature(3), null, null))) {
      List<Pixels> some = pixels(0, 100);
      List<Recognition> found = calibrated.recognise(some);
      List<List<Prediction>> asItIs = plain.predict(some);
      for (int i = 0; i < 100; i++) {
        double[] p = new Temperature(3).applied(outputs).probabilities(i);
        Prediction best = found.get(i).ranked().get(0);
        assertThat(best.name()).isEqualTo(asItIs.get(i).get(0).name());
        assertThat(best.probability())
            .isCloseTo(p[SmallImages.CLASSES.indexOf(best.name())], within(1e-5));
        assertThat(best.probability()).isLessThan(asItIs.get(i).get(0).probability());
        assertThat(found.get(i).familiarity()).isNull();
        assertThat(found.get(i).strangeness()).isNull();
        assertThat(found.get(i).noneOfThese()).isFalse();
      }
    }
  }

  @Test
  void aPredictorRejectsByEachScoreWhatOutputsReject() {
    Split.Test test = new Split.Test(images);
    Split.Train train = new Split.Train(SmallImages.draw(90, 5));
    Outputs<Split.Test> outputs = Outputs.withInputsOf(model.network(), test, TWO_THREADS, HEAD);
    KnownFeatures known =
        KnownFeatures.of(Outputs.withInputsOf(model.network(), train, TWO_THREADS, HEAD));
    for (Familiarity by :
        List.of(
            new Familiarity.MaximumSoftmax(),
            new Familiarity.Energy(),
            new Familiarity.NearestFeatures(known))) {
      double[] scores = by.of(outputs);
      // Between two scores, so that rounding decides nothing.
      double[] sorted = Arrays.stream(scores).sorted().toArray();
      double threshold = (sorted[59] + sorted[60]) / 2;
      Module head = by.needsFeatures() ? head() : null;
      Reading reading =
          new Reading(
              Temperature.NONE, new NoneOfThese(by, threshold, Percentiles.of(scores)), head);
      long before = LiveTensors.count();
      int rejected = 0;
      try (Predictor predictor = predictor(reading)) {
        List<Recognition> found = predictor.recognise(pixels(0, 150));
        for (int i = 0; i < 150; i++) {
          assertThat(found.get(i).familiarity()).as(by.name()).isCloseTo(scores[i], within(1e-4));
          int asked = i;
          long above = Arrays.stream(scores).filter(score -> score > scores[asked]).count();
          assertThat(found.get(i).strangeness()).isCloseTo(above / 150.0, within(0.02));
          rejected += found.get(i).noneOfThese() ? 1 : 0;
        }
      }
      assertThat(rejected).as(by.name()).isEqualTo(60);
      assertThat(new NoneOfThese(by, threshold, null).rejected(outputs)).isEqualTo(60 / 150.0);
      assertThat(LiveTensors.count()).isEqualTo(before);
    }
  }

  @Test
  void aScoreOfFeaturesNeedsTheModuleThatIsGivenThem() {
    KnownFeatures known = new KnownFeatures(1, 1, new float[] {1});
    NoneOfThese byFeatures = new NoneOfThese(new Familiarity.NearestFeatures(known), 0, null);
    assertThatThrownBy(() -> new Reading(Temperature.NONE, byFeatures, null))
        .hasMessage("`nearest-features` needs the module that is given the features");
  }

  @Test
  void noiseIsTheSameForASeedAndUniform() {
    ImageSet noise = Noise.draw(200, 8, 8, 3);
    long sum = 0;
    long square = 0;
    for (int i = 0; i < 200; i++) {
      assertThat(noise.pixels(i)).isEqualTo(Noise.draw(200, 8, 8, 3).pixels(i));
      for (byte value : noise.pixels(i)) {
        sum += value & 0xff;
        square += (long) (value & 0xff) * (value & 0xff);
      }
    }
    double count = 200 * 192;
    assertThat(sum / count).isCloseTo(127.5, within(2.0));
    assertThat(square / count - Math.pow(sum / count, 2))
        .isCloseTo((256.0 * 256 - 1) / 12, within(80.0));
    assertThat(Noise.draw(1, 8, 8, 4).pixels(0)).isNotEqualTo(noise.pixels(0));
  }

  private Predictor predictor(Reading reading) {
    model.network().eval();
    return new Predictor(
        Prepared.of(model.network(), model.input(), Precision.FLOAT32),
        model.classes(),
        model.input(),
        2,
        reading);
  }

  private List<Pixels> pixels(int from, int to) {
    return IntStream.range(from, to).mapToObj(i -> new Pixels(8, 8, images.pixels(i))).toList();
  }
}
