package fovea.cli;

import picocli.CommandLine.Command;

@Command(
    description = "List runs, or lay several side by side with their curves over each other.",
    synopsisSubcommandLabel = "COMMAND",
    footer = {
      "",
      "Example: what has been trained so far?",
      "  fovea runs list",
      "",
      "Example: did the lower rate help?",
      "  fovea runs compare runs/first runs/slow --out both.html"
    })
final class RunsCommand {}
