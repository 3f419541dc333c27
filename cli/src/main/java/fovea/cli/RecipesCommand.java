package fovea.cli;

import fovea.train.Recipe;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
    description = "List the built-in recipes, or print one as YAML to start from.",
    footer = {
      "",
      "Example: a recipe of your own",
      "  fovea recipes article > mine.yaml",
      "  fovea train --data cifar10 --recipe mine.yaml"
    })
final class RecipesCommand implements Callable<Integer> {
  private final Console console;

  @Parameters(
      arity = "0..1",
      paramLabel = "NAME",
      description = "The recipe to print, with the comments that explain it.")
  private @Nullable String name;

  RecipesCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    if (name == null) {
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
