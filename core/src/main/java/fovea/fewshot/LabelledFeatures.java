package fovea.fewshot;

import fovea.FoveaException;
import fovea.data.ImageSet;
import fovea.data.Split;
import fovea.evaluate.Features;
import fovea.evaluate.Outputs;
import fovea.models.Head;
import fovea.models.Model;
import fovea.tensor.Execution;
import java.util.List;
import java.util.stream.IntStream;

/**
 * What a network gives its head for each image, and what the image shows, which may be nothing that
 * the network knows.
 *
 * @param classes names, in the order of the labels
 * @param labels of the images, [N]
 * @param size of an image's features, D
 * @param values [N, D] flattened
 */
@SuppressWarnings("ArrayRecordComponent") // made once, shared, not changed
public record LabelledFeatures(List<String> classes, int[] labels, int size, float[] values) {
  public LabelledFeatures {
    classes = List.copyOf(classes);
    if (values.length != (long) labels.length * size) {
      throw new IllegalArgumentException(
          "%d values are no features of %d for each of %d images"
              .formatted(values.length, size, labels.length));
    }
  }

  /**
   * Features of all images of a set.
   *
   * @throws FoveaException if the network has no head that could be left out
   */
  public static LabelledFeatures of(Model model, ImageSet images, Execution how) {
    Split.Train asked = new Split.Train(images.unlabelled(model.classes()));
    Features features =
        Outputs.withInputsOf(model.network(), asked, how, head(model).name()).features();
    int[] labels = IntStream.range(0, images.size()).map(images::label).toArray();
    return new LabelledFeatures(images.classes(), labels, features.size(), features.values());
  }

  static Head head(Model model) {
    return Head.of(model.network(), model.classes().size())
        .orElseThrow(
            () ->
                new FoveaException(
                    "model `%s`: its last layer isn't one that names the classes, so there are no features before it"
                        .formatted(model.name())));
  }

  /** Those of an image, [D]. */
  double[] of(int image) {
    double[] found = new double[size];
    for (int d = 0; d < size; d++) {
      found[d] = values[image * size + d];
    }
    return found;
  }

  /**
   * The mean over all images, [D].
   *
   * @throws IllegalStateException if there are none
   */
  public double[] mean() {
    if (labels.length == 0) {
      throw new IllegalStateException("no images, so they have no mean");
    }
    double[] mean = new double[size];
    for (int i = 0; i < values.length; i++) {
      mean[i % size] += values[i];
    }
    for (int d = 0; d < size; d++) {
      mean[d] /= labels.length;
    }
    return mean;
  }
}
