package fovea.cli;

import fovea.recipe.Recipe;
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
      description = "The recipe to print, with the comments that explain it.")
  private @Nullable String name;

  @Option(
      names = "--schema",
      description = "Print the JSON Schema of recipes, by which editors complete and check them.")
  private boolean schema;

  @Spec private CommandSpec spec = CommandSpec.create();

  RecipesCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    if (schema && name != null) {
      throw new ParameterException(
          spec.commandLine(), "--schema is of all recipes, it doesn't go with a NAME");
    }
    if (schema) {
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
