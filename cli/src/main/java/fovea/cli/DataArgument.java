package fovea.cli;

import fovea.data.DataRequest;
import fovea.data.DataSet;
import fovea.data.DataSets;
import fovea.data.DividedData;
import fovea.data.HoldOut;
import fovea.data.ImageFolder;
import fovea.data.PixelStorage;
import fovea.data.Splits;
import fovea.data.folder.LeftOut;
import fovea.files.FileName;
import fovea.models.Models;
import fovea.recipe.ModelSettings;
import fovea.recipe.Recipe;
import fovea.run.Home;
import fovea.run.TrainedModel;
import fovea.tensor.Shape;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** What {@code --data} names, opened. */
final class DataArgument {
  private static final int NAMED = 3;

  /** Height and width that most networks were trained for. */
  private static final int IMAGENET = 224;

  private DataArgument() {}

  /**
   * Opens data to train on by a recipe, with progress shown, and says what may spoil the figures.
   *
   * @throws fovea.FoveaException if there are no such data, they don't fit, or more images can't be
   *     read than the recipe allows
   */
  static DividedData open(Console console, String data, Recipe recipe) {
    DividedData divided =
        recipe.divide(
            open(console, data, input(recipe), recipe, recipe.oversize(), recipe.skipBroken()));
    Splits splits = divided.splits();
    SplitNotes.of(splits).forEach(console::warn);
    SplitNotes.uneven(recipe.sampling(), splits.train().images()).ifPresent(console::warn);
    return divided;
  }

  /**
   * The same data in the size that a recipe's network takes, if that isn't theirs; what is to be
   * said of them has been said.
   */
  static DividedData inSize(Console console, String data, Recipe recipe, DividedData opened) {
    Shape input = input(recipe);
    if (input.size(1) == opened.set().height() && input.size(2) == opened.set().width()) {
      return opened;
    }
    try (LoadingProgress progress = new LoadingProgress(console)) {
      return recipe.divide(
          DataSets.open(
              data,
              request(
                  input, recipe, recipe.oversize(), recipe.skipBroken(), progress, folder -> {})));
    }
  }

  /**
   * Opens data for a trained network; what can't be read is left out, however much it is.
   *
   * @param input [3, height, width]
   */
  static DataSet open(Console console, String data, Shape input, Recipe recipe) {
    return open(console, data, input, recipe, 1, 1);
  }

  private static DataSet open(
      Console console,
      String data,
      Shape input,
      Recipe recipe,
      double oversize,
      double skipBroken) {
    List<ImageFolder> folders = new ArrayList<>();
    DataSet set;
    try (LoadingProgress progress = new LoadingProgress(console)) {
      set =
          DataSets.open(data, request(input, recipe, oversize, skipBroken, progress, folders::add));
    }
    folders.forEach(folder -> sayWhatIsLeftOut(console, data, folder));
    if (set.testHeldOut()) {
      console.warn(heldOut(data, recipe));
    }
    return set;
  }

  /** Opens data to judge a trained network on, which may be less than it takes to train one. */
  static DataSet openToJudge(Console console, String data, TrainedModel trained) {
    Recipe recipe = trained.recipe().orElseGet(Recipe::standard);
    return openToJudge(console, data, trained.model().input(), recipe);
  }

  /**
   * The same for a network that need not be trained.
   *
   * @param input [3, height, width]
   */
  static DataSet openToJudge(Console console, String data, Shape input, Recipe recipe) {
    List<ImageFolder> folders = new ArrayList<>();
    DataSet set = readToJudge(console, data, input, recipe, folders::add);
    folders.forEach(folder -> sayWhatIsLeftOut(console, data, folder));
    return set;
  }

  /** What is said where a run of a recipe takes its test images from those to train on. */
  static String heldOut(String data, Recipe recipe) {
    return "%s has no test/, so %s, always the same, is the test split"
        .formatted(
            data,
            recipe.holdOut() == HoldOut.ONE_OF_EACH
                ? "one image of each class"
                : "a tenth of its images");
  }

  private static void sayWhatIsLeftOut(Console console, String data, ImageFolder folder) {
    List<ImageFolder.Unreadable> unreadable = folder.unreadable();
    unreadable.stream().limit(NAMED).forEach(image -> console.warn("left out " + image.message()));
    if (unreadable.size() > NAMED) {
      console.warn(
          "left out %s images that can't be read; `fovea data info %s` lists them"
              .formatted(Text.number(unreadable.size()), data));
    }
    if (!folder.leftOut().isEmpty()) {
      console.warn(
          "left out %s; `fovea data info %s` lists them".formatted(counts(folder.leftOut()), data));
    }
  }

  /** {@code 37 files that are no images, 1 folder of a run (pets/run1)}. */
  private static String counts(List<LeftOut> leftOut) {
    Map<LeftOut.Reason, List<LeftOut>> byReason =
        leftOut.stream()
            .collect(
                Collectors.groupingBy(
                    LeftOut::reason,
                    () -> new EnumMap<>(LeftOut.Reason.class),
                    Collectors.toList()));
    return byReason.entrySet().stream()
        .map(
            entry -> {
              int count = entry.getValue().size();
              String name =
                  count == 1 ? " (" + FileName.ofPath(entry.getValue().get(0).path()) + ")" : "";
              return Text.number(count) + " " + entry.getKey().description(count) + name;
            })
        .collect(Collectors.joining(", "));
  }

  /**
   * {@link #openToJudge} without a word about what was left out.
   *
   * @param folder hears what was found in a folder
   */
  static DataSet readToJudge(
      Console console, String data, Shape input, Recipe recipe, Consumer<ImageFolder> folder) {
    try (LoadingProgress progress = new LoadingProgress(console)) {
      return DataSets.openToJudge(data, request(input, recipe, 1, 1, progress, folder));
    }
  }

  /** {@link #readToJudge} of data to look through, of which none of a class need be readable. */
  static DataSet readToAudit(
      Console console, String data, Shape input, Recipe recipe, Consumer<ImageFolder> folder) {
    try (LoadingProgress progress = new LoadingProgress(console)) {
      return DataSets.openToAudit(data, request(input, recipe, 1, 1, progress, folder));
    }
  }

  private static DataRequest request(
      Shape input,
      Recipe recipe,
      double oversize,
      double skipBroken,
      LoadingProgress progress,
      Consumer<ImageFolder> folder) {
    return new DataRequest(
        Math.toIntExact(input.size(1)),
        Math.toIntExact(input.size(2)),
        oversize,
        recipe.shapes().images(),
        recipe.shapes().shortcut(),
        Home.folder(),
        progress,
        PixelStorage.under(Home.folder()),
        progress,
        folder,
        skipBroken);
  }

  static Shape input(Recipe recipe) {
    ModelSettings model = recipe.model();
    if (model.name().equals(ModelSettings.PRETRAINED)) { // whose weights nobody asked for yet
      return model.arguments().get("imageSize") instanceof Integer size
          ? Shape.of(3, size, size)
          : Shape.of(3, IMAGENET, IMAGENET);
    }
    return Models.input(model.name(), model.arguments());
  }

  /** A name for the same data from wherever it is asked for again. */
  static String lasting(String data) {
    return DataSets.BUILT_IN.contains(data)
        ? data
        : Path.of(data).toAbsolutePath().normalize().toString();
  }
}
