package fovea.cli;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/** Which numbers options take. */
final class Bounds {
  private Bounds() {}

  /**
   * @throws ParameterException if the value of an option is less
   */
  static void requireAtLeast(int least, CommandSpec spec, String option, int value) {
    if (value < least) {
      throw new ParameterException(
          spec.commandLine(), "%s is %d, expected at least %d".formatted(option, value, least));
    }
  }

  /**
   * @throws ParameterException if the value of an option is no share, or none at all
   */
  static void requireShare(CommandSpec spec, String option, double value) {
    if (!(value > 0 && value <= 1)) {
      throw new ParameterException(
          spec.commandLine(),
          "%s is %s, expected a share above 0, at most 1".formatted(option, value));
    }
  }
}
