package fovea.cli;

import fovea.recipe.Recipe;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    description = "List the built-in recipes, or print one as YAML to start from.",
    footer = {
      "",
      "Example: a recipe of your own",
      "  fovea recipes article > mine.yaml",
      "  fovea train --data cifar10 --recipe mine.yaml",
      "",
      "Example: how the learning rate changes over a run",
      "  fovea recipes sprint --plot --out schedule.svg",
      "",
      "Example: completion in editors with a YAML language server",
      "  fovea recipes --schema > recipe.schema.json",
      "and as the first line of the recipe",
      "  # yaml-language-server: $schema=recipe.schema.json"
    })
final class RecipesCommand implements Callable<Integer> {
  private final Console console;

  @Parameters(
      arity = "0..1",
      paramLabel = "NAME",
      description =
          "The recipe to print, with the comments that explain it; for --plot also a file.")
  private @Nullable String name;

  @Option(
      names = "--schema",
      description = "Print the JSON Schema of recipes, by which editors complete and check them.")
  private boolean schema;

  @Option(
      names = "--plot",
      description = "Draw the learning rate over the run in place of the recipe.")
  private boolean plot;

  @Option(
      names = "--out",
      paramLabel = "FILE.svg",
      description = "With --plot: write the picture as SVG, too.")
  private @Nullable Path out;

  @Spec private CommandSpec spec = CommandSpec.create();

  RecipesCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    if (schema && name != null) {
      throw wrong("--schema is of all recipes, it doesn't go with a NAME");
    }
    if (plot && name == null) {
      throw wrong("--plot draws the schedule of a recipe, whose NAME is missing");
    }
    if (out != null && !plot) {
      throw wrong("--out is where --plot writes its picture, which isn't asked for");
    }
    WritableFile.requireEnding(spec, "--out", out, ".svg");
    if (plot && name != null) {
      new PlottedSchedule(name, Recipe.of(name)).show(console, out);
    } else if (schema) {
      console.out().print(Recipe.jsonSchema());
    } else if (name == null) {
      Table table = Table.leftAligned();
      Recipe.builtInNames().forEach(recipe -> table.row(recipe, about(Recipe.builtInYaml(recipe))));
      table.print(console.out());
    } else {
      console.out().print(Recipe.builtInYaml(name));
    }
    return 0;
  }

  private ParameterException wrong(String message) {
    return new ParameterException(spec.commandLine(), message);
  }

  /** The first sentence of the comment at its beginning. */
  private static String about(String yaml) {
    String comment =
        yaml.lines()
            .takeWhile(line -> line.startsWith("# "))
            .map(line -> line.substring(2))
            .collect(Collectors.joining(" "));
    return comment.replaceFirst("\\. .*", ".");
  }
}
