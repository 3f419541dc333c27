package fovea.cli;

import fovea.FoveaException;
import fovea.files.GivenPath;
import fovea.run.Version;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/**
 * The program {@code fovea}. Its exit codes: 0 success, 1 failure, 2 wrong usage; interrupted,
 * those of {@link EndSignal}.
 */
@Command(
    name = "fovea",
    description = "Image recognition for the JVM on real PyTorch.",
    versionProvider = Fovea.VersionLine.class,
    synopsisSubcommandLabel = "COMMAND",
    footer = {
      "",
      "Example: see the whole path, from data to predictions, in about a minute",
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

  static final class VersionLine implements CommandLine.IVersionProvider {
    @Override
    public String[] getVersion() {
      return new String[] {"fovea " + Version.current()};
    }
  }

  public static void main(String[] args) {
    Locale.setDefault(Locale.ROOT); // programs read what it prints and writes, in digits 0 to 9
    Interruption.leaveToSystem();
    System.exit(run(Console.ofProcess(), args));
  }

  /**
   * Runs a command.
   *
   * @return the exit code
   */
  static int run(Console console, String... words) {
    String[] args = asked(words);
    Fovea fovea = new Fovea();
    CommandLine line = new CommandLine(fovea);
    Map<String, Supplier<Object>> commands = commands(console);
    if (args.length > 0 && commands.containsKey(args[0])) {
      commands.keySet().retainAll(Set.of(args[0])); // the others would only cost time
    }
    commands.forEach((name, command) -> line.addSubcommand(name, command.get()));
    Example.breakAll(line);
    Errors errors = new Errors(console, () -> fovea.verbose);
    line.setParameterExceptionHandler(errors)
        .setExecutionExceptionHandler(errors)
        .registerConverter(Path.class, Fovea::path)
        .setExpandAtFiles(false)
        .setUsageHelpWidth(Math.min(100, Math.max(80, console.columns())))
        .setUsageHelpLongOptionsMaxWidth(24)
        .setColorScheme(
            CommandLine.Help.defaultColorScheme(helpIsStyled(console, args) ? Ansi.ON : Ansi.OFF))
        .setOut(new PrintWriter(console.out(), true, StandardCharsets.UTF_8))
        .setErr(new PrintWriter(console.err(), true, StandardCharsets.UTF_8));
    if (args.length == 0) {
      line.usage(console.err());
      return Errors.WRONG_USAGE;
    }
    int empty = List.of(args).indexOf("");
    if (empty >= 0) {
      return errors.emptyArgument(args, empty);
    }
    try {
      return errors.afterOutput(line.execute(args));
    } catch (OutOfMemoryError e) {
      return errors.outOf(e);
    }
  }

  /** {@code help train}, as other programs have it, is {@code train --help}. */
  private static String[] asked(String... words) {
    if (words.length == 0 || !words[0].equals("help")) {
      return words;
    }
    return Stream.concat(Stream.of(words).skip(1), Stream.of("--help")).toArray(String[]::new);
  }

  private static boolean helpIsStyled(Console console, String[] args) {
    return args.length == 0 ? console.colour() : console.styled();
  }

  private static Path path(String text) {
    try {
      return GivenPath.of(text);
    } catch (FoveaException e) {
      throw new CommandLine.TypeConversionException(e.getMessage());
    }
  }

  /** In the order in which they are listed. */
  private static Map<String, Supplier<Object>> commands(Console console) {
    Map<String, Supplier<Object>> commands = new LinkedHashMap<>();
    commands.put("demo", () -> new DemoCommand(console));
    commands.put("data", () -> data(console));
    commands.put("train", () -> new TrainCommand(console));
    commands.put("replay", () -> new ReplayCommand(console));
    commands.put("runs", () -> runs(console));
    commands.put("tune", () -> tune(console));
    commands.put("evaluate", () -> new EvaluateCommand(console));
    commands.put("predict", () -> new PredictCommand(console));
    commands.put("serve", () -> new ServeCommand(console));
    commands.put("calibrate", () -> new CalibrateCommand(console));
    commands.put("attack", () -> new AttackCommand(console));
    commands.put("explain", () -> new ExplainCommand(console));
    commands.put("vary", () -> new VaryCommand(console));
    commands.put("report", () -> new ReportCommand(console));
    commands.put("fewshot", () -> fewshot(console));
    commands.put("inspect", () -> new InspectCommand(console));
    commands.put("index", () -> new IndexCommand(console));
    commands.put("similar", () -> new SimilarCommand(console));
    commands.put("quantize", () -> new QuantizeCommand(console));
    commands.put("export", () -> new ExportCommand(console));
    commands.put("summary", () -> new SummaryCommand(console));
    commands.put("cost", () -> new CostCommand(console));
    commands.put("recipes", () -> new RecipesCommand(console));
    commands.put("weights", () -> weights(console));
    commands.put("bench", () -> bench(console));
    commands.put("doctor", () -> new DoctorCommand(console));
    return commands;
  }

  private static CommandLine data(Console console) {
    CommandLine data = new CommandLine(new DataCommand());
    data.addSubcommand("list", new DataListCommand(console));
    data.addSubcommand("prepare", new DataPrepareCommand(console));
    data.addSubcommand("info", new DataInfoCommand(console));
    data.addSubcommand("preview", new DataPreviewCommand(console));
    data.addSubcommand("audit", new DataAuditCommand(console));
    return data;
  }

  private static CommandLine fewshot(Console console) {
    CommandLine fewshot = new CommandLine(new FewshotCommand());
    fewshot.addSubcommand("train", new FewshotTrainCommand(console));
    fewshot.addSubcommand("evaluate", new FewshotEvaluateCommand(console));
    fewshot.addSubcommand("add-class", new AddClassCommand(console));
    fewshot.addSubcommand("remove-class", new RemoveClassCommand(console));
    return fewshot;
  }

  private static CommandLine runs(Console console) {
    CommandLine runs = new CommandLine(new RunsCommand());
    runs.addSubcommand("list", new RunsListCommand(console));
    runs.addSubcommand("compare", new RunsCompareCommand(console));
    return runs;
  }

  private static CommandLine tune(Console console) {
    CommandLine tune = new CommandLine(new TuneCommand(console));
    tune.addSubcommand("lr", new TuneLrCommand(console));
    return tune;
  }

  private static CommandLine weights(Console console) {
    CommandLine weights = new CommandLine(new WeightsCommand());
    weights.addSubcommand("list", new WeightsListCommand(console));
    weights.addSubcommand("fetch", new WeightsFetchCommand(console));
    weights.addSubcommand("import", new WeightsImportCommand(console));
    return weights;
  }

  private static CommandLine bench(Console console) {
    CommandLine bench = new CommandLine(new BenchCommand());
    bench.addSubcommand("machine", new BenchMachineCommand(console));
    bench.addSubcommand("step", new BenchStepCommand(console));
    bench.addSubcommand("predict", new BenchPredictCommand(console));
    return bench;
  }
}
