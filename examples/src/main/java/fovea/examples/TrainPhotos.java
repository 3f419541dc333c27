package fovea.examples;

import fovea.data.DataSet;
import fovea.data.ImageFolder;
import fovea.data.PixelStorage;
import fovea.data.ReadSize;
import fovea.models.Models;
import fovea.recipe.Recipe;
import fovea.run.Home;
import fovea.run.RunFolder;
import fovea.run.TrainingRun;
import fovea.tensor.Shape;
import fovea.train.Answer;
import fovea.train.EpochRecord;
import fovea.train.RunResult;
import fovea.train.TrainingListener;
import java.nio.file.Path;
import java.util.List;

/** Trains on photographs in a folder for each class, as {@code fovea train} does. */
public final class TrainPhotos {
  private TrainPhotos() {}

  /** Arguments: the folder of photographs, and the run's; settings of the recipe may follow. */
  public static void main(String[] args) {
    List<String> settings = List.of(args).subList(2, args.length);
    RunResult result =
        train(Path.of(args[0]), Path.of(args[1]), Recipe.builtIn("photos").with(settings));
    System.out.printf("%.1f %% of the test images are right%n", 100 * result.testAccuracy());
  }

  /** A run that was interrupted goes on, to the bytes that it would have ended in. */
  static RunResult train(Path photos, Path run, Recipe recipe) {
    Shape input = Models.input(recipe.model().name(), recipe.model().arguments());
    ReadSize size = new ReadSize((int) input.size(1), (int) input.size(2), recipe.oversize());
    DataSet data =
        ImageFolder.read(photos, size, PixelStorage.under(Home.folder()), (done, all) -> {})
            .data(recipe.skipBroken());
    List<TrainingListener> listeners = List.of(new Progress());
    return RunFolder.isRun(run)
        ? TrainingRun.resume(run, data, listeners)
        : TrainingRun.start(recipe, data, photos.toString(), run, listeners);
  }

  /** A line an epoch; whoever wants to stop answers {@link Answer#STOP}. */
  private static final class Progress implements TrainingListener {
    @Override
    public Answer epoch(EpochRecord epoch) {
      System.out.printf(
          "epoch %d: loss %.3f, validation accuracy %s%n",
          epoch.epoch(), epoch.trainLoss(), epoch.validationAccuracy());
      return Answer.GO_ON;
    }
  }
}
