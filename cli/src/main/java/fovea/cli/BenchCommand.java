package fovea.cli;

import picocli.CommandLine.Command;

@Command(
    description =
        "Measure what this machine computes, and how fast Fovea trains and predicts on it.",
    synopsisSubcommandLabel = "COMMAND",
    footer = {
      "",
      "Example: what share of the processor a training step could reach",
      "  fovea bench machine",
      "",
      "Figures mean something only while nothing else is running."
    })
final class BenchCommand {}
