package fovea.report;

import fovea.measure.CountedCost;
import fovea.measure.KnownNetwork;
import fovea.measure.PredictionCost;
import fovea.train.TrainingWork;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a model costs.
 *
 * @param precision that predictions were measured in
 * @param threads that they were measured with
 * @param training of a whole run; null where the recipe or the data of training aren't known
 * @param predictions measured, by growing batch
 * @param known networks of the catalogue
 */
public record CostFigures(
    String precision,
    int threads,
    CountedCost counted,
    @Nullable TrainingWork training,
    List<PredictionCost> predictions,
    List<KnownNetwork> known) {
  public CostFigures {
    predictions = List.copyOf(predictions);
    known = List.copyOf(known);
  }
}
