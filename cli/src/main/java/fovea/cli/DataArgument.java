package fovea.cli;

import fovea.data.DataRequest;
import fovea.data.DataSet;
import fovea.data.DataSets;
import fovea.data.ImageFolder;
import fovea.models.Models;
import fovea.tensor.Shape;
import fovea.train.Recipe;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * What {@code --data} names, opened.
 *
 * @param unreadable images that were left out
 */
record DataArgument(DataSet set, List<ImageFolder.Unreadable> unreadable) {
  private static final int NAMED = 3;

  /**
   * Opens data to train on by a recipe, with progress shown, and says what may spoil the figures.
   *
   * @throws fovea.FoveaException if there are no such data, or they don't fit
   */
  static DataSet open(Console console, String data, Recipe recipe) {
    DataSet set = open(console, data, input(recipe), recipe);
    note(console, SplitNotes.of(recipe.split(set)));
    return set;
  }

  /** Says what someone should know, a line each. */
  static void note(Console console, List<String> notes) {
    notes.forEach(note -> console.err().println("fovea: " + note));
  }

  /**
   * Opens data for a network.
   *
   * @param input [3, height, width]
   */
  static DataSet open(Console console, String data, Shape input, Recipe recipe) {
    DataArgument opened = read(console, data, input, recipe);
    List<ImageFolder.Unreadable> unreadable = opened.unreadable;
    unreadable.stream()
        .limit(NAMED)
        .forEach(image -> console.err().println("fovea: left out " + image.message()));
    if (unreadable.size() > NAMED) {
      console
          .err()
          .printf(
              "fovea: left out %d images in all; `fovea data info %s` lists them%n",
              unreadable.size(), data);
    }
    if (opened.set.testHeldOut()) {
      console
          .err()
          .printf(
              "fovea: %s has no test/, so a tenth of its images, always the same, is the test split%n",
              data);
    }
    return opened.set;
  }

  /** {@link #open}, without a word about what was left out. */
  static DataArgument read(Console console, String data, Shape input, Recipe recipe) {
    List<ImageFolder.Unreadable> unreadable = new ArrayList<>();
    try (LoadingProgress progress = new LoadingProgress(console)) {
      DataSet set =
          DataSets.open(
              data,
              new DataRequest(
                  Math.toIntExact(input.size(1)),
                  Math.toIntExact(input.size(2)),
                  recipe.shapes().images(),
                  Home.folder(),
                  progress,
                  progress,
                  unreadable::add));
      return new DataArgument(set, List.copyOf(unreadable));
    }
  }

  static Shape input(Recipe recipe) {
    return Models.input(recipe.model().name(), recipe.model().arguments());
  }

  /** A name for the same data from wherever it is asked for again. */
  static String lasting(String data) {
    return DataSets.BUILT_IN.contains(data)
        ? data
        : Path.of(data).toAbsolutePath().normalize().toString();
  }
}
