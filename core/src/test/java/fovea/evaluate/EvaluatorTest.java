package fovea.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import fovea.FoveaException;
import fovea.data.ImageSet;
import fovea.data.SmallImages;
import fovea.data.Split;
import fovea.image.Pixels;
import fovea.models.Model;
import fovea.models.Models;
import fovea.tensor.Autograd;
import fovea.tensor.Execution;
import fovea.tensor.LiveTensors;
import fovea.tensor.Precision;
import fovea.tensor.Rng;
import fovea.tensor.Scope;
import fovea.tensor.Tensor;
import fovea.tensor.Threads;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class EvaluatorTest {
  private static final Execution ONE_THREAD = new Execution(1, Precision.FLOAT32);

  private final ImageSet images = SmallImages.draw(520, 4);
  private Model model;

  @BeforeEach
  void create() {
    model =
        Models.create(
            "cifar10-cnn", Map.of("imageSize", 8, "blocks", 1), SmallImages.CLASSES, Rng.seeded(1));
  }

  @AfterEach
  void close() {
    model.close();
  }

  @Test
  void countsAndLossesAreThoseOfTheImagesOneByOne() {
    model.network().eval();
    long[][] confusion = new long[3][3];
    double loss = 0;
    for (int i = 0; i < images.size(); i++) {
      float[] logits = logits(i);
      int predicted = 0;
      double sum = 0;
      for (int c = 0; c < 3; c++) {
        predicted = logits[c] > logits[predicted] ? c : predicted;
        sum += Math.exp(logits[c]);
      }
      confusion[images.label(i)][predicted]++;
      loss += Math.log(sum) - logits[images.label(i)];
    }
    Evaluation evaluation = Evaluator.evaluate(model.network(), new Split.Test(images), ONE_THREAD);
    assertThat(evaluation.images()).isEqualTo(520);
    assertThat(evaluation.confusionMatrix()).isDeepEqualTo(confusion);
    assertThat(evaluation.loss()).isCloseTo(loss / 520, within(1e-5));
  }

  @Test
  void theNetworksModeIsPutBackAndNothingInItChanges() {
    model.network().train();
    float[] before = runningMean();
    long tensors = LiveTensors.count();
    Evaluation unused = Evaluator.evaluate(model.network(), new Split.Test(images), ONE_THREAD);
    assertThat(model.network().training()).isTrue();
    assertThat(runningMean()).isEqualTo(before);
    assertThat(LiveTensors.count()).isEqualTo(tensors);
  }

  @Test
  void aPredictorRanksAllClassesByTheirProbability() {
    List<Prediction> ranked;
    try (Predictor predictor = predictor(Precision.FLOAT32)) {
      ranked = predictor.predict(pixels(0));
    }
    float[] logits = logits(0);
    double sum = Math.exp(logits[0]) + Math.exp(logits[1]) + Math.exp(logits[2]);
    assertThat(ranked).hasSize(3);
    for (Prediction prediction : ranked) {
      int c = SmallImages.CLASSES.indexOf(prediction.name());
      assertThat(prediction.probability()).isCloseTo(Math.exp(logits[c]) / sum, within(1e-5));
    }
    assertThat(ranked.get(0).probability()).isGreaterThanOrEqualTo(ranked.get(1).probability());
    assertThat(ranked.get(1).probability()).isGreaterThanOrEqualTo(ranked.get(2).probability());
  }

  @Test
  void aPredictorRefusesAnImageOfAnotherSize() {
    try (Predictor predictor = predictor(Precision.FLOAT32)) {
      assertThatThrownBy(() -> predictor.predict(new Pixels(9, 8, new byte[9 * 8 * 3])))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("image of 9 x 8, the network takes 8 x 8");
    }
  }

  @Test
  void fourThreadsAtOnceGetWhatOneAloneGets() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try (Predictor predictor = predictor(Precision.BFLOAT16)) {
      List<List<Prediction>> alone = new ArrayList<>();
      for (int i = 0; i < 50; i++) {
        alone.add(predictor.predict(pixels(i)));
      }
      Callable<List<List<Prediction>>> task =
          () -> {
            List<List<Prediction>> found = new ArrayList<>();
            for (int i = 0; i < 50; i++) {
              found.add(predictor.predict(pixels(i)));
            }
            return found;
          };
      for (Future<List<List<Prediction>>> found :
          threads.invokeAll(List.of(task, task, task, task))) {
        assertThat(found.get()).isEqualTo(alone);
      }
    } finally {
      threads.shutdown();
    }
  }

  @Test
  void manyImagesAtOnceGetWhatTheyGetOnAnyNumberOfThreads() {
    List<Pixels> all = new ArrayList<>();
    for (int i = 0; i < images.size(); i++) {
      all.add(pixels(i));
    }
    try (Predictor one = predictor(Precision.FLOAT32, 1);
        Predictor three = predictor(Precision.FLOAT32, 3)) {
      List<List<Prediction>> found = one.predict(all);
      assertThat(found).hasSize(images.size());
      assertThat(three.predict(all)).isEqualTo(found);
      assertThat(found.get(519).get(0).name()).isEqualTo(one.predict(pixels(519)).get(0).name());
      assertThat(one.predict(List.of())).isEmpty();
    }
  }

  @Test
  void figuresDontDependOnTheNumberOfThreads() {
    Split.Test test = new Split.Test(images);
    Execution how = new Execution(1, Precision.BFLOAT16);
    Evaluation one = Evaluator.evaluate(model.network(), test, how);
    for (int threads = 2; threads <= 4; threads++) {
      assertThat(Evaluator.evaluate(model.network(), test, how.onThreads(threads))).isEqualTo(one);
    }
  }

  @Test
  void evaluationsOnOtherNumbersOfThreadsLeaveEachOtherAndTheirCallersAlone() throws Exception {
    Split.Test test = new Split.Test(images);
    model.network().eval();
    Evaluation alone = Evaluator.evaluate(model.network(), test, ONE_THREAD);
    ExecutorService callers = Executors.newFixedThreadPool(2);
    try {
      List<Future<Integer>> running = new ArrayList<>();
      for (int threads : new int[] {1, 3}) {
        running.add(
            callers.submit(
                () -> {
                  try (Threads.Block block = Threads.block(threads + 4);
                      Predictor predictor = predictor(Precision.FLOAT32, threads)) {
                    List<Prediction> ranked = predictor.predict(pixels(0));
                    for (int i = 0; i < 10; i++) {
                      Execution how = ONE_THREAD.onThreads(threads);
                      assertThat(Evaluator.evaluate(model.network(), test, how)).isEqualTo(alone);
                      assertThat(predictor.predict(pixels(0))).isEqualTo(ranked);
                    }
                    return Threads.count();
                  }
                }));
      }
      assertThat(running.get(0).get()).isEqualTo(5);
      assertThat(running.get(1).get()).isEqualTo(7);
    } finally {
      callers.shutdown();
    }
  }

  @Test
  void viewsAreWeighedAsTheirDefinitionSays() {
    int few = 70;
    double loss = 0;
    long[][] confusion = new long[3][3];
    model.network().eval();
    for (int i = 0; i < few; i++) {
      double[] logits = new double[3];
      for (int shift = -1; shift <= 1; shift++) {
        for (boolean mirrored : new boolean[] {false, true}) {
          float[] view = logits(view(i, shift, mirrored));
          for (int c = 0; c < 3; c++) {
            logits[c] += view[c] * (shift == 0 ? 0.5 : 0.25) / 2;
          }
        }
      }
      int predicted = 0;
      double sum = 0;
      for (int c = 0; c < 3; c++) {
        predicted = logits[c] > logits[predicted] ? c : predicted;
        sum += Math.exp(logits[c]);
      }
      assertThat(margin(logits)).as("image %d is no tie", i).isGreaterThan(1e-5);
      confusion[images.label(i)][predicted]++;
      loss += Math.log(sum) - logits[images.label(i)];
    }
    Evaluation evaluation =
        Evaluator.evaluate(
            model.network(),
            new Split.Test(images.select(IntStream.range(0, few).toArray())),
            ONE_THREAD,
            Views.MIRRORED_AND_SHIFTED);
    assertThat(evaluation.loss()).isCloseTo(loss / few, within(1e-5));
    assertThat(evaluation.confusionMatrix()).isDeepEqualTo(confusion);
    assertThat(evaluation.accuracy())
        .isEqualTo((double) (confusion[0][0] + confusion[1][1] + confusion[2][2]) / few);
  }

  /** How far the largest is above the next. */
  private static double margin(double[] logits) {
    double[] sorted = logits.clone();
    Arrays.sort(sorted);
    return sorted[2] - sorted[1];
  }

  /** An image whose pixel (y, x) is that at (y + shift, x + shift), reflected at the edges. */
  private byte[] view(int image, int shift, boolean mirrored) {
    byte[] view = new byte[192];
    for (int y = 0; y < 8; y++) {
      for (int x = 0; x < 8; x++) {
        int from = 8 * reflected(y + shift) + reflected((mirrored ? 7 - x : x) + shift);
        System.arraycopy(images.pixels(image), 3 * from, view, 3 * (8 * y + x), 3);
      }
    }
    return view;
  }

  private static int reflected(int at) {
    return at < 0 ? -at : Math.min(at, 14 - at);
  }

  private Predictor predictor(Precision precision) {
    return predictor(precision, 1);
  }

  private Predictor predictor(Precision precision, int threads) {
    return new Predictor(
        model.network(), model.classes(), model.input(), new Execution(threads, precision));
  }

  private Pixels pixels(int i) {
    return new Pixels(8, 8, images.pixels(i));
  }

  private float[] logits(int i) {
    return logits(images.pixels(i));
  }

  private float[] logits(byte[] pixels) {
    try (Scope scope = Scope.open()) {
      float[] values = new float[192];
      for (int p = 0; p < 192; p++) {
        values[(p % 3) * 64 + p / 3] = (pixels[p] & 0xff) / 255f;
      }
      return model.network().call(Tensor.of(values, 1, 3, 8, 8)).toFloats();
    }
  }

  private float[] runningMean() {
    return model.network().stateDict().get("features.4.running_mean").toFloats();
  }

  @Test
  void outputsThatAreNoNumbersAreRefusedAndNotCounted() {
    try (Scope scope = Scope.open();
        Autograd.NoGrad off = Autograd.noGrad()) {
      List<Tensor> parameters = List.copyOf(model.network().stateDict().values());
      parameters.get(parameters.size() - 1).copyFrom(Tensor.of(new float[] {0, Float.NaN, 0}, 3));
    }
    assertThatThrownBy(
            () -> Evaluator.evaluate(model.network(), new Split.Test(images), Execution.fastest()))
        .isInstanceOf(FoveaException.class)
        .hasMessageStartingWith("the network's outputs are infinite or no numbers (NaN)");
    try (Predictor predictor =
        new Predictor(model.network(), SmallImages.CLASSES, model.input(), Execution.fastest())) {
      Pixels image = new Pixels(8, 8, images.pixels(0));
      assertThatThrownBy(() -> predictor.predict(image))
          .isInstanceOf(FoveaException.class)
          .hasMessageStartingWith("the network's outputs are infinite or no numbers (NaN)");
    }
  }
}
