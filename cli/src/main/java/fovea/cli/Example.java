package fovea.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Model.UsageMessageSpec;

/**
 * The commands that help shows as examples, to be copied: picocli would break a long one into lines
 * that a shell takes for commands of their own.
 */
final class Example {
  private static final String INDENT = "  ";

  /** Help is as wide at least. */
  private static final int WIDTH = 80;

  private Example() {}

  /** Breaks those of a command, and of the commands below it. */
  static void breakAll(CommandLine line) {
    UsageMessageSpec usage = line.getCommandSpec().usageMessage();
    usage.footer(Stream.of(usage.footer()).flatMap(Example::broken).toArray(String[]::new));
    line.getSubcommands().values().forEach(Example::breakAll);
  }

  /** Before options, as one continues a line in a shell. */
  private static Stream<String> broken(String line) {
    if (!line.startsWith(INDENT) || line.length() < WIDTH) {
      return Stream.of(line);
    }
    List<String> lines = new ArrayList<>();
    String last = "";
    for (String part : line.split(" (?=--)", -1)) {
      if (last.isEmpty()) {
        last = part;
      } else if (last.length() + part.length() + " ".length() + " \\".length() < WIDTH) {
        last += " " + part;
      } else {
        lines.add(last + " \\");
        last = INDENT + INDENT + INDENT + part;
      }
    }
    lines.add(last);
    return lines.stream();
  }
}
