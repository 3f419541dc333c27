package fovea.explain;

import fovea.nn.Module;
import fovea.tensor.Execution;
import fovea.tensor.Rng;
import fovea.tensor.Shape;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Explains what a network says of images, in float32 whatever it was trained in.
 *
 * <pre>{@code
 * try (Explainer explainer = Explainer.of(network, input, Execution.fastest())) {
 *   Question question = Question.whyPredicted(explainer.logits(image));
 *   Relevance why = explainer.explain(new GradCam(null), image, question, Rng.seeded(0));
 * }
 * }</pre>
 *
 * <p>The network evaluates and must not be trained until this is closed. One thread may ask at a
 * time.
 */
public final class Explainer implements AutoCloseable {
  private final ExplainedNetwork network;

  private Explainer(ExplainedNetwork network) {
    this.network = network;
  }

  /**
   * Prepares a network, which stays the caller's.
   *
   * @param input [C, H, W] of an image, values in [0, 1]
   * @param how many threads one call uses; its precision is not
   */
  public static Explainer of(Module network, Shape input, Execution how) {
    return new Explainer(ExplainedNetwork.of(network, input, how));
  }

  /** [C, H, W] of an image. */
  public Shape input() {
    return network.input();
  }

  /**
   * What the network says of an image.
   *
   * @throws fovea.FoveaException if that is infinite or NaN
   */
  public float[] logits(float[] image) {
    return logits(List.of(image)).get(0);
  }

  /** {@link #logits(float[])} of several images, which is faster than one by one. */
  public List<float[]> logits(List<float[]> images) {
    images.forEach(this::requireSize);
    List<float[]> found = new ArrayList<>();
    network.logits(images.size(), images::get, (i, logits) -> found.add(logits));
    return found;
  }

  /**
   * The relevance of an image's pixels.
   *
   * @param image [C, H, W] flattened, in [0, 1]
   * @param rng the same one for the same result
   * @throws fovea.FoveaException if the method is not for this network
   * @throws java.util.concurrent.CancellationException if this thread is interrupted
   */
  public Relevance explain(Explanation how, float[] image, Question question, Rng rng) {
    return how.of(subject(image, question, rng.split(how.name())));
  }

  /**
   * The layers of a network that may be looked at, as those that have height and width; the last
   * one, which is last here, is looked at unless another is named.
   *
   * @param input [C, H, W] of an image
   */
  public static List<String> layers(Module network, Shape input) {
    return SpatialLayers.of(network, input).all();
  }

  /**
   * The layer that is looked at.
   *
   * @param wanted its name, or null for the last one with height and width
   * @throws fovea.FoveaException if there is none
   */
  public String layer(@Nullable String wanted) {
    return network.layers().named(wanted);
  }

  /** Whether the network says something of all these images that is no overflow. */
  boolean isFinite(List<float[]> images) {
    return network.isFinite(images.size(), images::get);
  }

  Subject subject(float[] image, Question question, Rng rng) {
    requireSize(image);
    return new Subject(network, image, question, rng);
  }

  private void requireSize(float[] image) {
    if (image.length != network.input().elements()) {
      throw new IllegalArgumentException(
          "an image of %d values, the network takes %s".formatted(image.length, network.input()));
    }
  }

  @Override
  public void close() {
    network.close();
  }
}
