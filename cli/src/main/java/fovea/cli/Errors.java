package fovea.cli;

import fovea.FoveaException;
import fovea.Spelling;
import fovea.Visible;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** Says in one line what went wrong, and shows stack traces only where they are asked for. */
final class Errors implements IParameterExceptionHandler, IExecutionExceptionHandler {
  static final int FAILURE = 1;
  static final int WRONG_USAGE = 2;

  private final Console console;
  private final BooleanSupplier verbose;

  Errors(Console console, BooleanSupplier verbose) {
    this.console = console;
    this.verbose = verbose;
  }

  @Override
  public int handleParseException(ParameterException e, String[] args) {
    CommandLine line = e.getCommandLine();
    String wrong =
        e instanceof UnmatchedArgumentException u
            ? unmatched(u)
            : lowerCase(sentence(e)) + swallowed(e);
    print("%s See `%s --help`.".formatted(wrong, line.getCommandSpec().qualifiedName()), e);
    return WRONG_USAGE;
  }

  /** What stood behind {@code --json} is its file, also where it was meant to be the model. */
  private static String swallowed(ParameterException e) {
    OptionSpec json = e.getCommandLine().getCommandSpec().findOption("--json");
    if (json == null || !(e instanceof MissingParameterException)) {
      return "";
    }
    Object file = json.getValue();
    return !JsonFileOption.isFile(file)
        ? ""
        : " `--json` took `%s` for its file; put it last, or write `--json=FILE`.".formatted(file);
  }

  /** No command means anything by one, and most come from a script. */
  int emptyArgument(String[] args, int at) {
    console.warn(
        at == 0
            ? "the first argument is empty; is a variable unset? See `fovea --help`."
            : "the argument after `%s` is empty; is a variable unset? See `fovea %s --help`."
                .formatted(args[at - 1], args[0]));
    return WRONG_USAGE;
  }

  @Override
  public int handleExecutionException(Exception e, CommandLine line, ParseResult parsed) {
    if (e instanceof Interruption.Interrupted interrupted) {
      return interrupted.exitCode();
    }
    if (e instanceof FoveaException) {
      // A line break in it belongs to a name.
      print(ended(String.valueOf(e.getMessage())), e);
    } else {
      print(
          "%s This is a fault in Fovea; --verbose shows where it arose."
              .formatted(sentence(e.getMessage() == null ? e.getClass().getName() : e.toString())),
          e);
    }
    return FAILURE;
  }

  /**
   * The exit code of a command that has ended, now that its results should have arrived.
   *
   * @param exit as the command sees it
   */
  int afterOutput(int exit) {
    Optional<String> loss = console.out().loss();
    loss.ifPresent(reason -> console.warn("standard output: " + ended(reason)));
    return loss.isPresent() && exit == 0 ? FAILURE : exit;
  }

  int outOf(OutOfMemoryError e) {
    print(
        "Java's memory is used up (%s); give it more, such as FOVEA_JAVA_OPTS=-Xmx8g, or use fewer or smaller images."
            .formatted(reason(e)),
        e);
    return FAILURE;
  }

  /** A parallel stream throws another error of the same kind, and only its cause says more. */
  private static String reason(OutOfMemoryError e) {
    Throwable saying = e;
    while (saying.getMessage() == null && saying.getCause() != null) {
      saying = saying.getCause();
    }
    return saying.getMessage() == null ? "it doesn't say which" : saying.getMessage();
  }

  private void print(String wrong, Throwable e) {
    console.warn(wrong);
    if (verbose.getAsBoolean()) {
      StringWriter trace = new StringWriter();
      e.printStackTrace(new PrintWriter(trace));
      trace.toString().lines().map(Errors::indented).forEach(console.err()::println);
    }
  }

  private static String indented(String line) {
    return line.startsWith("\t") ? "\t" + Visible.of(line.substring(1)) : Visible.of(line);
  }

  private static String unmatched(UnmatchedArgumentException e) {
    CommandLine line = e.getCommandLine();
    String found = e.getUnmatched().get(0);
    List<String> known = new ArrayList<>();
    String kind;
    if (found.startsWith("-")) {
      kind = "unknown option";
      line.getCommandSpec().options().forEach(option -> known.addAll(List.of(option.names())));
    } else if (line.getSubcommands().isEmpty()) {
      return "unexpected argument `%s`.".formatted(found);
    } else {
      kind = "unknown command";
      known.addAll(line.getSubcommands().keySet());
    }
    String hint =
        RecipeWord.hint(found, line.getCommandSpec())
            .orElseGet(() -> Spelling.didYouMean(found, known));
    return "%s `%s`.%s".formatted(kind, found, hint);
  }

  /** Picocli begins with a capital, which looks odd after the program's name. */
  private static String lowerCase(String sentence) {
    return sentence.substring(0, 1).toLowerCase(Locale.ROOT) + sentence.substring(1);
  }

  private static String sentence(Exception e) {
    return sentence(String.valueOf(e.getMessage()));
  }

  private static String sentence(String message) {
    return ended(message.strip().replaceAll("\\s*\\R\\s*", " "));
  }

  private static String ended(String sentence) {
    return sentence.matches("(?s).*[.?!]") ? sentence : sentence + ".";
  }
}
