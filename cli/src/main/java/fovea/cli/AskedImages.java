package fovea.cli;

import fovea.FoveaException;
import fovea.data.DataSets;
import fovea.data.ImageSet;
import fovea.explain.Explainer;
import fovea.explain.Question;
import fovea.image.Pixels;
import fovea.recipe.Recipe;
import fovea.run.TrainedModel;
import fovea.tensor.Rng;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Images that are to be explained, from files or from a data set. */
final class AskedImages {
  private static final int AHEAD = 16;

  /** Images of a data set that are looked at in one call. */
  private static final int AT_ONCE = 64;

  private final Console console;
  private final TrainedModel trained;
  private final Explainer explainer;
  private final AskedClasses classes;
  private final List<Failed> failed = new ArrayList<>();

  /**
   * An image that can't be read, or of which can't be asked what is wanted.
   *
   * @param error a sentence that begins with its name
   */
  record Failed(String image, String error) {}

  AskedImages(Console console, TrainedModel trained, Explainer explainer, AskedClasses classes) {
    this.console = console;
    this.trained = trained;
    this.explainer = explainer;
    this.classes = classes;
  }

  /** The class that answers are asked to be preferred to, or null. */
  @Nullable String ratherThan() {
    Integer other = classes.ratherThan();
    return other == null ? null : classes.classes().get(other);
  }

  /** Those that had to be passed over so far. */
  List<Failed> failed() {
    return failed;
  }

  /** Files and folders as they stand on the command line; what has to be passed over is said. */
  List<AskedImage> ofFiles(List<String> arguments) {
    List<ImageArguments.Wanted> wanted = ImageArguments.of(arguments);
    List<AskedImage> asked = new ArrayList<>();
    try (ImageReading reading = new ImageReading(wanted, explainer.input(), AHEAD)) {
      while (reading.hasNext()) {
        ImageReading.Read read = reading.next();
        Pixels pixels = read.pixels();
        if (pixels == null) {
          fail(read.name(), String.valueOf(read.error()));
          continue;
        }
        float[] logits = explainer.logits(pixels.values());
        try {
          asked.add(asked(read.name(), pixels, logits, null, null));
        } catch (FoveaException e) {
          fail(read.name(), String.valueOf(e.getMessage()));
        }
      }
    }
    return asked;
  }

  private void fail(String image, String error) {
    console.warn(error);
    failed.add(new Failed(image, error));
  }

  /**
   * Images of a data set that a model is right about, and such that it is wrong about, by chance;
   * fewer where there are no more.
   *
   * @param data as the user calls it
   */
  List<AskedImage> ofData(String data, Judged judged, int right, int wrong, Rng rng) {
    ImageSet images = judged.images().images();
    double shortcut = trained.recipe().orElseGet(Recipe::standard).shapes().shortcut();
    List<AskedImage> rightOnes = new ArrayList<>();
    List<AskedImage> wrongOnes = new ArrayList<>();
    int[] order = rng.split("images").permutation(images.size());
    for (int start = 0; start < order.length; start += AT_ONCE) {
      if (rightOnes.size() >= right && wrongOnes.size() >= wrong) {
        break;
      }
      int[] some = Arrays.copyOfRange(order, start, Math.min(order.length, start + AT_ONCE));
      List<Pixels> shown =
          images.pixels(some).stream()
              .map(rgb -> new Pixels(images.width(), images.height(), rgb))
              .toList();
      List<float[]> logits = explainer.logits(shown.stream().map(Pixels::values).toList());
      for (int i = 0; i < some.length; i++) {
        int label = images.label(some[i]);
        boolean isRight = Question.whyPredicted(logits.get(i)).about() == label;
        List<AskedImage> kind = isRight ? rightOnes : wrongOnes;
        if (classes.fit(logits.get(i)) && kind.size() < (isRight ? right : wrong)) {
          Pixels pixels = shown.get(i);
          String name = images.name(some[i]);
          boolean[] object = DataSets.object(data, shortcut, name).orElse(null);
          kind.add(asked(name, pixels, logits.get(i), label, object));
        }
      }
    }
    return Stream.concat(rightOnes.stream(), wrongOnes.stream()).toList();
  }

  private AskedImage asked(
      String name,
      Pixels pixels,
      float[] logits,
      @Nullable Integer truth,
      boolean @Nullable [] object) {
    return new AskedImage(
        name, pixels, logits, trained.temperature(), classes.of(name, logits), truth, object);
  }
}
