package fovea.cli;

import fovea.evaluate.Predictor;
import fovea.measure.CountedCost;
import fovea.measure.KnownNetwork;
import fovea.measure.PredictionCost;
import fovea.models.Model;
import fovea.models.Models;
import fovea.recipe.Recipe;
import fovea.run.TrainedModel;
import fovea.train.Requirements;
import fovea.train.TrainingWork;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    description =
        "Say what a model costs: parameters, MACs, FLOPs and activations by layer, time and memory of"
            + " predictions, the work of its training, and known networks beside it.",
    footer = {
      "",
      "Example: a trained model, in about ten seconds",
      "  fovea cost runs/first",
      "",
      "Example: counted only, and what training it by a recipe would take",
      "  fovea cost resnet18 --counted --recipe resnet18",
      "",
      "A multiply-accumulate is one MAC and two FLOPs; both are of convolutions, linear layers and"
          + " products. Memory is that of the whole process. `fovea summary` shows the layers'"
          + " arguments."
    })
final class CostCommand implements Callable<Integer> {
  /** CIFAR-10's. */
  private static final int TRAINING_IMAGES = 50_000;

  private final Console console;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(
      paramLabel = "RUN|MODEL|NAME",
      description = "The folder of a run, a model file, or a network's name.")
  private String subject = "";

  @Mixin private NetworkOptions network = new NetworkOptions();

  @Mixin private ThreadsOption threads = new ThreadsOption();

  @Option(
      names = "--batch",
      paramLabel = "N",
      split = Commas.SPLIT,
      splitSynopsisLabel = Commas.LABEL,
      description = "Images asked for at once (default: 1,8,64,256).")
  private List<Integer> batches = new ArrayList<>();

  @Option(names = "--counted", description = "Measure nothing: no times and no memory.")
  private boolean countedOnly;

  @Option(
      names = "--recipe",
      paramLabel = "NAME|FILE.yaml",
      description = "Whose training is counted (default: the model's own).")
  private @Nullable String recipe;

  @Option(
      names = "--images",
      paramLabel = "N",
      description =
          "Images of the data to train on, of which the recipe holds its share out for validation"
              + " (default: 50000, CIFAR-10's).")
  private int images = TRAINING_IMAGES;

  @Mixin private JsonFileOption json = new JsonFileOption();

  CostCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    for (int batch : batches) {
      Bounds.requireAtLeast(1, spec, "--batch", batch);
    }
    Bounds.requireAtLeast(1, spec, "--images", images);
    int used = threads.number();
    json.requireWritable();
    try (ModelArgument argument = network.open(subject)) {
      Model model = argument.model();
      CountedCost counted = CountedCost.of(model.network(), model.input());
      CostReport report =
          new CostReport(
              model.name(),
              argument.execution().precision().shortName(),
              used,
              counted.input(),
              counted.parameters(),
              counted.macs(),
              counted.flops(),
              CostReport.Activations.of(counted, argument.execution().precision()),
              counted.trainingFlops(),
              training(argument),
              countedOnly ? List.of() : measured(argument, used),
              KnownNetwork.of(Models.CATALOGUE, model.classes().size()),
              counted.layers());
      report.print(json.text(console));
      json.write(console, report);
      return 0;
    }
  }

  private @Nullable TrainingWork training(ModelArgument argument) {
    Optional<Recipe> chosen =
        recipe == null
            ? argument.trained().flatMap(TrainedModel::recipe)
            : Optional.of(Recipe.of(recipe));
    if (chosen.isEmpty()) {
      return null;
    }
    Requirements.ofNetwork(chosen.get().progressive(), argument.model());
    int left = Math.max(1, (int) Math.round(images * (1 - chosen.get().validation())));
    return TrainingWork.of(
        chosen.get().fittedTo(left), argument.model().network(), argument.model().input(), left);
  }

  private List<PredictionCost> measured(ModelArgument argument, int used) {
    List<Integer> asked =
        (batches.isEmpty() ? MeasuredPredictions.BATCHES : batches)
            .stream().distinct().sorted().toList();
    console
        .err()
        .printf(
            "Measuring predictions of %s images at once; this takes about %s.%n",
            asked, Text.roughly(MeasuredPredictions.SECONDS * asked.size()));
    try (Predictor predictor = argument.predictor(false, used)) {
      return MeasuredPredictions.of(predictor, argument.model().input(), asked);
    }
  }
}
