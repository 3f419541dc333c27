package fovea.examples;

import fovea.explain.Explainer;
import fovea.explain.GradCam;
import fovea.explain.Question;
import fovea.explain.Relevance;
import fovea.image.ImageFile;
import fovea.image.Pixels;
import fovea.models.Model;
import fovea.report.HeatMap;
import fovea.run.TrainedModel;
import fovea.tensor.Rng;
import java.io.IOException;
import java.nio.file.Path;
import javax.imageio.ImageIO;

/** Lays over a photo what a model's answer to it comes from: red speaks for it, blue against it. */
public final class ExplainPhoto {
  private ExplainPhoto() {}

  /** Arguments: the folder of a run or a model file, a photo, and a PNG file to write. */
  public static void main(String[] args) throws IOException {
    String answer = explain(Path.of(args[0]), Path.of(args[1]), Path.of(args[2]));
    System.out.println(args[2] + " shows why it is taken for " + answer);
  }

  /** The answer that the picture explains. */
  static String explain(Path runOrModel, Path photo, Path picture) throws IOException {
    try (TrainedModel trained = TrainedModel.open(runOrModel)) {
      Model model = trained.model();
      int height = (int) model.input().size(1);
      int width = (int) model.input().size(2);
      Pixels pixels = ImageFile.decode(photo, height, width);
      try (Explainer explainer =
          Explainer.of(model.network(), model.input(), trained.execution())) {
        Question why = Question.whyPredicted(explainer.logits(pixels.values()));
        Relevance found = explainer.explain(new GradCam(null), pixels.values(), why, Rng.seeded(0));
        ImageIO.write(HeatMap.over(pixels, found).toBufferedImage(), "png", picture.toFile());
        return model.classes().get(why.about());
      }
    }
  }
}
