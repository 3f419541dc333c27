package fovea.cli;

import fovea.models.Models;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** How a network is made that is known by its name alone. */
final class NetworkOptions {
  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--argument",
      paramLabel = "key=value",
      description =
          "Of the network that is named, as `model.arguments` of a recipe, such as imageSize=64.")
  private List<String> arguments = new ArrayList<>();

  /** Weights of the last layer are made, and of more they wouldn't fit into memory. */
  private static final int MOST_CLASSES = 100_000;

  @Option(
      names = "--classes",
      paramLabel = "N",
      description = "Classes of the network that is named (default: 10).")
  private @Nullable Integer classes;

  /**
   * Makes or reads a model.
   *
   * @throws ParameterException if these options are given for what has its own
   */
  ModelArgument open(String subject) {
    int count = classes == null ? ModelArgument.CLASSES : classes;
    Bounds.requireAtLeast(2, spec, "--classes", count);
    if (count > MOST_CLASSES) {
      throw refused("--classes is %d, expected at most %d".formatted(count, MOST_CLASSES));
    }
    for (String argument : arguments) {
      if (argument.indexOf('=') < 1) {
        throw refused(
            "--argument %s: expected key=value, such as imageSize=64".formatted(argument));
      }
    }
    boolean given = classes != null || !arguments.isEmpty();
    if (given && !Models.names().contains(subject)) {
      throw refused(
          "--argument and --classes are for a network by its name; %s is none, or has its own"
              .formatted(subject));
    }
    return given ? ModelArgument.network(subject, arguments, count) : ModelArgument.open(subject);
  }

  private ParameterException refused(String message) {
    return new ParameterException(spec.commandLine(), message);
  }
}
