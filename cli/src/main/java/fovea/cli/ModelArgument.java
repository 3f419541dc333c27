package fovea.cli;

import fovea.FoveaException;
import fovea.Spelling;
import fovea.evaluate.Predictor;
import fovea.files.GivenPath;
import fovea.files.WebAddress;
import fovea.models.Model;
import fovea.models.Models;
import fovea.recipe.Recipe;
import fovea.run.TrainedModel;
import fovea.tensor.Execution;
import fovea.tensor.Rng;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * What RUN, MODEL or NAME names: the model of a run's folder, a model file, or a network with
 * random weights.
 *
 * @param execution how it is best used
 * @param trained it, unless its weights are random
 */
record ModelArgument(Model model, Execution execution, Optional<TrainedModel> trained)
    implements AutoCloseable {
  /** How many a network has that is known by its name alone: CIFAR-10's. */
  static final int CLASSES = 10;

  /**
   * Makes or reads the model.
   *
   * @throws FoveaException if there is no such thing, or it is broken
   */
  static ModelArgument open(String subject) {
    if (Models.names().contains(subject)) {
      return network(subject, List.of(), CLASSES);
    }
    Path path = GivenPath.of(subject);
    if (Files.exists(path) || WebAddress.is(subject)) {
      TrainedModel trained = TrainedModel.open(path);
      return new ModelArgument(trained.model(), trained.execution(), Optional.of(trained));
    }
    throw new FoveaException(
        "%s: neither a run, nor a model file, nor a network.%s The networks are %s."
            .formatted(
                subject,
                Spelling.didYouMean(subject, Models.names()),
                String.join(", ", Models.names())));
  }

  /**
   * A network with random weights.
   *
   * @param arguments each as {@code key=value}
   * @throws FoveaException for an argument that it doesn't have, or a value out of its range
   */
  static ModelArgument network(String name, List<String> arguments, int classes) {
    List<String> settings = new ArrayList<>(List.of("model={name: " + name + "}"));
    arguments.forEach(argument -> settings.add("model.arguments." + argument));
    List<String> names = IntStream.range(0, classes).mapToObj(i -> "class " + i).toList();
    Map<String, Object> chosen = Recipe.standard().with(settings).model().arguments();
    return new ModelArgument(
        Models.create(name, chosen, names, Rng.seeded(0)), Execution.fastest(), Optional.empty());
  }

  /**
   * A predictor in the precision, or in 8-bit whole numbers.
   *
   * @param threads that one call uses
   */
  Predictor predictor(boolean int8, int threads) {
    if (!int8) {
      return new Predictor(
          model.network(), model.classes(), model.input(), execution.onThreads(threads));
    }
    return trained
        .orElseThrow(
            () ->
                new FoveaException(
                    model.name()
                        + ": --int8 is for the model of a run, after `fovea quantize RUN`"))
        .predictor(true, threads);
  }

  @Override
  public void close() {
    model.close();
  }
}
