package fovea.explain;

import fovea.FoveaException;
import fovea.nn.Evaluating;
import fovea.nn.Listening;
import fovea.nn.Module;
import fovea.nn.Prepared;
import fovea.nn.PreparedForGradients;
import fovea.tensor.Autograd;
import fovea.tensor.Execution;
import fovea.tensor.Precision;
import fovea.tensor.Scope;
import fovea.tensor.Shape;
import fovea.tensor.Tensor;
import fovea.tensor.Threads;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * A network as explanations see it: logits, and gradients of images and of what a layer gives, all
 * in float32. Calls come one after the other; no tensor outlives one.
 */
final class ExplainedNetwork implements AutoCloseable {
  private static final int LARGEST_CHUNK = 64;
  private static final long CHUNK_PIXELS = 1 << 18;
  private static final String NO_LAYER = "";

  private final Module network;
  private final Shape input;
  private final int threads;
  private final Evaluating mode;
  private final Prepared judge;

  /** Networks prepared for gradients, by the layer whose output stays as it is. */
  private final Map<String, PreparedForGradients> guides = new HashMap<>();

  private @Nullable SpatialLayers layers;

  /** Hears of images in their order. */
  @FunctionalInterface
  interface Taker {
    /**
     * @param logits of the image of that number
     */
    void take(int number, float[] logits);
  }

  /** Hears of images in their order. */
  @FunctionalInterface
  interface SlopeTaker {
    /**
     * @param gradient of the score at the image of that number, of its shape; the taker's own
     */
    void take(int number, double score, float[] gradient);
  }

  private ExplainedNetwork(
      Module network, Shape input, int threads, Evaluating mode, Prepared judge) {
    this.network = network;
    this.input = input;
    this.threads = threads;
    this.mode = mode;
    this.judge = judge;
  }

  /**
   * @param network evaluates until this is closed
   * @param input [C, H, W]
   */
  static ExplainedNetwork of(Module network, Shape input, Execution how) {
    Evaluating mode = network.evaluating();
    try (Threads.Block block = Threads.block(how.threads())) {
      Prepared judge = Prepared.of(network, input, Precision.FLOAT32);
      return new ExplainedNetwork(network, input, how.threads(), mode, judge);
    } catch (RuntimeException | Error e) {
      mode.close();
      throw e;
    }
  }

  /** [C, H, W] of an image. */
  Shape input() {
    return input;
  }

  /** The layers that have height and width. */
  SpatialLayers layers() {
    if (layers == null) {
      layers = SpatialLayers.of(network, input);
    }
    return layers;
  }

  private PreparedForGradients guide(String layer) {
    return guides.computeIfAbsent(
        layer,
        watched ->
            PreparedForGradients.of(
                network,
                input,
                Precision.FLOAT32,
                watched.equals(NO_LAYER) ? List.of() : List.of(watched)));
  }

  /**
   * The logits of some images.
   *
   * @throws FoveaException if they are infinite or NaN
   */
  void logits(int count, IntFunction<float[]> images, Taker taker) {
    inChunks(
        count,
        (first, end) -> {
          try (Autograd.NoGrad off = Autograd.noGrad()) {
            Tensor logits = judge.call(tensor(first, end, images));
            float[][] rows = rows(logits);
            for (int i = 0; i < rows.length; i++) {
              requireFinite(rows[i]);
              taker.take(first + i, rows[i]);
            }
          }
        });
  }

  /** Whether the logits of some images are all finite. */
  boolean isFinite(int count, IntFunction<float[]> images) {
    boolean[] finite = {true};
    inChunks(
        count,
        (first, end) -> {
          try (Autograd.NoGrad off = Autograd.noGrad()) {
            for (float logit : judge.call(tensor(first, end, images)).toFloats()) {
              finite[0] &= Float.isFinite(logit);
            }
          }
        });
    return finite[0];
  }

  /** The question's score at each of some images, and its gradient. */
  void slopes(int count, IntFunction<float[]> images, Question question, SlopeTaker taker) {
    PreparedForGradients guide = guide(NO_LAYER);
    inChunks(
        count,
        (first, end) -> {
          Tensor x = tensor(first, end, images).requireGradient(true);
          Tensor output = guide.call(x);
          Tensor gradient =
              Autograd.gradients(
                      List.of(output), List.of(seeds(question, output)), List.of(x), false)
                  .get(0);
          float[][] logits = rows(output);
          float[][] gradients = rows(gradient);
          for (int i = 0; i < gradients.length; i++) {
            taker.take(first + i, question.score(logits[i]), gradients[i]);
          }
        });
  }

  /** What a layer gives for an image, and the score's gradient there. */
  LayerGradient layer(String name, float[] image, Question question) {
    PreparedForGradients guide = guide(name);
    try (Threads.Block block = Threads.block(threads);
        Scope scope = Scope.open()) {
      LayerLeaf leaf = new LayerLeaf(network.modules().get(name));
      Tensor output;
      try (Listening listening = Listening.to(leaf)) {
        output = guide.call(tensor(0, 1, i -> image));
      }
      Tensor activation = leaf.found();
      if (activation == null || !output.requiresGradient()) {
        throw new FoveaException(
            "the network's answer doesn't come by way of the layer `%s`; choose another one"
                .formatted(name));
      }
      Tensor gradient =
          Autograd.gradients(
                  List.of(output), List.of(seeds(question, output)), List.of(activation), false)
              .get(0);
      Shape shape = activation.shape();
      return new LayerGradient(
          Math.toIntExact(shape.size(1)),
          Math.toIntExact(shape.size(2)),
          Math.toIntExact(shape.size(3)),
          activation.detach().toFloats(),
          gradient.detach().toFloats());
    }
  }

  /**
   * The score's gradient by guided backpropagation.
   *
   * @throws FoveaException if the network has no ReLU
   */
  float[] guided(float[] image, Question question) {
    PreparedForGradients guide = guide(NO_LAYER);
    try (Threads.Block block = Threads.block(threads);
        Scope scope = Scope.open()) {
      GuidedCuts cuts = new GuidedCuts();
      Tensor x = tensor(0, 1, i -> image).requireGradient(true);
      Tensor output;
      try (Listening listening = Listening.to(cuts)) {
        output = guide.call(x);
      }
      if (!cuts.hasAny()) {
        throw new FoveaException(
            "guided backpropagation changes what ReLU hands back, and this network has no ReLU;"
                + " use another method, such as integrated-gradients");
      }
      return cuts.gradient(output, seeds(question, output), x).toFloats();
    }
  }

  private static Tensor seeds(Question question, Tensor output) {
    int images = Math.toIntExact(output.shape().size(0));
    int classes = Math.toIntExact(output.shape().size(1));
    float[] seed = question.seed(classes);
    float[] all = new float[images * classes];
    for (int i = 0; i < images; i++) {
      System.arraycopy(seed, 0, all, i * classes, classes);
    }
    return Tensor.of(all, images, classes);
  }

  /** What is done with images of one chunk, in a scope of its own. */
  @FunctionalInterface
  private interface Chunk {
    void on(int first, int end);
  }

  private void inChunks(int count, Chunk chunk) {
    long pixels = input.size(1) * input.size(2);
    int size = Math.toIntExact(Math.max(1, Math.min(LARGEST_CHUNK, CHUNK_PIXELS / pixels)));
    try (Threads.Block block = Threads.block(threads)) {
      for (int first = 0; first < count; first += size) {
        if (Thread.currentThread().isInterrupted()) {
          throw new CancellationException("interrupted while an image is explained");
        }
        try (Scope scope = Scope.open()) {
          chunk.on(first, Math.min(count, first + size));
        }
      }
    }
  }

  private Tensor tensor(int first, int end, IntFunction<float[]> images) {
    int size = Math.toIntExact(input.elements());
    float[] all = new float[Math.multiplyExact(end - first, size)];
    for (int i = first; i < end; i++) {
      System.arraycopy(images.apply(i), 0, all, (i - first) * size, size);
    }
    return Tensor.of(all, end - first, input.size(0), input.size(1), input.size(2)).channelsLast();
  }

  private static float[][] rows(Tensor tensor) {
    float[] all = tensor.detach().toFloats();
    float[][] rows = new float[Math.toIntExact(tensor.shape().size(0))][];
    int size = all.length / rows.length;
    Arrays.setAll(rows, i -> Arrays.copyOfRange(all, i * size, (i + 1) * size));
    return rows;
  }

  private static void requireFinite(float[] logits) {
    for (float logit : logits) {
      if (!Float.isFinite(logit)) {
        throw new FoveaException(
            "the network's outputs are infinite or no numbers (NaN), as after training at too high"
                + " a learning rate, and there is no answer to explain; train it anew with a lower"
                + " optimizer.learningRate, or with gradientClip");
      }
    }
  }

  @Override
  public void close() {
    guides.values().forEach(PreparedForGradients::close);
    judge.close();
    mode.close();
  }
}
