package fovea.cli;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** With how many threads a command computes. */
final class ThreadsOption {
  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--threads",
      paramLabel = "N",
      description = "Threads of an operation (default: 0, all cores).")
  private int threads;

  /** How many that is, at least 1. */
  int number() {
    if (threads < 0) {
      throw new ParameterException(
          spec.commandLine(),
          "--threads is %d, expected at least 1, or 0 for all cores".formatted(threads));
    }
    return threads == 0 ? Runtime.getRuntime().availableProcessors() : threads;
  }
}
