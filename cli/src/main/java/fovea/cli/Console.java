package fovea.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
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
 * @param colour whether whoever watches wants colours
 */
record Console(PrintStream out, PrintStream err, int columns, boolean colour) {

  /** This process's own; the launcher says how wide the terminal is. */
  static Console ofProcess() {
    int columns = Integer.getInteger("fovea.columns", 0);
    String noColour = System.getenv("NO_COLOR");
    return new Console(
        stream(FileDescriptor.out),
        stream(FileDescriptor.err),
        columns,
        columns > 0 && (noColour == null || noColour.isEmpty()));
  }

  /** UTF-8 whatever the locale, since that is what JSON and recipes are read as. */
  private static PrintStream stream(FileDescriptor descriptor) {
    return new PrintStream(new FileOutputStream(descriptor), true, StandardCharsets.UTF_8);
  }

  boolean isTerminal() {
    return columns > 0;
  }

  ProgressBarStyle barStyle() {
    return colour ? ProgressBarStyle.COLORFUL_UNICODE_BLOCK : ProgressBarStyle.UNICODE_BLOCK;
  }

  /** Where people's text goes when a program reads {@code out}. */
  PrintStream text(boolean json) {
    return json ? err : out;
  }
}
