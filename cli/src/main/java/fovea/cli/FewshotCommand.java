package fovea.cli;

import picocli.CommandLine.Command;

@Command(
    description = "Learn new classes from a few images of each, by features learnt from others.",
    synopsisSubcommandLabel = "COMMAND",
    footer = {
      "",
      "Example: train features for it, and see how well they tell classes that they never saw",
      "  fovea fewshot train --data alphabets --out runs/letters",
      "  fovea fewshot evaluate runs/letters --data other-alphabets",
      "",
      "Example: teach a model of one's own another class from five photos",
      "  fovea fewshot add-class runs/pets --name ferret ferret*.jpg --out pets-and-ferrets.safetensors"
    })
final class FewshotCommand {}
