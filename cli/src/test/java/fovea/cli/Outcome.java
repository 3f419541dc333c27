package fovea.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.assertj.core.api.AbstractStringAssert;

/** What a command printed and returned, run in this process. */
record Outcome(int exit, String out, String err) {

  static Outcome of(Object... arguments) {
    String[] args = new String[arguments.length];
    for (int i = 0; i < args.length; i++) {
      args[i] = arguments[i].toString();
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    Console console = new Console(stream(out), stream(err), 0, false);
    int exit = Fovea.run(console, args);
    return new Outcome(
        exit, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }

  private static PrintStream stream(ByteArrayOutputStream bytes) {
    return new PrintStream(bytes, true, StandardCharsets.UTF_8);
  }

  Outcome succeeds() {
    assertThat(exit).as(err).isZero();
    return this;
  }

  /** Failed, with exactly one line, on standard error. */
  AbstractStringAssert<?> refused(int expectedExit) {
    assertThat(exit).as(err).isEqualTo(expectedExit);
    assertThat(out).isEmpty();
    assertThat(err).startsWith("fovea: ").endsWith("\n").hasLineCount(1);
    return assertThat(err.strip());
  }

  /** Failed, after notes on standard error: its last line. */
  AbstractStringAssert<?> refusedAfterNotes(int expectedExit) {
    assertThat(exit).as(err).isEqualTo(expectedExit);
    assertThat(out).isEmpty();
    List<String> lines = err.lines().toList();
    assertThat(lines.get(lines.size() - 1)).startsWith("fovea: ");
    return assertThat(lines.get(lines.size() - 1));
  }
}
