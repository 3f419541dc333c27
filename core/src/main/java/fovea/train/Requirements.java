package fovea.train;

import fovea.FoveaException;
import fovea.augment.AugmentStep;
import fovea.data.DataSet;
import fovea.models.Model;
import fovea.nn.Summary;
import fovea.recipe.EarlyStoppingSettings.Measure;
import fovea.recipe.ProgressiveSettings;
import fovea.recipe.Recipe;
import fovea.recipe.Sampling;
import fovea.settings.Declared;
import fovea.tensor.Shape;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.IntStream;

/** What a recipe needs of the data and of the network, before anything is trained. */
public final class Requirements {
  /** As many classes are named. */
  private static final int SHOWN = 10;

  private Requirements() {}

  /**
   * Refuses data that a recipe can't be trained on, or would be trained on otherwise than it says.
   *
   * @param validates whether there are validation images
   * @throws FoveaException naming what doesn't fit, and the way out
   */
  public static void ofData(Recipe recipe, DataSet data, boolean validates) {
    recipe.augment().forEach(step -> step.requireFits(data.height(), data.width()));
    if (data.classes().size() < 2
        && recipe.augment().stream().anyMatch(AugmentStep::mixesClasses)) {
      throw new FoveaException(
          "%s: mixup and cutmix blend images of different classes, and all images are of one, %s; add another class, or leave them out of `augment`"
              .formatted(data.name(), String.join(", ", data.classes())));
    }
    requireUnmixed(recipe);
    if (recipe.objective().episodes().isPresent() && recipe.sampling() != Sampling.PLAIN) {
      throw new FoveaException(
          "`sampling` is %s, and the objective draws the classes of its episodes alike, however many images they have; set it to plain"
              .formatted(Declared.word(recipe.sampling())));
    }
    requireWatched(recipe, validates);
  }

  /** What goes by the loss of each image can't go by one that is mixed of several. */
  private static void requireUnmixed(Recipe recipe) {
    for (AugmentStep step : recipe.augment()) {
      if (step.mixesClasses() && recipe.skipping().isOn()) {
        throw mixed(
            step,
            "`skipping` leaves images out by the loss of each; leave it out, or set `share` in `skipping` to 0");
      }
      if (step.mixesClasses() && recipe.objective().usesGroups()) {
        throw mixed(
            step,
            "`objective` is %s, which weighs the loss of each by its group; leave it out, or choose another objective"
                .formatted(Declared.name(recipe.objective().getClass())));
      }
    }
  }

  private static FoveaException mixed(AugmentStep step, String because) {
    return new FoveaException(
        "`augment` has %s, which makes one image of several, and %s"
            .formatted(Declared.name(step.getClass()), because));
  }

  /** What a run goes by must be there to see. */
  private static void requireWatched(Recipe recipe, boolean validates) {
    int patience = recipe.earlyStopping().patience();
    if (patience > 0 && !validates) {
      throw new FoveaException(
          "`patience` in `earlyStopping` is %d, but without validation images there is nothing to watch; set validation above 0, or patience to 0"
              .formatted(patience));
    }
    if (recipe.watchesValidation() && !validates) {
      throw new FoveaException(
          "`name` in `schedule` is plateau, but without validation images there is nothing to watch; set validation above 0, or choose another schedule");
    }
    boolean byRobustness = recipe.earlyStopping().measure() == Measure.ROBUST;
    if (patience > 0 && byRobustness && !recipe.robustness().isOn()) {
      throw new FoveaException(
          "`measure` in `earlyStopping` is robust, but `images` in `robustness` is 0, so no image is attacked; set it to a few hundred, or measure to loss or accuracy");
    }
  }

  /**
   * Refuses a model of other images or of other classes than the data's.
   *
   * @throws FoveaException naming what the model has, and the data
   */
  public static void ofModel(Model model, DataSet data) {
    Shape input = model.input();
    Shape images = Shape.of(3, data.height(), data.width());
    if (!input.equals(images)) {
      throw new FoveaException(
          "model `%s` takes images of %d x %d, but those of %s are %d x %d; set model.arguments.imageSize, or choose another model"
              .formatted(
                  model.name(),
                  input.size(2),
                  input.size(1),
                  data.name(),
                  data.width(),
                  data.height()));
    }
    if (!model.classes().equals(data.classes())) {
      throw new FoveaException(
          "model `%s` tells apart %s, but %s has %s; make it with the data's, in their order"
              .formatted(
                  model.name(), listed(model.classes()), data.name(), listed(data.classes())));
    }
  }

  private static String listed(List<String> classes) {
    String first = String.join(", ", classes.subList(0, Math.min(SHOWN, classes.size())));
    return "%d classes (%s%s)"
        .formatted(classes.size(), first, classes.size() > SHOWN ? ", ..." : "");
  }

  /**
   * Refuses a network that doesn't take the images that a recipe begins with.
   *
   * @throws FoveaException naming both, and the smallest size that would do if one does
   */
  public static void ofNetwork(ProgressiveSettings progressive, Model model) {
    if (!progressive.isOn()) {
      return;
    }
    try {
      run(model, progressive.startSize());
    } catch (IllegalArgumentException e) {
      throw new FoveaException(
          "`startSize` in `progressive` is %d, and %s"
              .formatted(progressive.startSize(), wayOut(progressive, model)),
          e);
    }
  }

  private static String wayOut(ProgressiveSettings progressive, Model model) {
    long full = model.input().size(1);
    OptionalInt smallest =
        IntStream.iterate(
                progressive.startSize() + progressive.stride(),
                size -> size < full,
                size -> size + progressive.stride())
            .filter(size -> takes(model, size))
            .findFirst();
    return smallest.isPresent()
        ? "of the sizes from there on, %d pixels apart, the smallest that model `%s` takes is %d; set it to %d, or to 0"
            .formatted(progressive.stride(), model.name(), smallest.getAsInt(), smallest.getAsInt())
        : "model `%s` takes images of %d x %d only; set it to 0, or choose a model that takes any size, such as speedrun"
            .formatted(model.name(), model.input().size(2), full);
  }

  private static boolean takes(Model model, int size) {
    try {
      run(model, size);
      return true;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  /**
   * @throws IllegalArgumentException if the network doesn't take images of that size
   */
  private static void run(Model model, int size) {
    Summary unused = Summary.of(model.network(), Shape.of(model.input().size(0), size, size));
  }
}
