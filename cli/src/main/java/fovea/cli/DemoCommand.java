package fovea.cli;

import fovea.FoveaException;
import fovea.data.DividedData;
import fovea.data.ImageSet;
import fovea.data.Split;
import fovea.evaluate.Evaluation;
import fovea.evaluate.Evaluator;
import fovea.evaluate.Prediction;
import fovea.evaluate.Predictor;
import fovea.image.Pixels;
import fovea.recipe.Recipe;
import fovea.report.PredictionSheet;
import fovea.run.TrainedModel;
import fovea.train.RunResult;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

@Command(
    description = "See the whole path on built-in data, offline: train, judge, predict.",
    footer = {
      "",
      "Example: in about a minute, in a new folder fovea-demo-TIME",
      "  fovea demo",
    })
final class DemoCommand implements Callable<Integer> {
  private static final String DATA = "shapes";
  private static final String RECIPE = "demo";

  /** Less is not a worse seed but a machine that computes wrongly. */
  private static final double LEAST_ACCURACY = 0.95;

  private static final int PICTURED = 24;
  private static final int COLUMNS = 6;

  private final Console console;

  DemoCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    Path folder = Timestamp.after("fovea-demo");
    Recipe recipe = Recipe.builtIn(RECIPE);
    DividedData data = DataArgument.open(console, DATA, recipe);
    RunResult result = new Session(console, folder).start(recipe, data, DATA);
    new RunReport(folder, result).print(console.out());
    try (TrainedModel trained = TrainedModel.open(folder)) {
      Split.Test test = data.splits().test();
      requireGood(Evaluator.evaluate(trained.model().network(), test, trained.execution()));
      Path picture = folder.resolve("predictions.png");
      PredictionSheet.write(picture, tiles(trained, test.images()), COLUMNS);
      Table.leftAligned().row("predictions      ", picture).print(console.out());
    }
    console
        .out()
        .printf(
            """

            Try next:
              fovea evaluate %s --data %s
              fovea summary %s
              fovea train --data cifar10
            """,
            folder, DATA, folder);
    return 0;
  }

  /** The model as its file has it, not as it was when it had just been trained. */
  private static void requireGood(Evaluation evaluation) {
    if (evaluation.accuracy() < LEAST_ACCURACY) {
      throw new FoveaException(
          "the demo ended with an accuracy of %s, expected at least %s; `fovea doctor` may tell why"
              .formatted(Text.percent(evaluation.accuracy()), Text.percent(LEAST_ACCURACY)));
    }
  }

  private static List<PredictionSheet.Tile> tiles(TrainedModel trained, ImageSet images) {
    List<Pixels> pixels = new ArrayList<>();
    for (int i = 0; i < Math.min(PICTURED, images.size()); i++) {
      pixels.add(new Pixels(images.width(), images.height(), images.pixels(i)));
    }
    List<List<Prediction>> predictions;
    try (Predictor predictor = trained.predictor()) {
      predictions = predictor.predict(pixels);
    }
    List<PredictionSheet.Tile> tiles = new ArrayList<>();
    for (int i = 0; i < pixels.size(); i++) {
      Prediction best = predictions.get(i).get(0);
      tiles.add(
          new PredictionSheet.Tile(
              pixels.get(i),
              best.name(),
              best.probability(),
              images.classes().get(images.label(i))));
    }
    return tiles;
  }
}
