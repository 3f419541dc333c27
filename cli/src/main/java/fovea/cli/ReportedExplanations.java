package fovea.cli;

import fovea.explain.Explainer;
import fovea.explain.Explanation;
import fovea.models.Model;
import fovea.report.ExplainedPicture;
import fovea.report.ExplainedPictures;
import fovea.tensor.Rng;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Explanations of a few images that a report shows. */
final class ReportedExplanations {
  /** Images that the model is right about, and as many that it is wrong about. */
  static final int SHOWN = 4;

  private static final List<String> METHODS = List.of("grad-cam", "integrated-gradients");

  private ReportedExplanations() {}

  static ExplainedPictures of(Console console, ReportSubject subject, String data, Rng rng) {
    Model model = subject.trained().model();
    List<ExplainedPicture> pictures = new ArrayList<>();
    try (Explainer explainer =
        Explainer.of(model.network(), model.input(), subject.trained().execution())) {
      AskedClasses classes = new AskedClasses(model.classes(), null, null);
      List<AskedImage> asked =
          new AskedImages(console, subject.trained(), explainer, classes)
              .ofData(data, subject.judged(), SHOWN, SHOWN, rng);
      List<Explanation> methods =
          asked.isEmpty()
              ? List.of()
              : new ChosenMethods(METHODS, false, null).fitting(explainer, asked.get(0), console);
      for (AskedImage image : asked) {
        pictures.add(
            ExplainedImage.of(explainer, image, methods, rng).picture(model.classes(), Map.of()));
      }
    }
    return new ExplainedPictures(pictures);
  }
}
