package fovea.examples;

import fovea.evaluate.Prediction;
import fovea.evaluate.Predictor;
import fovea.image.ImageFile;
import fovea.image.Pixels;
import fovea.io.ModelFile;
import fovea.models.Model;
import fovea.tensor.Execution;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Loads a model file and says what images show: the library inside an application of one's own. */
public final class PredictImages {
  private PredictImages() {}

  /** Arguments: a model.safetensors, then image files. */
  public static void main(String[] args) {
    List<Path> images = new ArrayList<>();
    for (int i = 1; i < args.length; i++) {
      images.add(Path.of(args[i]));
    }
    predict(Path.of(args[0]), images)
        .forEach(best -> System.out.printf("%s %.2f%n", best.name(), best.probability()));
  }

  /** The most probable class of each image. */
  static List<Prediction> predict(Path modelFile, List<Path> images) {
    try (Model model = ModelFile.read(modelFile).model();
        Predictor predictor =
            new Predictor(model.network(), model.classes(), model.input(), Execution.fastest())) {
      int height = (int) model.input().size(1);
      int width = (int) model.input().size(2);
      List<Pixels> pixels =
          images.stream().map(file -> ImageFile.decode(file, height, width)).toList();
      return predictor.predict(pixels).stream().map(ranked -> ranked.get(0)).toList();
    }
  }
}
