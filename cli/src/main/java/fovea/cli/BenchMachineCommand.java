package fovea.cli;

import fovea.measure.MachineRate;
import fovea.tensor.Execution;
import fovea.tensor.Precision;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    description = "Measure the matrix products and convolutions that this machine can do.",
    footer = {
      "",
      "Example: what one core does",
      "  fovea bench machine --threads 1",
      "",
      "GFLOP/s are 10^9 additions and multiplications a second; takes about a quarter of a minute."
    })
final class BenchMachineCommand implements Callable<Integer> {
  private static final int BATCH = 128;

  private final Console console;

  @Mixin private ThreadsOption threads = new ThreadsOption();

  @Option(names = "--json", description = "Print JSON, for programs.")
  private boolean json;

  BenchMachineCommand(Console console) {
    this.console = console;
  }

  /** What programs read. */
  private record Report(int threads, List<Product> matmul, List<Convolution> convolutions) {}

  /** Of two square matrices. */
  private record Product(String precision, int size, double gflopsPerSecond) {}

  private record Convolution(
      String precision,
      int inChannels,
      int outChannels,
      int imageSize,
      int kernelSize,
      int batch,
      double forwardGflopsPerSecond,
      double backwardGflopsPerSecond) {}

  @Override
  public Integer call() {
    Report report = new Report(threads.number(), new ArrayList<>(), new ArrayList<>());
    for (Precision precision : Precision.supported()) {
      Execution how = new Execution(report.threads, precision);
      for (int size : List.of(2048, 4096)) {
        report.matmul.add(
            new Product(precision.shortName(), size, Text.rounded(MachineRate.matmul(how, size))));
      }
      report.convolutions.add(convolution(how, 64, 64, 32));
      report.convolutions.add(convolution(how, 64, 256, 15));
      report.convolutions.add(convolution(how, 256, 256, 7));
    }
    if (json) {
      console.out().print(Json.of(report));
    } else {
      print(report);
    }
    return 0;
  }

  private static Convolution convolution(Execution how, int in, int out, int size) {
    MachineRate.Convolution rate = MachineRate.convolution(how, in, out, size, BATCH);
    return new Convolution(
        how.precision().shortName(),
        in,
        out,
        size,
        3,
        BATCH,
        Text.rounded(rate.forward()),
        Text.rounded(rate.backward()));
  }

  private void print(Report report) {
    Table table = Table.aligned("llrr");
    table.row("GFLOP/s, " + Text.count(report.threads, "thread"), "", "forward", "backward");
    for (Product product : report.matmul) {
      table.row(
          "matrix product, " + product.size + " square",
          product.precision,
          product.gflopsPerSecond,
          "");
    }
    for (Convolution c : report.convolutions) {
      table.row(
          "3 x 3 convolution, %d to %d channels, %d images of %d x %d"
              .formatted(c.inChannels, c.outChannels, c.batch, c.imageSize, c.imageSize),
          c.precision,
          c.forwardGflopsPerSecond,
          c.backwardGflopsPerSecond);
    }
    table.print(console.out());
  }
}
