package fovea.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import fovea.FoveaException;
import fovea.data.CachedFolder;
import fovea.data.ImageSet;
import fovea.data.SmallImages;
import fovea.data.Split;
import fovea.models.Model;
import fovea.models.Models;
import fovea.nn.Evaluating;
import fovea.nn.Flatten;
import fovea.nn.Linear;
import fovea.nn.Module;
import fovea.nn.Sequential;
import fovea.tensor.Execution;
import fovea.tensor.LiveTensors;
import fovea.tensor.Loss;
import fovea.tensor.Precision;
import fovea.tensor.Rng;
import fovea.tensor.Scope;
import fovea.tensor.Tensor;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OutputsTest {
  private static final Execution ONE_THREAD = new Execution(1, Precision.FLOAT32);

  private final ImageSet images = SmallImages.draw(300, 4);
  private final Split.Validation split = new Split.Validation(images);
  private final Model model =
      Models.create(
          "cifar10-cnn", Map.of("imageSize", 8, "blocks", 1), SmallImages.CLASSES, Rng.seeded(1));

  @AfterEach
  void close() {
    model.close();
  }

  @Test
  void logitsAndLabelsAreThoseOfTheImagesOneByOne() {
    Outputs<Split.Validation> outputs = Outputs.of(model.network(), split, ONE_THREAD);
    assertThat(outputs.size()).isEqualTo(300);
    assertThat(outputs.classes()).isEqualTo(SmallImages.CLASSES);
    for (int i = 0; i < 300; i++) {
      assertThat(outputs.label(i)).isEqualTo(images.label(i));
      assertThat(outputs.logits(i)).containsExactly(plain(i), within(1e-5f));
      assertThat(outputs.logits()[3 * i + 2]).isEqualTo(outputs.logits(i)[2]);
    }
  }

  private float[] plain(int image) {
    try (Evaluating mode = model.network().evaluating();
        Scope scope = Scope.open()) {
      return model.network().call(ForwardPass.pixels(images, image, image + 1)).toFloats();
    }
  }

  @Test
  void outputsStandInTheImagesOrderInWhateverOrderTheseAreRead(@TempDir Path parent)
      throws Exception {
    CachedFolder folder = new CachedFolder(parent).with("cat", 90).with("dog", 90);
    folder.memory = 0;
    Split cached = folder.read().data().unseen().test();
    Split held = folder.inMemory().data().unseen().test();
    assertThat(cached.images().readingOrder()).isNotEqualTo(held.images().readingOrder());
    try (Module network =
        Sequential.of(
            new Flatten(),
            new Linear(3 * CachedFolder.SIZE * CachedFolder.SIZE, 2, true, Rng.seeded(1)))) {
      Outputs<Split> read = Outputs.withFeatures(network, cached, ONE_THREAD, "0");
      Outputs<Split> expected = Outputs.withFeatures(network, held, ONE_THREAD, "0");
      assertThat(read.features().values()).isEqualTo(expected.features().values());
      assertThat(read.logits()).containsExactly(expected.logits(), within(1e-5f));
      assertThat(IntStream.range(0, read.size()).map(read::label).toArray())
          .isEqualTo(IntStream.range(0, 180).map(expected::label).toArray());
      assertThat(Evaluator.evaluate(network, cached, ONE_THREAD))
          .isEqualTo(Evaluator.evaluate(network, held, ONE_THREAD));
    }
  }

  @Test
  void outputsAreTheSameBitsOnAnyNumberOfThreads() {
    for (Precision precision : Precision.values()) {
      for (Views views : Views.values()) {
        float[] one =
            Outputs.of(model.network(), split, new Execution(1, precision), views).logits();
        for (int threads : new int[] {2, 4}) {
          Execution how = new Execution(threads, precision);
          assertThat(Outputs.of(model.network(), split, how, views).logits()).isEqualTo(one);
        }
      }
    }
  }

  @Test
  void anEvaluationOfOutputsIsTheEvaluatorsToTheBit() {
    Execution how = new Execution(2, Precision.BFLOAT16);
    for (Views views : Views.values()) {
      assertThat(Evaluation.of(Outputs.of(model.network(), split, how, views)))
          .isEqualTo(Evaluator.evaluate(model.network(), split, how, views));
    }
  }

  /** By sums of all differences to the other logits, which need no largest one. */
  @Test
  void whatIsSaidOfAnImageEqualsItsDefinitionOnRandomLogits() {
    for (int seed = 0; seed < 200; seed++) {
      Outputs<Split> outputs = random(seed, 300);
      int k = outputs.classes().size();
      for (int i = 0; i < outputs.size(); i++) {
        float[] logits = outputs.logits(i);
        int best = 0;
        for (int c = 0; c < k; c++) {
          double sum = 0;
          for (float other : logits) {
            sum += Math.exp((double) other - logits[c]);
          }
          assertThat(outputs.probabilities(i)[c]).isCloseTo(1 / sum, within(1e-13));
          if (c == outputs.label(i)) {
            assertThat(outputs.loss(i))
                .isCloseTo(Math.log(sum), within(1e-12 * 600))
                .isNotNegative();
          }
          best = logits[c] > logits[best] ? c : best;
        }
        assertThat(outputs.predicted(i)).as("seed %d", seed).isEqualTo(best);
        assertThat(outputs.confidence(i)).isEqualTo(outputs.probabilities(i)[best]);
      }
    }
  }

  /** Random outputs as few digits as bfloat16 has, among which there are ties. */
  private static Outputs<Split> random(int seed, double largest) {
    Rng rng = Rng.seeded(seed);
    int k = 1 + rng.nextInt(8);
    int n = 1 + rng.nextInt(30);
    float[] logits = new float[n * k];
    for (int i = 0; i < logits.length; i++) {
      logits[i] = (float) (largest * (rng.nextInt(33) - 16) / 16);
    }
    int[] labels = IntStream.range(0, n).map(i -> rng.nextInt(k)).toArray();
    return new Outputs<>(Collections.nCopies(k, "class"), labels, logits, null);
  }

  @Test
  void theFirstOfEqualLogitsWinsAndTheLossIsAsInLibtorch() {
    for (int seed = 0; seed < 200; seed++) {
      Outputs<Split> outputs = random(seed, 5);
      int n = outputs.size();
      long[] labels = IntStream.range(0, n).mapToLong(outputs::label).toArray();
      try (Scope scope = Scope.open()) {
        Tensor logits = Tensor.of(outputs.logits(), n, outputs.classes().size());
        assertThat(IntStream.range(0, n).mapToLong(outputs::predicted).toArray())
            .as("seed %d", seed)
            .isEqualTo(logits.argmax(1).toLongs());
        double loss = Loss.crossEntropy(logits, Tensor.ofLongs(labels, n), 0).item();
        assertThat(Evaluation.of(outputs).loss())
            .as("seed %d", seed)
            .isCloseTo(loss, withinPercentage(1e-4));
      }
    }
  }

  @Test
  void hugeLogitsOverflowNothing() {
    float[] logits = {3e38f, -3e38f, 0, 0};
    Outputs<Split> outputs = new Outputs<>(List.of("a", "b"), new int[] {0, 1}, logits, null);
    assertThat(outputs.probabilities(0)).containsExactly(1, 0);
    assertThat(outputs.loss(0)).isZero();
    assertThat(outputs.loss(1)).isEqualTo(Math.log(2));
    assertThat(new Outputs<>(List.of("a", "b"), new int[] {1, 1}, logits, null).loss(0))
        .isCloseTo(6e38, withinPercentage(1e-4));
  }

  /** Looks in its forward pass how many tensors are alive. */
  private static final class Watching extends Module {
    private final Module layers =
        child("layers", Sequential.of(new Flatten(), new Linear(192, 3, true, Rng.seeded(1))));
    private final List<Integer> alive = new ArrayList<>();

    @Override
    protected Tensor forward(Tensor images) {
      alive.add((int) LiveTensors.count());
      return layers.call(images);
    }
  }

  @Test
  void noChunkLeavesATensor() {
    long before = LiveTensors.count();
    try (Watching network = new Watching()) {
      Outputs<Split.Validation> outputs =
          Outputs.withFeatures(network, split, ONE_THREAD, "layers.0");
      assertThat(outputs.size()).isEqualTo(300);
      assertThat(network.alive).hasSize(5).containsOnly(network.alive.get(0));
      network.alive.clear();
      Outputs<Split.Validation> unused = Outputs.of(network, split, ONE_THREAD);
      List<Integer> passes = network.alive.subList(network.alive.size() - 5, network.alive.size());
      assertThat(passes).containsOnly(passes.get(0));
    }
    assertThat(LiveTensors.count()).isEqualTo(before);
  }

  @Test
  void theNetworksModeIsPutBack() {
    model.network().train();
    Outputs<Split.Validation> unused = Outputs.of(model.network(), split, ONE_THREAD);
    assertThat(model.network().training()).isTrue();
    Outputs<Split.Validation> other =
        Outputs.withFeatures(model.network(), split, ONE_THREAD, "features");
    assertThat(model.network().training()).isTrue();
  }

  @Test
  void aNetworkOfOtherClassesIsRefused() {
    try (Module network = Sequential.of(new Flatten(), new Linear(192, 4, true, Rng.seeded(1)))) {
      assertThatThrownBy(() -> Outputs.of(network, split, ONE_THREAD))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage(
              "the network gives [64, 4], expected [64, 3]: a logit for each of the 3 classes of"
                  + " each image");
    }
  }

  @Test
  void aLogitThatIsNotFiniteIsRefusedWhereverItIs() {
    for (float wrong : new float[] {Float.NaN, Float.NEGATIVE_INFINITY}) {
      try (Module network = Sequential.of(new Flatten(), new Linear(192, 3, true, Rng.seeded(1)))) {
        try (Scope scope = Scope.open()) {
          network.stateDict().get("1.bias").copyFrom(Tensor.of(new float[] {0, wrong, 0}, 3));
        }
        assertThatThrownBy(() -> Outputs.of(network, split, ONE_THREAD))
            .isInstanceOf(FoveaException.class)
            .hasMessageStartingWith("the network's outputs are infinite or no numbers (NaN)");
      }
    }
  }
}
