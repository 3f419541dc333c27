package fovea.cli;

import fovea.Spelling;
import fovea.data.DataSet;
import fovea.data.EpisodeShape;
import fovea.data.Episodes;
import fovea.data.ImageSet;
import fovea.data.Split;
import fovea.fewshot.FewShotEvaluation;
import fovea.fewshot.FewShotMethod;
import fovea.fewshot.FewShotResult;
import fovea.fewshot.LabelledFeatures;
import fovea.fewshot.SimpleShot;
import fovea.recipe.Recipe;
import fovea.run.TrainedModel;
import fovea.tensor.Execution;
import fovea.tensor.Rng;
import fovea.train.StartingValues;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    description =
        "Say how well classes are told that are learnt from a few images, by a model's features.",
    footer = {
      "",
      "Example: classes that the model never saw, by all methods",
      "  fovea fewshot evaluate runs/letters --data other-letters",
      "",
      "Example: as papers have it, and against a network that was trained on nothing",
      "  fovea fewshot evaluate runs/letters --data other-letters --episodes 10000 --method prototypes",
      "  fovea fewshot evaluate conv4 --data other-letters",
      "",
      "Of each episode's classes some images are learnt from and others told. The methods:"
          + " prototypes, the nearest mean; simpleshot, the same of features of length 1, less the mean"
          + " of --base; ridge and logistic, regressions; fine-tuning, a new head. The network itself"
          + " stays as it is."
    })
final class FewshotEvaluateCommand implements Callable<Integer> {
  private final Console console;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(
      paramLabel = "RUN|MODEL|NAME",
      description = "The folder of a run, a model file, or a network's name for random weights.")
  private String subject = "";

  @Option(
      names = "--data",
      paramLabel = "DATA",
      required = true,
      description =
          "A folder of images for each class, cifar10 or shapes; its test images where it has such.")
  private String data = "";

  @Option(
      names = "--classes",
      paramLabel = "NAME[,NAME...]",
      description =
          "Those to draw from (default: all that the model doesn't know). One whose name has a comma"
              + " is given by itself, as --classes may be given several times.")
  private List<String> classes = new ArrayList<>();

  @Option(names = "--ways", paramLabel = "N", description = "Classes of an episode (default: 5).")
  private int ways = 5;

  @Option(
      names = "--shots",
      paramLabel = "K",
      split = Commas.SPLIT,
      splitSynopsisLabel = Commas.LABEL,
      description = "Images of each class to learn from (default: 1,5).")
  private List<Integer> shots = new ArrayList<>();

  @Option(
      names = "--queries",
      paramLabel = "Q",
      description = "Images of each class to be told (default: 15).")
  private int queries = 15;

  @Option(names = "--episodes", paramLabel = "N", description = "How many (default: 600).")
  private int episodes = 600;

  @Option(
      names = "--method",
      paramLabel = "NAME",
      split = Commas.SPLIT,
      splitSynopsisLabel = Commas.LABEL,
      description =
          "prototypes, simpleshot, ridge, logistic or fine-tuning (default: all of them).")
  private List<String> methods = new ArrayList<>();

  @Option(
      names = "--base",
      paramLabel = "DATA",
      description =
          "Images that the model was trained on, whose mean features simpleshot subtracts; a network"
              + " with random weights takes its starting values from them.")
  private @Nullable String base;

  @Option(names = "--seed", paramLabel = "N", description = "Of the episodes (default: 0).")
  private long seed;

  @Mixin private JsonFileOption json = new JsonFileOption();

  @Mixin private ThreadsOption threads = new ThreadsOption();

  FewshotEvaluateCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    List<Integer> asked = shots.isEmpty() ? List.of(1, 5) : shots.stream().distinct().toList();
    requireUsable(asked);
    List<String> names = names();
    int lanes = threads.number();
    try (ModelArgument opened = ModelArgument.open(subject)) {
      Execution how = opened.execution().onThreads(lanes);
      ImageSet images = FewshotImages.of(console, opened, data, classes);
      requireEnough(images, asked);
      Optional<ImageSet> seen = base(opened);
      if (opened.trained().isEmpty()) {
        StartingValues.take(seen.orElse(images), opened.model().network());
      }
      LabelledFeatures features = LabelledFeatures.of(opened.model(), images, how);
      Optional<double[]> centre =
          seen.map(some -> LabelledFeatures.of(opened.model(), some, how).mean());
      List<FewShotMethod> chosen = methods(names, centre);
      List<FewshotReport.FewshotFigure> results = new ArrayList<>();
      try (EpisodeLine progress = new EpisodeLine(console, (long) episodes * asked.size())) {
        for (int k : asked) {
          EpisodeShape shape = new EpisodeShape(ways, k, queries);
          Rng rng = Rng.seeded(seed).split("shots", k);
          List<FewShotResult> found =
              FewShotEvaluation.of(features, shape, episodes, chosen, rng, lanes, progress);
          found.forEach(result -> results.add(FewshotReport.FewshotFigure.of(result)));
        }
      }
      FewshotReport report =
          new FewshotReport(
              subject, data, base, images.classes(), images.size(), features.size(), seed, results);
      report.print(json.text(console));
      json.write(console, report);
      return 0;
    }
  }

  private void requireUsable(List<Integer> asked) {
    Bounds.requireAtLeast(2, spec, "--ways", ways);
    asked.forEach(k -> Bounds.requireAtLeast(1, spec, "--shots", k));
    Bounds.requireAtLeast(1, spec, "--queries", queries);
    Bounds.requireAtLeast(2, spec, "--episodes", episodes);
    json.requireWritable();
  }

  /** Before features are computed, and before the first of several numbers of shots. */
  private void requireEnough(ImageSet images, List<Integer> asked) {
    int[] all = IntStream.range(0, images.size()).toArray();
    for (int k : asked) {
      Episodes unused = Episodes.of(images, all, new EpisodeShape(ways, k, queries));
    }
  }

  private List<String> names() {
    List<String> all = FewShotMethod.all().stream().map(FewShotMethod::name).toList();
    for (String name : methods) {
      if (!all.contains(name)) {
        throw wrong(
            "there is no method `%s`.%s They are %s"
                .formatted(name, Spelling.didYouMean(name, all), String.join(", ", all)));
      }
    }
    if (base != null && !methods.isEmpty() && !methods.contains(SimpleShot.NAME)) {
      throw wrong(
          "--base is for %s, expected it among those of --method".formatted(SimpleShot.NAME));
    }
    return methods.isEmpty() ? all : methods;
  }

  /** What the model was trained on, if it was said what that is. */
  private Optional<ImageSet> base(ModelArgument opened) {
    if (base == null) {
      return Optional.empty();
    }
    Recipe recipe = opened.trained().flatMap(TrainedModel::recipe).orElseGet(Recipe::standard);
    DataSet found = DataArgument.openToJudge(console, base, opened.model().input(), recipe);
    ImageSet some = opened.trained().flatMap(t -> seen(t, found)).orElseGet(() -> all(found));
    return Optional.of(some);
  }

  /** What a model was trained on, or else images of its classes: not those that are new to it. */
  private static Optional<ImageSet> seen(TrainedModel trained, DataSet found) {
    ImageSet known =
        Judged.trainedOn(trained, found)
            .map(Split.Train::images)
            .orElseGet(() -> all(found).withClasses(trained.model().classes()));
    return Optional.of(known).filter(images -> images.size() > 0);
  }

  private static ImageSet all(DataSet found) {
    ImageSet images = found.splits().train().images();
    return images.size() == 0 ? found.testOrAll() : images;
  }

  private static List<FewShotMethod> methods(List<String> names, Optional<double[]> centre) {
    return FewShotMethod.all().stream()
        .filter(method -> names.contains(method.name()))
        .map(method -> method instanceof SimpleShot ? new SimpleShot(centre) : method)
        .toList();
  }

  private ParameterException wrong(String message) {
    return new ParameterException(spec.commandLine(), message);
  }
}
