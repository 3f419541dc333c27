package fovea.train;

import fovea.data.DataSet;
import fovea.data.Folds;
import fovea.data.ImageSet;
import fovea.data.Split;
import fovea.evaluate.Outputs;
import fovea.evaluate.Views;
import fovea.models.Model;
import fovea.models.Models;
import fovea.recipe.Recipe;
import fovea.tensor.Rng;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.stream.IntStream;

/**
 * What networks say of images that they never saw: as many are trained as there are folds, each on
 * the images of all folds but one, and judge those of that one.
 */
public final class OutOfFold {
  private OutOfFold() {}

  /**
   * Trains and judges.
   *
   * @param recipe of a network for the images' size; it trains on all it is given, without
   *     validation
   * @param fold of each image, as {@link Folds#of} has it: from 0 to below {@code folds}, or below
   *     0 of one that is never held out
   * @param listeners hear of each network's training, one after the other
   * @return [N, classes] flattened, the probabilities of each image's classes; of an image that is
   *     never held out all of its own
   * @throws CancellationException if a listener says stop, or this thread is interrupted
   * @throws fovea.FoveaException if the probabilities are more than a Java array holds
   */
  public static double[] probabilities(
      Recipe recipe,
      ImageSet images,
      int[] fold,
      int folds,
      Views views,
      List<TrainingListener> listeners) {
    int classes = images.classes().size();
    double[] found = new double[Outputs.length(images.size(), classes)];
    for (int i = 0; i < fold.length; i++) {
      if (fold[i] < 0) {
        found[i * classes + images.label(i)] = 1;
      }
    }
    for (int f = 0; f < folds; f++) {
      int held = f;
      int[] own = IntStream.range(0, fold.length).filter(i -> fold[i] == held).toArray();
      int[] others =
          IntStream.range(0, fold.length).filter(i -> Folds.isApart(fold[i], held)).toArray();
      if (own.length > 0) {
        Outputs<Split.Validation> outputs =
            judged(
                recipe.with("seed=" + (recipe.seed() + f)),
                images.select(others),
                images.select(own),
                views,
                listeners);
        for (int i = 0; i < own.length; i++) {
          System.arraycopy(outputs.probabilities(i), 0, found, own[i] * classes, classes);
        }
      }
    }
    return found;
  }

  private static Outputs<Split.Validation> judged(
      Recipe recipe, ImageSet train, ImageSet held, Views views, List<TrainingListener> listeners) {
    DataSet data = DataSet.of("fold", train, null, held);
    try (Model model =
            Models.create(
                recipe.model().name(),
                recipe.model().arguments(),
                train.classes(),
                Rng.seeded(recipe.seed()).split("initialisation"));
        Trainer trainer = new Trainer(recipe.with("validation=0"), model, data, listeners)) {
      trainer.start();
      while (!trainer.done()) {
        if (trainer.advance() == Answer.STOP) {
          throw new CancellationException("stopped at " + trainer.position());
        }
      }
      int unused = trainer.choose();
      return Outputs.of(model.network(), new Split.Validation(held), recipe.execution(), views);
    }
  }
}
