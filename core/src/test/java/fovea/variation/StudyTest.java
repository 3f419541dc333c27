package fovea.variation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import fovea.data.ImageSet;
import fovea.data.SmallImages;
import fovea.data.Split;
import fovea.evaluate.Predictor;
import fovea.evaluate.Reading;
import fovea.image.Pixels;
import fovea.models.Model;
import fovea.models.Models;
import fovea.nn.Prepared;
import fovea.tensor.LiveTensors;
import fovea.tensor.Precision;
import fovea.tensor.Rng;
import fovea.variation.corruption.Corruption;
import fovea.variation.corruption.Distortion;
import fovea.variation.corruption.GaussianNoise;
import fovea.variation.corruption.Mirrored;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class StudyTest {
  private static final Study STANDARD =
      new Study(Corruption.standard(), Study.everySeverity(), List.of(), false);

  private final ImageSet images = SmallImages.draw(150, 4);
  private long before;
  private Model model;
  private Prepared network;

  @BeforeEach
  void create() {
    before = LiveTensors.count();
    model =
        Models.create(
            "cifar10-cnn", Map.of("imageSize", 8, "blocks", 0), SmallImages.CLASSES, Rng.seeded(2));
    model.network().eval();
    network = Prepared.of(model.network(), model.input(), Precision.FLOAT32);
  }

  @AfterEach
  void close() {
    network.close();
    model.close();
    assertThat(LiveTensors.count()).isEqualTo(before);
  }

  private VariationJudge judge(int atMost, int threads) {
    return VariationJudge.of(network, new Split.Test(images), atMost, threads, 1);
  }

  /** One image after the other, by the network that predicts. */
  private double bruteForce(Distortion distortion, String draws) {
    int right = 0;
    try (Predictor predictor =
        new Predictor(
            Prepared.of(model.network(), model.input(), Precision.FLOAT32),
            model.classes(),
            model.input(),
            1,
            Reading.PLAIN)) {
      for (int i = 0; i < images.size(); i++) {
        Rng rng = Rng.seeded(1).split(draws).split("image", i);
        Pixels varied = distortion.of(new Pixels(8, 8, images.pixels(i)), rng);
        String predicted = predictor.predict(varied).get(0).name();
        right += predicted.equals(images.classes().get(images.label(i))) ? 1 : 0;
      }
    }
    return (double) right / images.size();
  }

  @Test
  void accuraciesAreThoseOfTheImagesOneByOne() {
    Study study =
        new Study(
            List.of(Corruption.GAUSSIAN_NOISE, Corruption.CONTRAST),
            List.of(2, 5),
            List.of(Sweep.ALL.get(1)),
            true);
    InputVariation found = study.of(judge(1000, 2), (what, judged, all) -> {});
    assertThat(found.images()).isEqualTo(150);
    assertThat(found.accuracy()).isEqualTo(bruteForce((picture, rng) -> {}, "none"));
    for (CorruptionAccuracy.Row row : found.corruptions().rows()) {
      Corruption corruption = Corruption.named(row.name());
      assertThat(row.accuracies())
          .containsExactly(
              bruteForce(corruption.at(2, 8, 8), row.name()),
              bruteForce(corruption.at(5, 8, 8), row.name()));
      assertThat(row.mean()).isEqualTo((row.accuracies().get(0) + row.accuracies().get(1)) / 2);
    }
    assertThat(found.corruptions().mean()).isNull();
    InputVariation.Curve shifts = found.curves().get(0);
    for (InputVariation.Point point : shifts.points()) {
      assertThat(point.accuracy())
          .isEqualTo(bruteForce(Sweep.ALL.get(1).at().apply(point.value()), shifts.name()));
    }
    assertThat(found.flips().topBottom()).isEqualTo(bruteForce(new Mirrored(false, true), "flip"));
    Distortion noise = new GaussianNoise(0.3);
    assertThat(judge(1000, 2).accuracy(noise, "own")).isEqualTo(bruteForce(noise, "own"));
  }

  @Test
  void theMeanIsOverTheFifteenAndTheFiguresDoNotDependOnThreads() {
    Study study = new Study(List.of(Corruption.values()), List.of(3), List.of(), false);
    InputVariation one = study.of(judge(60, 1), (what, judged, all) -> {});
    InputVariation two = study.of(judge(60, 3), (what, judged, all) -> {});
    assertThat(one.images()).isEqualTo(60);
    assertThat(two.corruptions()).isEqualTo(one.corruptions());
    assertThat(one.corruptions().rows()).hasSize(19);
    double mean =
        one.corruptions().rows().stream()
            .filter(row -> !row.family().equals("extra"))
            .mapToDouble(CorruptionAccuracy.Row::mean)
            .average()
            .orElseThrow();
    assertThat(one.corruptions().mean()).isEqualTo(mean);
    assertThat(one.corruptions().constants()).isEqualTo("cifar");
  }

  @Test
  void progressRisesToAllThatWasSaidBefore() {
    Study study = new Study(List.of(Corruption.FOG), List.of(1, 2), Sweep.ALL, true);
    List<Long> told = new ArrayList<>();
    InputVariation unused =
        study.of(
            judge(30, 2),
            (what, judged, all) -> {
              assertThat(all).isEqualTo(30L * study.passes());
              told.add(judged);
            });
    assertThat(told).isSorted().endsWith(30L * study.passes()).hasSize(study.passes());
    assertThat(StudyTime.seconds(study, judge(30, 2))).isBetween(0.0, 60.0);
  }

  @Test
  void imagesAreDrawnBySeedAndVariedByTheirPlaceInTheSplit() {
    VariationJudge all = judge(150, 1);
    VariationJudge some = judge(20, 1);
    assertThat(some.places()).hasSize(20).isSorted();
    assertThat(judge(20, 1).places()).isEqualTo(some.places());
    assertThat(VariationJudge.of(network, new Split.Test(images), 20, 1, 2).places())
        .isNotEqualTo(some.places());
    GaussianNoise noise = new GaussianNoise(0.1);
    ImageSet few = some.varied(noise, "n", 0, 20);
    ImageSet many = all.varied(noise, "n", 0, 150);
    for (int i = 0; i < 20; i++) {
      assertThat(few.pixels(i)).isEqualTo(many.pixels(some.places()[i]));
    }
  }

  @Test
  void anInterruptedStudyEnds() {
    Thread.currentThread().interrupt();
    assertThatThrownBy(() -> STANDARD.of(judge(150, 2), (what, judged, all) -> {}))
        .isInstanceOf(CancellationException.class);
    assertThat(Thread.interrupted()).isTrue();
  }

  @Test
  void aStudyCountsItsPasses() {
    assertThat(STANDARD.passes()).isEqualTo(1 + 75);
    int swept = Sweep.ALL.stream().mapToInt(sweep -> sweep.values().size()).sum();
    // Six of the seven sweeps have a value that leaves images as they are.
    assertThat(Study.all().passes()).isEqualTo(1 + 95 + swept - 6 + 3);
    assertThatThrownBy(() -> new Study(List.of(Corruption.FOG), List.of(0), List.of(), false))
        .hasMessage("severity 0, expected 1 to 5");
    assertThatThrownBy(() -> new Study(List.of(Corruption.FOG), List.of(), List.of(), false))
        .hasMessage("corruptions need at least one severity");
  }
}
