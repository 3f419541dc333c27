package fovea.cli;

import picocli.CommandLine.Command;

@Command(
    description = "Find out what suits some data, without looking at the test images.",
    synopsisSubcommandLabel = "COMMAND",
    footer = {
      "",
      "Example: which learning rate suits a recipe?",
      "  fovea tune lr --data cifar10 --recipe resnet18"
    })
final class TuneCommand {}
