package fovea.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The promise on native memory: a run of any length stays where it was. */
@Tag("slow")
class FlatMemoryTest {
  /**
   * The Java heap is touched whole at the start, and the compiler is the one that needs little, so
   * that only the memory of tensors can grow: the other may take 30 MB at any moment.
   */
  @ParameterizedTest
  @ValueSource(strings = {"cifar10-cnn", "speedrun"})
  void tenThousandStepsAndPredictionsTakeNoMoreMemoryThanAThousand(String network)
      throws IOException, InterruptedException {
    assumeTrue(Files.exists(Path.of("/proc/self/status")), "resident memory is read from /proc");
    ProcessBuilder builder =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xms256m",
                "-Xmx256m",
                "-XX:+AlwaysPreTouch",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                LongRun.class.getName(),
                network)
            .redirectError(ProcessBuilder.Redirect.INHERIT);
    // The allocator as the launcher sets it, which keeps freed memory.
    builder
        .environment()
        .put(
            "GLIBC_TUNABLES",
            "glibc.malloc.arena_max=1:glibc.malloc.mmap_max=0:glibc.malloc.trim_threshold=4294967296");
    Process process = builder.start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(output).isZero();
    Map<String, Long> found = new HashMap<>();
    output
        .lines()
        .forEach(
            line -> {
              int space = line.lastIndexOf(' ');
              found.put(line.substring(0, space), Long.parseLong(line.substring(space + 1)));
            });
    assertThat(found.get("steps 10000")).as(output).isLessThan(found.get("steps 1000") * 103 / 100);
    assertThat(found.get("predictions 10000"))
        .as(output)
        .isLessThan(found.get("predictions 1000") * 103 / 100);
    assertThat(found.get("passes 200")).as(output).isLessThan(found.get("passes 100") * 103 / 100);
    assertThat(found.get("alive")).as(output).isZero();
  }
}
