package fovea.cli;

import fovea.evaluate.Predictor;
import fovea.measure.PredictionRate;
import fovea.models.Model;
import fovea.tensor.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
    description =
        "Measure how many images a second are predicted, by how many are asked for at once.",
    footer = {
      "",
      "Example: single images on one core",
      "  fovea bench predict --model runs/first --batch 1 --threads 1",
      "",
      "From pixels in memory to ranked classes; reading image files is not part of it."
    })
final class BenchPredictCommand implements Callable<Integer> {
  private final Console console;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Mixin private ThreadsOption threads = new ThreadsOption();

  @Option(
      names = "--model",
      paramLabel = "RUN|MODEL|NAME",
      description =
          "The folder of a run, a model file, or a network's name (default: cifar10-cnn).")
  private String subject = "cifar10-cnn";

  @Mixin private NetworkOptions network = new NetworkOptions();

  @Option(
      names = "--batch",
      paramLabel = "N",
      split = Commas.SPLIT,
      splitSynopsisLabel = Commas.LABEL,
      description = "Images asked for at once (default: 1,8,64,256).")
  private List<Integer> batches = new ArrayList<>();

  @Option(names = "--int8", description = "In 8-bit whole numbers, after `fovea quantize RUN`.")
  private boolean int8;

  @Option(names = "--json", description = "Print JSON, for programs.")
  private boolean json;

  BenchPredictCommand(Console console) {
    this.console = console;
  }

  /** What programs read; times are of one answer to {@code batch} images. */
  private record Report(
      String model,
      String precision,
      int threads,
      int batch,
      double imagesPerSecond,
      double medianMilliseconds,
      double percentile99Milliseconds) {}

  @Override
  public Integer call() {
    List<Integer> asked = batches.isEmpty() ? List.of(1, 8, 64, 256) : batches;
    for (int batch : asked) {
      Bounds.requireAtLeast(1, spec, "--batch", batch);
    }
    try (ModelArgument argument = network.open(subject)) {
      int used = threads.number();
      Model model = argument.model();
      Shape input = model.input();
      List<Report> reports = new ArrayList<>();
      try (Predictor predictor = argument.predictor(int8, used)) {
        for (int batch : asked) {
          PredictionRate rate =
              PredictionRate.of(predictor, batch, (int) input.size(1), (int) input.size(2));
          reports.add(
              new Report(
                  model.name(),
                  int8 ? "int8" : argument.execution().precision().shortName(),
                  used,
                  batch,
                  Text.rounded(rate.imagesPerSecond()),
                  Text.rounded(1e3 * rate.medianSeconds()),
                  Text.rounded(1e3 * rate.slowestPercentSeconds())));
        }
      }
      if (json) {
        console.out().print(Json.of(reports));
      } else {
        print(reports);
      }
      return 0;
    }
  }

  private void print(List<Report> reports) {
    Report first = reports.get(0);
    console
        .out()
        .printf(
            "%s, %s, %s%n%n", first.model, first.precision, Text.count(first.threads, "thread"));
    Table table = Table.aligned("rrrr");
    table.row("images at once", "images/s", "median ms", "99th percentile ms");
    for (Report report : reports) {
      table.row(
          report.batch,
          report.imagesPerSecond,
          report.medianMilliseconds,
          report.percentile99Milliseconds);
    }
    table.print(console.out());
  }
}
