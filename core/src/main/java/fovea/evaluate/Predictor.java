package fovea.evaluate;

import fovea.data.Batch;
import fovea.image.Pixels;
import fovea.nn.Module;
import fovea.nn.Prepared;
import fovea.tensor.Autograd;
import fovea.tensor.Execution;
import fovea.tensor.Scope;
import fovea.tensor.Shape;
import fovea.tensor.Tensor;
import fovea.tensor.Threads;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Says what images show, by a network prepared for inference. Any number of threads may ask at
 * once, as long as the network isn't trained meanwhile.
 */
public final class Predictor implements AutoCloseable {
  private final Prepared network;
  private final List<String> classes;
  private final int height;
  private final int width;
  private final int threads;
  private final Reading reading;
  private final Scope memory = Scope.detached();

  /** How familiar images are; null where nobody asks. */
  private final @Nullable Function<Outputs<?>, double[]> familiarity;

  /**
   * Puts the network into evaluation mode and copies its weights; the caller still owns and closes
   * the network, after this.
   *
   * @param classes names, in the order of the logits
   * @param input [3, height, width]
   * @param how one call is computed: on 1 thread in a server, which answers several at once, and on
   *     all cores where calls come one after the other
   */
  public Predictor(Module network, List<String> classes, Shape input, Execution how) {
    this(prepared(network, input, how), classes, input, how.threads(), Reading.PLAIN);
  }

  /**
   * A predictor by a network that was prepared, in evaluation mode.
   *
   * @param network closed with this, or if it can't be made
   * @param threads that one call uses, at least 1
   * @param reading of its outputs
   * @throws IllegalArgumentException for fewer threads
   * @see #Predictor(Module, List, Shape, Execution)
   */
  public Predictor(
      Prepared network, List<String> classes, Shape input, int threads, Reading reading) {
    this.network = network;
    this.threads = threads;
    this.reading = reading;
    try {
      Threads.requirePositive(threads);
      this.classes = List.copyOf(classes);
      this.height = Math.toIntExact(input.size(1));
      this.width = Math.toIntExact(input.size(2));
      NoneOfThese rejecting = reading.noneOfThese();
      this.familiarity = rejecting == null ? null : rejecting.by().prepared(memory);
    } catch (RuntimeException | Error e) {
      close();
      throw e;
    }
  }

  private static Prepared prepared(Module network, Shape input, Execution how) {
    network.eval();
    try (Threads.Block block = Threads.block(how.threads())) {
      return Prepared.of(network, input, how.precision());
    }
  }

  /**
   * All classes for each image, the most probable first, whether it shows one of them or not.
   *
   * @param images of the network's input size
   * @throws IllegalArgumentException for an image of another size
   * @throws fovea.FoveaException if outputs are infinite or NaN
   */
  public List<List<Prediction>> predict(List<Pixels> images) {
    return recognise(images).stream().map(Recognition::ranked).toList();
  }

  /** {@link #predict(List)} for one image. */
  public List<Prediction> predict(Pixels image) {
    return predict(List.of(image)).get(0);
  }

  /** {@link #predict(List)}, and whether each image shows any of the classes. */
  public List<Recognition> recognise(List<Pixels> images) {
    return scores(images).stream().map(found -> found.ranked(classes)).toList();
  }

  /** What the network gives for each image, with the classes in their order. */
  public List<Scores> scores(List<Pixels> images) {
    for (Pixels image : images) {
      if (image.height() != height || image.width() != width) {
        throw new IllegalArgumentException(
            "image of %d x %d, the network takes %d x %d"
                .formatted(image.width(), image.height(), width, height));
      }
    }
    return scores(
        images, some -> Batch.images(some.stream().map(Pixels::rgb).toList(), height, width));
  }

  /**
   * {@link #scores(List)} of images as numbers.
   *
   * @param images each [3, height, width] flattened, in [0, 1]
   * @throws IllegalArgumentException for an image of another size
   */
  public List<Scores> scoresOfValues(List<float[]> images) {
    int size = 3 * height * width;
    for (float[] image : images) {
      if (image.length != size) {
        throw new IllegalArgumentException(
            "an image of %d values, the network takes %d".formatted(image.length, size));
      }
    }
    return scores(
        images,
        some -> {
          float[] all = new float[some.size() * size];
          for (int i = 0; i < some.size(); i++) {
            System.arraycopy(some.get(i), 0, all, i * size, size);
          }
          return Tensor.of(all, some.size(), 3, height, width).channelsLast();
        });
  }

  private <T> List<Scores> scores(List<T> images, Function<List<T>, Tensor> input) {
    Scores[] found = new Scores[images.size()];
    if (images.size() <= Chunks.SIZE) {
      try (Threads.Block block = Threads.block(threads)) {
        put(images, input, found, 0);
      }
    } else {
      Chunks.each(
          images.size(),
          threads,
          (first, end) -> put(images.subList(first, end), input, found, first));
    }
    return List.of(found);
  }

  private <T> void put(List<T> images, Function<List<T>, Tensor> input, Scores[] found, int at) {
    if (images.isEmpty()) {
      return;
    }
    try (Scope scope = Scope.open();
        Autograd.NoGrad off = Autograd.noGrad()) {
      ForwardPass.Output output = output(input.apply(images));
      float[] probabilities = probabilities(output.logits());
      Diverged.refuse(probabilities);
      NoneOfThese rejecting = reading.noneOfThese();
      double[] familiar =
          familiarity == null ? new double[0] : familiarity.apply(outputs(output, images.size()));
      int k = classes.size();
      for (int i = 0; i < images.size(); i++) {
        found[at + i] =
            new Scores(
                Arrays.copyOfRange(probabilities, i * k, (i + 1) * k),
                rejecting == null ? null : familiar[i],
                rejecting == null ? null : rejecting.strangeness(familiar[i]),
                rejecting != null && familiar[i] < rejecting.threshold());
      }
    }
  }

  private ForwardPass.Output output(Tensor images) {
    return reading.head() == null
        ? ForwardPass.by(network, Views.PLAIN).call(images)
        : ForwardPass.byInputsOf(network, reading.head(), "head").call(images);
  }

  private float[] probabilities(Tensor logits) {
    Tensor read =
        reading.temperature().equals(Temperature.NONE)
            ? logits
            : logits.div(reading.temperature().value());
    return read.softmax(1).toFloats();
  }

  private Outputs<?> outputs(ForwardPass.Output output, int images) {
    return new Outputs<>(classes, new int[images], output.logits().toFloats(), output.features());
  }

  /** Frees the copies of the weights; the network stays open. */
  @Override
  public void close() {
    memory.close();
    network.close();
  }
}
