package fovea.cli;

import picocli.CommandLine.Command;

@Command(
    description = "List pretrained weights, fetch them, or make a model of them.",
    synopsisSubcommandLabel = "COMMAND",
    footer = {
      "",
      "Example: fine-tune ResNet-18 on photographs of one's own",
      "  fovea weights fetch resnet18",
      "  fovea train --data photos/ --from resnet18"
    })
final class WeightsCommand {}
