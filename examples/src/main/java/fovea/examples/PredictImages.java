package fovea.examples;

import fovea.evaluate.Prediction;
import fovea.evaluate.Predictor;
import fovea.image.ImageFile;
import fovea.image.Pixels;
import fovea.run.TrainedModel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Opens a model and says what images show: the library inside an application of one's own. */
public final class PredictImages {
  private PredictImages() {}

  /** Arguments: the folder of a run or a model file, then image files. */
  public static void main(String[] args) {
    List<Path> images = new ArrayList<>();
    for (int i = 1; i < args.length; i++) {
      images.add(Path.of(args[i]));
    }
    predict(Path.of(args[0]), images)
        .forEach(best -> System.out.printf("%s %.2f%n", best.name(), best.probability()));
  }

  /** The most probable class of each image. */
  static List<Prediction> predict(Path runOrModel, List<Path> images) {
    try (TrainedModel trained = TrainedModel.open(runOrModel);
        Predictor predictor = trained.predictor()) {
      int height = (int) trained.model().input().size(1);
      int width = (int) trained.model().input().size(2);
      List<Pixels> pixels =
          images.stream().map(file -> ImageFile.decode(file, height, width)).toList();
      return predictor.predict(pixels).stream().map(ranked -> ranked.get(0)).toList();
    }
  }
}
