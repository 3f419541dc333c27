package fovea.train;

import fovea.data.DataSet;
import fovea.models.Model;
import fovea.models.Models;
import fovea.recipe.Recipe;
import fovea.tensor.Rng;
import java.util.ArrayList;
import java.util.List;

/** A trainer and the model that it trains, made as a run of the recipe makes them. */
record Training(Model model, Trainer trainer) implements AutoCloseable {
  static Training by(Recipe recipe, DataSet data, TrainingListener... listeners) {
    Model model =
        Models.create(
            recipe.model().name(),
            recipe.model().arguments(),
            data.classes(),
            Rng.seeded(recipe.seed()));
    return new Training(model, new Trainer(recipe, model, data, List.of(listeners)));
  }

  /** All weights, as bits. */
  List<Integer> bits() {
    List<Integer> all = new ArrayList<>();
    model
        .network()
        .stateDict()
        .values()
        .forEach(
            tensor -> {
              for (float weight : tensor.toFloats()) {
                all.add(Float.floatToRawIntBits(weight));
              }
            });
    return all;
  }

  @Override
  public void close() {
    trainer.close();
    model.close();
  }
}
