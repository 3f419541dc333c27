package fovea.evaluate;

import fovea.data.Batch;
import fovea.image.Pixels;
import fovea.nn.Module;
import fovea.tensor.Autograd;
import fovea.tensor.DType;
import fovea.tensor.Precision;
import fovea.tensor.Scope;
import fovea.tensor.Shape;
import fovea.tensor.Tensor;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Says what images show. Any number of threads may ask at once, as long as the network isn't
 * trained meanwhile.
 */
public final class Predictor {
  private static final int BATCH = 500;

  private final Module network;
  private final List<String> classes;
  private final int height;
  private final int width;
  private final Precision precision;

  /**
   * Puts the network into evaluation mode; the caller still owns and closes it.
   *
   * @param classes names, in the order of the logits
   * @param input [3, height, width]
   */
  public Predictor(Module network, List<String> classes, Shape input, Precision precision) {
    network.eval();
    this.network = network;
    this.classes = List.copyOf(classes);
    this.height = Math.toIntExact(input.size(1));
    this.width = Math.toIntExact(input.size(2));
    this.precision = precision;
  }

  /**
   * All classes for each image, the most probable first.
   *
   * @param images of the network's input size
   * @throws IllegalArgumentException for an image of another size
   */
  public List<List<Prediction>> predict(List<Pixels> images) {
    List<List<Prediction>> found = new ArrayList<>();
    for (int first = 0; first < images.size(); first += BATCH) {
      List<Pixels> batch = images.subList(first, Math.min(images.size(), first + BATCH));
      float[] probabilities = probabilities(batch);
      for (int i = 0; i < batch.size(); i++) {
        found.add(ranked(probabilities, i * classes.size()));
      }
    }
    return found;
  }

  /** {@link #predict(List)} for one image. */
  public List<Prediction> predict(Pixels image) {
    return predict(List.of(image)).get(0);
  }

  private float[] probabilities(List<Pixels> images) {
    for (Pixels image : images) {
      if (image.height() != height || image.width() != width) {
        throw new IllegalArgumentException(
            "image of %d x %d, the network takes %d x %d"
                .formatted(image.width(), image.height(), width, height));
      }
    }
    try (Scope scope = Scope.open();
        Autograd.NoGrad off = Autograd.noGrad();
        Precision.Block block = precision.on()) {
      Tensor input = Batch.images(images.stream().map(Pixels::rgb).toList(), height, width);
      return network.call(input).to(DType.FLOAT32).softmax(1).toFloats();
    }
  }

  private List<Prediction> ranked(float[] probabilities, int start) {
    List<Prediction> ranked = new ArrayList<>();
    for (int c = 0; c < classes.size(); c++) {
      ranked.add(new Prediction(classes.get(c), probabilities[start + c]));
    }
    ranked.sort(Comparator.comparingDouble(Prediction::probability).reversed());
    return ranked;
  }
}
