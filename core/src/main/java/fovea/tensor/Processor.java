package fovea.tensor;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What the operating system says of the processor; Linux lists it in {@code /proc/cpuinfo}. */
public final class Processor {
  private static final List<String> LINES = read();

  private Processor() {}

  private static List<String> read() {
    try {
      return Files.readAllLines(Path.of("/proc/cpuinfo"));
    } catch (IOException e) {
      return List.of();
    }
  }

  private static List<String> values(String key) {
    return LINES.stream()
        .filter(line -> line.startsWith(key))
        .map(line -> line.substring(line.indexOf(':') + 1).strip())
        .toList();
  }

  /** Its instruction sets, such as {@code avx512_bf16}; none where the system names none. */
  public static List<String> flags() {
    return Stream.of("flags", "Features") // x86 and ARM
        .flatMap(key -> values(key).stream())
        .findFirst()
        .map(flags -> List.of(flags.split("\\s+")))
        .orElse(List.of());
  }

  /** What its maker calls it, or else its architecture. */
  public static String modelName() {
    return values("model name").stream()
        .findFirst()
        .or(() -> Optional.ofNullable(System.getenv("PROCESSOR_IDENTIFIER"))) // of Windows
        .orElse(System.getProperty("os.arch"));
  }

  /**
   * The machine's processors, those that a container's quota or an affinity keeps from this process
   * too; where the system doesn't list them, those it may use.
   */
  public static int count() {
    return Math.max(values("processor").size(), Runtime.getRuntime().availableProcessors());
  }
}
