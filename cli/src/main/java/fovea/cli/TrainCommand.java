package fovea.cli;

import fovea.data.DividedData;
import fovea.recipe.Recipe;
import fovea.run.Budget;
import fovea.run.SeedsFolder;
import fovea.run.StartingWeights;
import fovea.train.RunResult;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.Spec;

@Command(
    description = "Train a network by a recipe, or go on with a run that was interrupted.",
    footer = {
      "",
      "Example: the article's network, with a lower learning rate, in a folder of its own",
      "  fovea train --data cifar10 --set optimizer.learningRate=0.02 --out runs/slow",
      "",
      "Example: go on with it after Ctrl-C",
      "  fovea train --resume runs/slow",
      "",
      "Example: go on with it, where its images lie in another folder by now",
      "  fovea train --resume runs/slow --data elsewhere/cifar10",
      "",
      "Example: fine-tune ImageNet's ResNet-18 on photographs, a folder for each class",
      "  fovea weights fetch resnet18",
      "  fovea train --data photos/ --from resnet18",
      "",
      "Example: photographs in a folder for each class, in twenty minutes",
      "  fovea train --data photos --budget 20m",
      "",
      "Example: how much of it is chance",
      "  fovea train --data cifar10 --seeds 1..5 --out runs/five",
      "",
      "Example: with its curves, images and mistakes on a page while it trains",
      "  fovea train --data cifar10 --watch",
      "",
      "Example: where its time goes",
      "  fovea train --data cifar10 --set epochs=1 --profile"
    })
final class TrainCommand implements Callable<Integer> {
  /** A run that goes on has them already. */
  private static final List<String> OF_NEW_RUNS =
      List.of(
          "--out",
          "--recipe",
          "--from",
          "--set",
          "--seed",
          "--seeds",
          "--threads",
          "--skip-broken",
          "--budget");

  private final Console console;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--data",
      paramLabel = "DATA",
      description =
          "cifar10, shapes, or a folder: CIFAR-10's binary layout, or a folder of images for each"
              + " class. With --resume only where the data moved.")
  private @Nullable String data;

  @Option(
      names = "--recipe",
      paramLabel = "NAME|FILE.yaml",
      description =
          "A built-in recipe or a file (default: finetune with --from, photos for class folders of"
              + " images larger than 64 pixels, else article).")
  private @Nullable String recipe;

  @Option(
      names = "--from",
      paramLabel = "FILE|RUN|NAME",
      description =
          "Start from weights: a .pth, .pt or .safetensors file, a run, or a name of `fovea weights"
              + " list`. By the recipe finetune, unless --recipe says otherwise.")
  private @Nullable String from;

  @Option(
      names = "--set",
      paramLabel = "key=value",
      description =
          "Change a value of the recipe, such as epochs=4 or augment.rotation.degrees=15.")
  private List<String> settings = new ArrayList<>();

  @Mixin private NewRunOptions run = new NewRunOptions();

  @Option(
      names = "--seeds",
      paramLabel = "N..M",
      converter = SeedRange.class,
      description =
          "Train once for each of several seeds, such as 1..5 or 1,4,9, in a folder each below that"
              + " of --out, and say how the figures spread.")
  private SeedRange.@Nullable Seeds seeds;

  @Option(
      names = "--skip-broken",
      description = "Leave out all images that can't be read; same as --set skipBroken=1.")
  private boolean skipBroken;

  @Option(
      names = "--resume",
      paramLabel = "DIR",
      description = "Go on with the run in this folder, to the result it would have had.")
  private @Nullable Path resumed;

  @Mixin private SessionOptions watching = new SessionOptions();

  @Option(
      names = "--budget",
      paramLabel = "TIME",
      converter = TimeSpan.class,
      description =
          "The time that the run may take, such as 20m or 1h30m: as many epochs as fit, and if those"
              + " are few, of smaller images or another network.")
  private @Nullable Duration budget;

  TrainCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    watching.requireUsable();
    if (resumed != null) {
      ParseResult given = spec.commandLine().getParseResult();
      for (String option : OF_NEW_RUNS) {
        if (given.hasMatchedOption(option)) {
          throw wrong(
              option + " doesn't go with --resume: a run goes on as it began, in its own folder");
        }
      }
      if (SeedsFolder.is(resumed)) {
        requireNoProfile();
      }
      return new ResumedTraining(console, resumed, watching).finish(data);
    }
    if (data == null) {
      throw wrong("--data is missing: cifar10, shapes or a folder");
    }
    if (seeds != null) {
      requireSeedsAlone();
    }
    if (budget != null) {
      requireSenseOf(budget);
    }
    return start(data, UsualRecipe.unlessNamed(recipe, from, data));
  }

  private int start(String dataName, UsualRecipe usual) {
    Recipe told = Recipe.of(usual.name()).with(allSettings());
    Recipe starting = LastingPath.ofFiles(from == null ? told : told.startingFrom(from));
    StartingWeights.requireFit(starting);
    Recipe chosen = StartingWeights.resolve(starting);
    Path folder = run.folder(dataName, usual.name());
    DividedData divided = DataArgument.open(console, dataName, chosen);
    usual.why().ifPresent(console::warn);
    IdleThreads.of(chosen).ifPresent(console::warn);
    if (budget == null) {
      TimePlan.say(console, chosen, divided, seeds == null ? 1 : seeds.all().size());
    } else {
      chosen = TimePlan.fit(console, chosen, divided, budget(budget, dataName));
      divided = DataArgument.inSize(console, dataName, chosen, divided);
    }
    if (seeds != null) {
      String lasting = DataArgument.lasting(dataName);
      SeedsFolder several = SeedsFolder.create(folder, chosen, lasting, seeds.all());
      return watching.train(console, several, divided.set(), lasting);
    }
    RunResult result = watching.session(console, folder).start(chosen, divided, dataName);
    return watching.report(console, folder, result);
  }

  /** What was asked for isn't changed, nor images that come in one size only. */
  private Budget budget(Duration time, String dataName) {
    boolean sized = UsualRecipe.isFolder(dataName);
    boolean named = changes("model.name");
    return new Budget(
        time,
        sized && !named && !changes("model.arguments.imageSize"),
        sized && !named && from == null);
  }

  private boolean changes(String key) {
    return settings.stream().anyMatch(setting -> setting.replace(" ", "").startsWith(key + "="));
  }

  private void requireSenseOf(Duration time) {
    if (time.isZero()) {
      throw wrong("--budget is no time at all, expected some, such as 20m");
    }
    if (changes("epochs")) {
      throw wrong("--budget doesn't go with --set epochs: it says how many fit");
    }
  }

  private void requireSeedsAlone() {
    if (run.hasSeed() || changes("seed")) {
      throw wrong("--seeds doesn't go with one seed; leave out --seed");
    }
    if (budget != null) {
      throw wrong("--seeds doesn't go with --budget; say by --set epochs how long each run is");
    }
    requireNoProfile();
  }

  private void requireNoProfile() {
    if (watching.isProfiled()) {
      throw wrong("--seeds doesn't go with --profile; profile one run");
    }
  }

  private List<String> allSettings() {
    List<String> all = run.with(settings);
    if (skipBroken) {
      all.add("skipBroken=1");
    }
    return all;
  }

  private ParameterException wrong(String message) {
    return new ParameterException(spec.commandLine(), message);
  }
}
