package fovea.cli;

import picocli.CommandLine.Command;

@Command(
    description =
        "List the built-in data sets, fetch one, look into any, see how a recipe varies it, or look for what is wrong with it.",
    synopsisSubcommandLabel = "COMMAND",
    footer = {
      "",
      "Example: what is in a folder of images",
      "  fovea data info holiday/",
      "",
      "DATA is cifar10 or shapes, or a folder: CIFAR-10's binary layout, or a folder of images for"
          + " each class, with or without train/, val/ and test/ above them. Images in folders below"
          + " a class belong to it; runs and files that are no images are left out."
    })
final class DataCommand {}
