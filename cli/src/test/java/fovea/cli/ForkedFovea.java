package fovea.cli;

import java.util.ArrayList;
import java.util.List;

/** Fovea in a process of its own. */
final class ForkedFovea {
  private ForkedFovea() {}

  static ProcessBuilder of(Object... arguments) {
    List<String> command =
        new ArrayList<>(
            List.of(
                ProcessHandle.current().info().command().orElse("java"),
                "-Djava.awt.headless=true",
                "-cp",
                System.getProperty("java.class.path"),
                Fovea.class.getName()));
    for (Object argument : arguments) {
      command.add(argument.toString());
    }
    return new ProcessBuilder(command);
  }
}
