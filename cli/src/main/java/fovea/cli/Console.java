package fovea.cli;

import fovea.Visible;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import me.tongfei.progressbar.ProgressBarStyle;

/**
 * Where a command prints.
 *
 * @param out results
 * @param err progress, warnings and errors
 * @param columns of the terminal that {@code err} is shown in; 0 where it is no terminal, so that
 *     no line may be drawn anew
 * @param colour whether whoever watches {@code err} wants colours
 * @param styled whether whoever reads {@code out} does: a terminal, no file and no program
 */
record Console(Output out, PrintStream err, int columns, boolean colour, boolean styled) {

  Console(OutputStream out, PrintStream err, int columns, boolean colour) {
    this(new Output(out), err, columns, colour, false);
  }

  /** This process's own; the launcher says how wide the terminal is, and where results go. */
  static Console ofProcess() {
    int columns = Integer.getInteger("fovea.columns", 0);
    String noColour = System.getenv("NO_COLOR");
    boolean coloured = noColour == null || noColour.isEmpty();
    return new Console(
        new Output(new FileOutputStream(FileDescriptor.out)),
        new PrintStream(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8),
        columns,
        coloured && columns > 0,
        coloured && Boolean.getBoolean("fovea.styled"));
  }

  boolean isTerminal() {
    return columns > 0;
  }

  /** A line for people about what went wrong, or may have; whatever names are in it. */
  void warn(String message) {
    err.println(warning(message));
  }

  static String warning(String message) {
    return "fovea: " + Visible.of(message);
  }

  ProgressBarStyle barStyle() {
    return colour ? ProgressBarStyle.COLORFUL_UNICODE_BLOCK : ProgressBarStyle.UNICODE_BLOCK;
  }

  /** Where people's text goes when a program reads {@code out}. */
  PrintStream text(boolean json) {
    return json ? err : out;
  }
}
