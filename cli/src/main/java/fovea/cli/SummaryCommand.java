package fovea.cli;

import fovea.models.Model;
import fovea.nn.Summary;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    description = "Show a network's layers with their output shapes, parameters and cost.",
    footer = {
      "",
      "Example: the article's network",
      "  fovea summary cifar10-cnn",
      "",
      "Example: another network for larger images and more classes",
      "  fovea summary resnet18 --argument imageSize=64 --classes 100",
      "",
      "MACs are the multiply-accumulate operations for one image."
    })
final class SummaryCommand implements Callable<Integer> {
  private final Console console;

  @Parameters(
      paramLabel = "RUN|MODEL|NAME",
      description = "The folder of a run, a model file, or a network's name.")
  private String subject = "";

  @Mixin private NetworkOptions network = new NetworkOptions();

  @Option(names = "--json", description = "Print JSON, for programs.")
  private boolean json;

  SummaryCommand(Console console) {
    this.console = console;
  }

  /** What programs read. */
  private record Report(
      String model,
      List<Long> input,
      List<String> classes,
      long parameters,
      long macs,
      List<Summary.Layer> layers) {}

  @Override
  public Integer call() {
    try (ModelArgument argument = network.open(subject)) {
      Model model = argument.model();
      Summary summary = Summary.of(model.network(), model.input());
      Report report =
          new Report(
              model.name(),
              Arrays.stream(model.input().toArray()).boxed().toList(),
              model.classes(),
              summary.parameters(),
              summary.macs(),
              summary.layers());
      if (json) {
        console.out().print(Json.of(report));
      } else {
        print(report);
      }
      return 0;
    }
  }

  private void print(Report report) {
    console
        .out()
        .printf("%s, input %s, %d classes%n%n", report.model, report.input, report.classes.size());
    Table table = Table.aligned("lllrrl");
    table.row("layer", "type", "output", "parameters", "MACs", "arguments");
    for (Summary.Layer layer : report.layers) {
      table.row(
          layer.name(),
          layer.type(),
          layer.outputShape(),
          Text.number(layer.parameters()),
          Text.number(layer.macs()),
          arguments(layer.arguments()));
    }
    table.row("all", "", "", Text.number(report.parameters), Text.number(report.macs), "");
    table.print(console.out());
  }

  private static String arguments(Map<String, Object> arguments) {
    return arguments.entrySet().stream()
        .map(argument -> argument.getKey() + " " + argument.getValue())
        .collect(Collectors.joining(", "));
  }
}
