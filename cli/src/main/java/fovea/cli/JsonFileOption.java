package fovea.cli;

import fovea.files.AtomicFile;
import java.io.PrintStream;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where a command that works for a while writes its figures for programs. */
final class JsonFileOption {
  private static final String STANDARD_OUTPUT = "-";

  @Option(
      names = "--json",
      paramLabel = "FILE",
      arity = "0..1",
      fallbackValue = STANDARD_OUTPUT,
      description =
          "Write the figures as JSON; - or nothing (last, or before another option) is standard"
              + " output.")
  private @Nullable String file;

  /** Before the work rather than after it. */
  void requireWritable() {
    if (file != null && !isStandardOutput()) {
      WritableFile.requireText(Path.of(file), "the figures", WritableFile.JSON, "JSON");
    }
  }

  /** Whether a value of this option names one. */
  static boolean isFile(@Nullable Object value) {
    return value instanceof String file && !file.isEmpty() && !file.equals(STANDARD_OUTPUT);
  }

  private boolean isStandardOutput() {
    return STANDARD_OUTPUT.equals(file) || "/dev/stdout".equals(file);
  }

  /** Where people's text goes. */
  PrintStream text(Console console) {
    return console.text(isStandardOutput());
  }

  void write(Console console, Object report) {
    if (isStandardOutput()) {
      console.out().print(Json.of(report));
    } else if (file != null) {
      AtomicFile.write(Path.of(file), Json.of(report));
    }
  }
}
