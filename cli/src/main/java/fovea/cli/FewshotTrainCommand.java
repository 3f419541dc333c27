package fovea.cli;

import fovea.FoveaException;
import fovea.data.DividedData;
import fovea.recipe.Recipe;
import fovea.train.RunResult;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    description =
        "Train features by episodes, by which classes are told that are not among those trained on.",
    footer = {
      "",
      "Example: drawings in a folder for each letter, whose mirror images are other letters",
      "  fovea fewshot train --data letters --set model.arguments.imageSize=28"
          + " --set 'augment=[{name: shifted-crop, shift: 2}]'",
      "",
      "Example: another network, in episodes of 20 classes of 1 + 4 images",
      "  fovea fewshot train --data classes --set model.name=wideresnet --set objective.ways=20"
          + " --set objective.shots=1 --set objective.queries=4",
      "",
      "It is `fovea train` by a recipe whose objective takes episodes, and goes on with"
          + " `fovea train --resume`. An episode has objective.ways classes of objective.shots +"
          + " objective.queries images, and batchSize is a multiple of that."
    })
final class FewshotTrainCommand implements Callable<Integer> {
  private final Console console;

  @Option(
      names = "--data",
      paramLabel = "DATA",
      required = true,
      description = "A folder of images for each class, cifar10 or shapes.")
  private String data = "";

  @Option(
      names = "--recipe",
      paramLabel = "NAME|FILE.yaml",
      description = "One that learns by episodes (default: protonet).")
  private String recipe = "protonet";

  @Option(
      names = "--set",
      paramLabel = "key=value",
      description = "Change a value of the recipe, such as epochs=20 or from=runs/first.")
  private List<String> settings = new ArrayList<>();

  @Option(names = "--json", description = "Print JSON, for programs.")
  private boolean json;

  @Mixin private NewRunOptions run = new NewRunOptions();

  FewshotTrainCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    Recipe chosen = Recipe.of(recipe).with(run.with(settings));
    if (chosen.objective().episodes().isEmpty()) {
      throw new FoveaException(
          "recipe %s: its objective doesn't learn by episodes; set objective.name=prototypical, or train it by `fovea train`"
              .formatted(recipe));
    }
    Path folder = run.folder(data, recipe);
    DividedData divided = DataArgument.open(console, data, chosen);
    TimePlan.say(console, chosen, divided, 1);
    RunResult result = new Session(console, folder).start(chosen, divided, data);
    new RunReport(folder, result).print(console.text(json));
    if (json) {
      console.out().print(Json.of(result));
    }
    return 0;
  }
}
