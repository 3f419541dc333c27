package fovea.evaluate;

import fovea.FoveaException;
import fovea.data.ImageSet;
import fovea.data.Split;
import fovea.nn.Evaluating;
import fovea.nn.Module;
import fovea.nn.Prepared;
import fovea.tensor.Execution;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * What a network says of every image of a split: logits, labels and, if asked for, the features
 * that a layer gave, in the order of the images. Whatever judges a network is plain Java over it.
 *
 * <p>The numbers don't depend on how many threads computed them. They lie in the Java heap, 4 bytes
 * a logit, a feature and a label: 10,000 images of 10 classes with 512 features take 21 MB. While
 * they are computed, each thread holds the activations of {@value Chunks#SIZE} images besides.
 *
 * @param <S> the kind of split, so that what chooses something can't be handed those of test images
 */
@SuppressWarnings("UnusedTypeParameter") // says what they may be used for
public final class Outputs<S extends Split> {
  private final List<String> classes;
  private final int[] labels;
  private final float[] logits;
  private final @Nullable Features features;

  Outputs(List<String> classes, int[] labels, float[] logits, @Nullable Features features) {
    this.classes = classes;
    this.labels = labels;
    this.logits = logits;
    this.features = features;
  }

  /**
   * Outputs of the images as they are, by a network prepared for inference. The network's mode is
   * put back.
   *
   * @param network [N, 3, H, W] in [0, 1] to logits [N, K], with the split's K classes
   * @throws fovea.FoveaException if outputs are infinite or NaN
   */
  public static <S extends Split> Outputs<S> of(Module network, S split, Execution how) {
    return of(network, split, how, Views.PLAIN);
  }

  /** {@link #of(Module, Split, Execution)}, the logits averaged over views of each image. */
  public static <S extends Split> Outputs<S> of(
      Module network, S split, Execution how, Views views) {
    try (Evaluating mode = network.evaluating();
        Prepared prepared = ForwardPass.prepared(network, split.images(), how)) {
      return of(prepared, split, how.threads(), views);
    }
  }

  /**
   * {@link #of(Module, Split, Execution, Views)} by a network that was prepared, in evaluation
   * mode.
   */
  public static <S extends Split> Outputs<S> of(
      Prepared network, S split, int threads, Views views) {
    return collected(new ForwardPass(split.images(), threads), ForwardPass.by(network, views));
  }

  /**
   * Outputs with what a layer gives, as a forward hook in PyTorch sees it. The network isn't
   * prepared, which would fold the layer into others: it takes longer, and the logits are those of
   * {@link #of(Module, Split, Execution)} up to the precision's rounding.
   *
   * @param layer dotted name of any of the network's modules; of one that is called more than once,
   *     the last call counts
   * @throws IllegalArgumentException if there is no such module, it isn't called, or what it gives
   *     isn't [N, ...]
   * @throws fovea.FoveaException if outputs are infinite or NaN, or the features are more than a
   *     Java array holds, 2,147,483,647
   */
  public static <S extends Split> Outputs<S> withFeatures(
      Module network, S split, Execution how, String layer) {
    try (Evaluating mode = network.evaluating()) {
      return collected(
          new ForwardPass(split.images(), how.threads()),
          ForwardPass.by(network, how.precision(), layer));
    }
  }

  /**
   * Outputs with the features that a layer is given, of images [N, D, H, W] their mean over height
   * and width. The network is prepared, as for {@link #of(Module, Split, Execution)}, so they are
   * those of the network as it is up to rounding.
   *
   * @param layer dotted name of a module that is called once, such as the last linear one
   * @throws IllegalArgumentException if there is no such module, or it isn't called
   * @throws fovea.FoveaException if outputs are infinite or NaN
   */
  public static <S extends Split> Outputs<S> withInputsOf(
      Module network, S split, Execution how, String layer) {
    try (Evaluating mode = network.evaluating();
        Prepared prepared = ForwardPass.prepared(network, split.images(), how)) {
      return withInputsOf(prepared, split, how.threads(), layer, network.modules().get(layer));
    }
  }

  private static <S extends Split> Outputs<S> withInputsOf(
      Prepared network, S split, int threads, String layer, @Nullable Module module) {
    if (module == null) {
      throw new IllegalArgumentException("there is no module `" + layer + "`");
    }
    return collected(
        new ForwardPass(split.images(), threads), ForwardPass.byInputsOf(network, module, layer));
  }

  private static <S extends Split> Outputs<S> collected(
      ForwardPass pass, ForwardPass.Network network) {
    ImageSet images = pass.images();
    int k = images.classes().size();
    float[] logits = new float[length(images.size(), k)];
    Features.Gathering features = new Features.Gathering(images.size());
    pass.run(
        network,
        (numbers, chunk) -> {
          for (int i = 0; i < numbers.length; i++) {
            System.arraycopy(chunk.logits, i * k, logits, numbers[i] * k, k);
          }
          if (chunk.features != null) {
            features.put(numbers, chunk.features);
          }
        });
    int[] labels = IntStream.range(0, images.size()).map(images::label).toArray();
    return new Outputs<>(images.classes(), labels, logits, features.all());
  }

  /**
   * How many numbers there are, one for each class of each image, in an array that keeps them
   * together.
   *
   * @throws FoveaException if they are more than a Java array holds
   */
  public static int length(int images, int classes) {
    long length = (long) images * classes;
    if (length > Integer.MAX_VALUE - 8) {
      throw new FoveaException(
          String.format(
              Locale.ROOT,
              "%,d images of %,d classes take %,d numbers, more than the 2,147,483,639 that can be"
                  + " kept together; take fewer images, or fewer classes",
              images,
              classes,
              length));
    }
    return (int) length;
  }

  /** How many images there are. */
  public int size() {
    return labels.length;
  }

  /** K names, in the order of the logits. */
  public List<String> classes() {
    return classes;
  }

  /** Which class an image shows, in [0, K). */
  public int label(int image) {
    return labels[image];
  }

  /** The logits of one image, [K]. */
  public float[] logits(int image) {
    Objects.checkIndex(image, size());
    int k = classes.size();
    return Arrays.copyOfRange(logits, image * k, (image + 1) * k);
  }

  /** The logits of all images, [N, K] flattened; shared, not to be changed. */
  public float[] logits() {
    return logits;
  }

  /** The class with the largest logit; of equal ones the first. */
  public int predicted(int image) {
    int start = image * classes.size();
    int best = 0;
    for (int c = 1; c < classes.size(); c++) {
      if (logits[start + c] > logits[start + best]) {
        best = c;
      }
    }
    return best;
  }

  /** The softmax of an image's logits, [K], each in [0, 1]. */
  public double[] probabilities(int image) {
    double all = logOfSum(image);
    double[] probabilities = new double[classes.size()];
    Arrays.setAll(probabilities, c -> Math.exp(logits[image * classes.size() + c] - all));
    return probabilities;
  }

  /** The probability of the class that is {@link #predicted}, in [1/K, 1]. */
  public double confidence(int image) {
    return Math.exp(logits[image * classes.size() + predicted(image)] - logOfSum(image));
  }

  /** The cross-entropy of an image's {@link #probabilities} with its label, in nats. */
  public double loss(int image) {
    // Never below 0, as the difference of two rounded numbers might be.
    return Math.max(0, logOfSum(image) - logits[image * classes.size() + labels[image]]);
  }

  /** The same with other logits, each made of its own. */
  Outputs<S> withLogits(DoubleUnaryOperator changed) {
    float[] others = new float[logits.length];
    for (int i = 0; i < others.length; i++) {
      others[i] = (float) changed.applyAsDouble(logits[i]);
    }
    return new Outputs<>(classes, labels, others, features);
  }

  /** ln(sum of exp(logit)), by the largest logit, so that nothing overflows. */
  double logOfSum(int image) {
    int start = image * classes.size();
    double largest = logits[start + predicted(image)];
    double sum = 0;
    for (int c = 0; c < classes.size(); c++) {
      sum += Math.exp(logits[start + c] - largest);
    }
    return largest + Math.log(sum);
  }

  /**
   * What the layer gave that was asked for.
   *
   * @throws IllegalStateException if none was
   */
  public Features features() {
    if (features == null) {
      throw new IllegalStateException(
          "these outputs are without features, which Outputs.withFeatures gives of a named layer");
    }
    return features;
  }
}
