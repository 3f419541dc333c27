package fovea.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Tag("slow")
@Timeout(900)
class DemoTest {
  @TempDir Path folder;

  @Test
  void theDemoLearnsTheShapesAndSaysWhereEverythingLies() throws Exception {
    Process process =
        ForkedFovea.of("demo")
            .directory(folder.toFile())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).isZero();
    Path run;
    try (Stream<Path> made = Files.list(folder)) {
      run = made.toList().get(0);
    }
    assertThat(out)
        .contains(run.getFileName() + "/model.safetensors", run.getFileName() + "/curves.svg")
        .contains(run.getFileName() + "/predictions.png", "Try next:\n  fovea evaluate ");
    String accuracy = out.lines().findFirst().orElseThrow().replaceAll("[^0-9.]", "");
    assertThat(Double.parseDouble(accuracy)).isGreaterThanOrEqualTo(95);
    assertThat(ImageIO.read(run.resolve("predictions.png").toFile()).getWidth()).isPositive();
  }
}
