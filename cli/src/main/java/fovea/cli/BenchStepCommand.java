package fovea.cli;

import fovea.measure.StepRate;
import fovea.nn.Module;
import fovea.tensor.Execution;
import fovea.tensor.Precision;
import fovea.tensor.Rng;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
    description = "Measure how many images a second are trained on two well-known networks.",
    footer = {
      "",
      "Example: for a script",
      "  fovea bench step --json",
      "",
      "article is one convolution and two linear layers; vgg6 is six convolutions with batch norm."
          + " Random images of 32 x 32, SGD with momentum; the median of the steps after the first"
          + " two."
    })
final class BenchStepCommand implements Callable<Integer> {
  private final Console console;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Mixin private ThreadsOption threads = new ThreadsOption();

  @Option(names = "--batch", paramLabel = "N", description = "Images a step (default: 128).")
  private int batch = 128;

  @Option(
      names = "--micro-batch",
      paramLabel = "N",
      description =
          "Images that go through the network at once, which the threads share (default: 64).")
  private int microBatch = 64;

  @Option(names = "--steps", paramLabel = "N", description = "Timed steps (default: 12).")
  private int steps = 12;

  @Option(names = "--json", description = "Print JSON, for programs.")
  private boolean json;

  BenchStepCommand(Console console) {
    this.console = console;
  }

  /** What programs read. */
  private record Report(
      String network, String precision, int batch, int microBatch, double imagesPerSecond) {}

  @Override
  public Integer call() {
    Bounds.requireAtLeast(1, spec, "--batch", batch);
    Bounds.requireAtLeast(1, spec, "--micro-batch", microBatch);
    Bounds.requireAtLeast(1, spec, "--steps", steps);
    int used = threads.number();
    List<Report> reports = new ArrayList<>();
    for (StepNetwork network : StepNetwork.values()) {
      for (Precision precision : Precision.supported()) {
        reports.add(measure(network, new Execution(used, precision)));
      }
    }
    if (json) {
      console.out().print(Json.of(reports));
    } else {
      print(reports, used);
    }
    return 0;
  }

  private Report measure(StepNetwork measured, Execution how) {
    try (Module network = measured.create(Rng.seeded(1))) {
      StepRate rate = StepRate.of(network, batch, microBatch, how, steps);
      return new Report(
          measured.toString(),
          how.precision().shortName(),
          batch,
          microBatch,
          Text.rounded(rate.imagesPerSecond()));
    }
  }

  private void print(List<Report> reports, int used) {
    Table table = Table.aligned("llrr");
    table.row("trained, " + Text.count(used, "thread"), "", "images a step", "images/s");
    for (Report report : reports) {
      table.row(report.network, report.precision, report.batch, report.imagesPerSecond);
    }
    table.print(console.out());
  }
}
