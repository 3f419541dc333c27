package fovea.examples;

import fovea.fewshot.NewClass;
import fovea.image.ImageFile;
import fovea.image.Pixels;
import fovea.io.ModelFile;
import fovea.models.Model;
import fovea.run.TrainedModel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Teaches a model one class more from a few photos, without images of the classes it knows. */
public final class TeachClass {
  private TeachClass() {}

  /** Arguments: a run or a model file, the new class's name, a file to write, and photos of it. */
  public static void main(String[] args) {
    List<Path> photos = new ArrayList<>();
    for (int i = 3; i < args.length; i++) {
      photos.add(Path.of(args[i]));
    }
    double drawn = teach(Path.of(args[0]), args[1], Path.of(args[2]), photos);
    System.out.printf("%s knows %s%n", args[2], args[1]);
    System.out.printf("%.0f %% of drawn pictures are taken for it%n", 100 * drawn);
  }

  /** The share of drawn pictures, of nothing in particular, that is taken for the new class. */
  static double teach(Path runOrModel, String name, Path file, List<Path> photos) {
    try (TrainedModel trained = TrainedModel.open(runOrModel)) {
      Model model = trained.model();
      int height = (int) model.input().size(1);
      int width = (int) model.input().size(2);
      List<Pixels> pixels =
          photos.stream().map(photo -> ImageFile.decode(photo, height, width)).toList();
      try (NewClass learnt =
          NewClass.learn(model, name, pixels, NewClass.ACCEPTED, trained.execution())) {
        ModelFile.write(file, learnt.model(), Map.of());
        return learnt.drawn().value();
      }
    }
  }
}
