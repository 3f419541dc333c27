package fovea.measure;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/** The memory of this process, Java's heap and libtorch's together, where Linux says so. */
final class ProcessMemory {
  private static final Path STATUS = Path.of("/proc/self/status");
  private static final Path CLEAR = Path.of("/proc/self/clear_refs");
  private static final String PEAK = "VmHWM:";

  private ProcessMemory() {}

  /** The peak counts from now on, if the system allows it. */
  static void forgetPeak() {
    try {
      Path unused = Files.writeString(CLEAR, "5");
    } catch (IOException e) {
      // It stays the peak since the start.
    }
  }

  /** The most that was resident, in bytes. */
  static Optional<Long> peak() {
    try (Stream<String> lines = Files.lines(STATUS)) {
      return lines
          .filter(line -> line.startsWith(PEAK))
          .map(line -> line.replaceAll("\\D", ""))
          .filter(kilobytes -> !kilobytes.isEmpty())
          .map(kilobytes -> 1024 * Long.parseLong(kilobytes))
          .findFirst();
    } catch (IOException e) {
      return Optional.empty();
    }
  }
}
