package fovea.cli;

import fovea.FoveaException;
import fovea.report.Curves;
import fovea.run.Environment;
import fovea.run.Home;
import fovea.tensor.Autograd;
import fovea.tensor.Libtorch;
import fovea.tensor.Precision;
import fovea.tensor.Processor;
import fovea.tensor.Scope;
import fovea.tensor.Tensor;
import fovea.tensor.Threads;
import fovea.train.EpochRecord;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
    description = "Check that this machine can run Fovea.",
    footer = {"", "Example: what a bug report should have with it", "  fovea doctor --verbose"})
final class DoctorCommand implements Callable<Integer> {
  private static final long MEGABYTE = 1_000_000;

  private final Console console;

  @Option(names = "--json", description = "Print JSON, for programs.")
  private boolean json;

  DoctorCommand(Console console) {
    this.console = console;
  }

  /** What programs read. */
  private record Report(boolean ok, List<Finding> checks) {}

  @Override
  public Integer call() {
    List<Finding> checks = examine();
    boolean ok = checks.stream().allMatch(Finding::ok);
    if (json) {
      console.out().print(Json.of(new Report(ok, checks)));
    } else {
      Table table = Table.leftAligned();
      checks.forEach(check -> table.row(check.ok() ? "ok" : "!!", check.name(), check.found()));
      table.print(console.out());
    }
    return ok ? 0 : Errors.FAILURE;
  }

  private static List<Finding> examine() {
    Environment here =
        Environment.detect(
            Runtime.getRuntime().availableProcessors(),
            Libtorch.version(),
            "",
            "",
            0,
            Precision.fastest());
    return List.of(
        Finding.of("fovea", here::fovea),
        Finding.of("java", here::java),
        Finding.of("system", here::os),
        Finding.of("processor", () -> processor(here.cpu())),
        Finding.of("memory", DoctorCommand::memory),
        Finding.of("libtorch", () -> libtorch(here.libtorch())),
        Finding.of("threads", DoctorCommand::threads),
        Finding.of("tensors", DoctorCommand::tensors),
        Finding.of("precision", () -> precision(here.precision())),
        Finding.of("pictures", DoctorCommand::pictures),
        Finding.of("this folder", () -> room(Path.of("").toAbsolutePath(), 100)),
        Finding.of("data folder", () -> room(Home.folder(), 1000)));
  }

  private static String processor(Environment.Cpu cpu) {
    return "%s, %d cores, %s"
        .formatted(
            cpu.model(),
            cpu.cores(),
            cpu.flags().isEmpty() ? "no known extensions" : String.join(" ", cpu.flags()));
  }

  private static String memory() {
    return "%,d MB for Java objects at most; images are among them, tensors are not"
        .formatted(Runtime.getRuntime().maxMemory() / MEGABYTE);
  }

  private static String libtorch(String version) {
    Libtorch.load();
    return version;
  }

  private static String threads() {
    String policy = System.getenv("OMP_WAIT_POLICY");
    return "%d%s, OMP_WAIT_POLICY %s"
        .formatted(
            Threads.count(), keptBack(), policy == null ? "is not set, passive is faster" : policy);
  }

  /** Where a container's quota, an affinity or a JVM option leaves fewer than there are. */
  private static String keptBack() {
    int allowed = Runtime.getRuntime().availableProcessors();
    return Processor.count() > allowed
        ? " (this process may use %d of %d processors, by a quota or an affinity)"
            .formatted(allowed, Processor.count())
        : "";
  }

  /** Bytes to a tensor, a product, its gradient, and back, against Java's own arithmetic. */
  private static String tensors() {
    try (Scope scope = Scope.open()) {
      Tensor x = Tensor.of(new float[] {1, 2, 3, 4}, 2, 2).requireGradient(true);
      Tensor product = x.matmul(Tensor.of(new float[] {5, 6, 7, 8}, 2, 2));
      require(product.toFloats(), 19, 22, 43, 50);
      require(Autograd.gradients(product.sum(), List.of(x)).get(0).toFloats(), 11, 15, 11, 15);
      return "a product and its gradient are right";
    }
  }

  private static void require(float[] found, float... expected) {
    if (!Arrays.equals(found, expected)) {
      throw new FoveaException(
          "computed %s, expected %s".formatted(Arrays.toString(found), Arrays.toString(expected)));
    }
  }

  private static String precision(String fastest) {
    if (fastest.equals("bfloat16")) {
      return "bfloat16, which this processor computes with";
    }
    return Processor.flags().isEmpty()
        ? "float32; this system doesn't say whether the processor computes with bfloat16, which `--set precision=bfloat16` tries"
        : "float32; this processor has no instructions for bfloat16";
  }

  private static String pictures() {
    String unused = Curves.svg(List.of(new EpochRecord(1, 1, 0.5, null, null, 0.1, 1, 1)));
    return "curves can be drawn";
  }

  /** The folder itself may have to be made first. */
  private static String room(Path folder, long megabytes) throws IOException {
    Path there = folder;
    while (!Files.exists(there)) {
      there = Objects.requireNonNull(there.getParent(), "the root of a file system");
    }
    long free = Files.getFileStore(there).getUsableSpace() / MEGABYTE;
    String found = String.format(Locale.ROOT, "%s, %,d MB free", folder, free);
    if (!Files.isWritable(there)) {
      throw new FoveaException(folder + " can't be written");
    }
    if (free < megabytes) {
      throw new FoveaException(found + String.format(Locale.ROOT, ", expected %,d", megabytes));
    }
    return found;
  }
}
