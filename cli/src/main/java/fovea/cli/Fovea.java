package fovea.cli;

import fovea.train.Environment;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/**
 * The program {@code fovea}. Its exit codes: 0 success, 1 failure, 2 wrong usage, 130 interrupted.
 */
@Command(
    name = "fovea",
    description = "Image recognition for the JVM on real PyTorch.",
    versionProvider = Fovea.Version.class,
    synopsisSubcommandLabel = "COMMAND",
    footer = {
      "",
      "Example: see the whole path, from data to predictions, in two minutes",
      "  fovea demo",
      "",
      "`fovea COMMAND --help` explains a command."
    })
public final class Fovea {
  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      scope = ScopeType.INHERIT,
      description = "Explain this command, with an example.")
  private boolean unusedHelp;

  @Option(
      names = {"-V", "--version"},
      versionHelp = true,
      description = "Print the version.")
  private boolean unusedVersion;

  @Option(
      names = "--verbose",
      scope = ScopeType.INHERIT,
      description = "Show where in the program an error arose.")
  private boolean verbose;

  private Fovea() {}

  static final class Version implements CommandLine.IVersionProvider {
    @Override
    public String[] getVersion() {
      return new String[] {"fovea " + Environment.version()};
    }
  }

  public static void main(String[] args) {
    System.exit(run(Console.ofProcess(), args));
  }

  /**
   * Runs a command.
   *
   * @return the exit code
   */
  static int run(Console console, String... args) {
    Fovea fovea = new Fovea();
    CommandLine line = new CommandLine(fovea);
    line.addSubcommand("demo", new DemoCommand(console));
    line.addSubcommand("data", data(console));
    line.addSubcommand("train", new TrainCommand(console));
    line.addSubcommand("evaluate", new EvaluateCommand(console));
    line.addSubcommand("predict", new PredictCommand(console));
    line.addSubcommand("summary", new SummaryCommand(console));
    line.addSubcommand("recipes", new RecipesCommand(console));
    line.addSubcommand("bench", bench(console));
    line.addSubcommand("doctor", new DoctorCommand(console));
    Errors errors = new Errors(console, () -> fovea.verbose);
    line.setParameterExceptionHandler(errors)
        .setExecutionExceptionHandler(errors)
        .setExpandAtFiles(false)
        .setUsageHelpWidth(Math.min(100, Math.max(80, console.columns())))
        .setUsageHelpLongOptionsMaxWidth(24)
        .setColorScheme(CommandLine.Help.defaultColorScheme(console.colour() ? Ansi.ON : Ansi.OFF))
        .setOut(new PrintWriter(console.out(), true, StandardCharsets.UTF_8))
        .setErr(new PrintWriter(console.err(), true, StandardCharsets.UTF_8));
    if (args.length == 0) {
      line.usage(console.err());
      return Errors.WRONG_USAGE;
    }
    try {
      return line.execute(args);
    } catch (OutOfMemoryError e) {
      return errors.outOf(e);
    }
  }

  private static CommandLine data(Console console) {
    CommandLine data = new CommandLine(new DataCommand());
    data.addSubcommand("list", new DataListCommand(console));
    data.addSubcommand("prepare", new DataPrepareCommand(console));
    data.addSubcommand("info", new DataInfoCommand(console));
    return data;
  }

  private static CommandLine bench(Console console) {
    CommandLine bench = new CommandLine(new BenchCommand());
    bench.addSubcommand("machine", new BenchMachineCommand(console));
    bench.addSubcommand("step", new BenchStepCommand(console));
    bench.addSubcommand("predict", new BenchPredictCommand(console));
    return bench;
  }
}
