package fovea.cli;

import fovea.FoveaException;
import fovea.Spelling;
import fovea.models.Model;
import fovea.models.Models;
import fovea.tensor.Precision;
import fovea.tensor.Rng;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * What RUN, MODEL or NAME names: the model of a run's folder, a model file, or a network with
 * random weights.
 *
 * @param precision it is best used in
 */
record ModelArgument(Model model, Precision precision) implements AutoCloseable {
  /** How many a network has that is known by its name alone: CIFAR-10's. */
  private static final int CLASSES = 10;

  /**
   * Makes or reads the model.
   *
   * @throws FoveaException if there is no such thing, or it is broken
   */
  static ModelArgument open(String subject) {
    if (Models.names().contains(subject)) {
      List<String> classes = IntStream.range(0, CLASSES).mapToObj(i -> "class " + i).toList();
      return new ModelArgument(
          Models.create(subject, Map.of(), classes, Rng.seeded(0)), Precision.fastest());
    }
    Path path = Path.of(subject);
    if (Files.exists(path)) {
      TrainedModel trained = TrainedModel.open(path);
      return new ModelArgument(trained.model(), trained.precision());
    }
    throw new FoveaException(
        "%s: neither a run, nor a model file, nor a network.%s The networks are %s."
            .formatted(
                subject,
                Spelling.didYouMean(subject, Models.names()),
                String.join(", ", Models.names())));
  }

  @Override
  public void close() {
    model.close();
  }
}
