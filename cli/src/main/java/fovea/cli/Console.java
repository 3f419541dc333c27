package fovea.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/**
 * Where a command prints.
 *
 * @param out results
 * @param err progress, warnings and errors
 * @param terminal whether somebody watches {@code err}, so that a line may be drawn anew
 * @param colour whether that somebody wants colours
 */
record Console(PrintStream out, PrintStream err, boolean terminal, boolean colour) {

  /** This process's own; the launcher says whether standard error is a terminal. */
  static Console ofProcess() {
    boolean terminal = Boolean.getBoolean("fovea.terminal");
    String noColour = System.getenv("NO_COLOR");
    return new Console(
        stream(FileDescriptor.out),
        stream(FileDescriptor.err),
        terminal,
        terminal && (noColour == null || noColour.isEmpty()));
  }

  /** UTF-8 whatever the locale, since that is what JSON and recipes are read as. */
  private static PrintStream stream(FileDescriptor descriptor) {
    return new PrintStream(new FileOutputStream(descriptor), true, StandardCharsets.UTF_8);
  }

  /** The same, with people's text out of the way of what a program reads. */
  Console withTextOnErr() {
    return new Console(err, err, terminal, colour);
  }
}
