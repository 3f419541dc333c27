package fovea.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import fovea.io.ModelFile;
import fovea.models.Model;
import fovea.models.Models;
import fovea.tensor.Rng;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Results that don't arrive are a failure, unless nobody wants them. */
class LostOutputTest {
  private static final String FULL = "No space left on device";
  private static final String LOST = "fovea: standard output: " + FULL + ".\n";
  private static final File FULL_DEVICE = new File("/dev/full");

  @TempDir static Path folder;
  private static Path data;
  private static Path model;

  @BeforeAll
  static void write() throws IOException {
    data = TinyImages.in(folder);
    model = folder.resolve("model.safetensors");
    Map<String, Object> arguments = Map.of("imageSize", 8, "blocks", 0);
    try (Model made = Models.create("cifar10-cnn", arguments, TinyImages.CLASSES, Rng.seeded(1))) {
      ModelFile.write(model, made, Map.of());
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "predict MODEL IMAGE",
        "predict MODEL IMAGE --json",
        "evaluate MODEL --data DATA",
        "evaluate MODEL --data DATA --json -",
        "summary MODEL",
        "summary MODEL --json",
        "data info DATA",
        "data list --json",
        "recipes",
        "recipes article",
        "doctor",
        "train --help",
        "--help",
        "--version"
      })
  void aFullDiskFailsEveryCommandAndAClosedPipeNone(String command) {
    String[] words =
        command
            .replace("MODEL", model.toString())
            .replace("DATA", data.toString())
            .replace("IMAGE", data.resolve("test/red/0.png").toString())
            .split(" ");
    for (int room : new int[] {0, 5}) {
      assertThat(into(new Failing(FULL, room), words)).startsWith("1 ").endsWith(LOST);
    }
    assertThat(into(new Failing("Broken pipe", 5), words))
        .startsWith("0 ")
        .doesNotContain("fovea: ");
  }

  @Test
  void aFailureAtTheVeryEndCountsAsWell() {
    OutputStream atFlush =
        new OutputStream() {
          @Override
          public void write(int b) {}

          @Override
          public void flush() throws IOException {
            throw new IOException("Disk quota exceeded");
          }
        };
    assertThat(into(atFlush, "recipes"))
        .isEqualTo("1 fovea: standard output: Disk quota exceeded.\n");
  }

  @Test
  void otherFailuresAreSaidAsWell() {
    Path none = folder.resolve("none.png");
    String image = data.resolve("test/red/0.png").toString();
    assertThat(into(new Failing(FULL, 0), "predict", model.toString(), none.toString(), image))
        .startsWith("1 fovea: " + none + ": no such file")
        .endsWith(LOST);
  }

  @Test
  void aRunThatCannotReportHasItsModelAllTheSame() throws IOException {
    Path run = folder.resolve("run");
    Path recipe = TinyImages.recipe(folder);
    String said =
        into(
            new Failing(FULL, 0),
            "train",
            "--data",
            data.toString(),
            "--recipe",
            recipe.toString(),
            "--out",
            run.toString());
    assertThat(said).startsWith("1 ").endsWith(LOST);
    assertThat(run.resolve("model.safetensors")).exists();
  }

  @Test
  void aFailingStandardErrorDoesNotMatter() {
    PrintStream err = new PrintStream(new Failing(FULL, 0), true, StandardCharsets.UTF_8);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    assertThat(Fovea.run(new Console(out, err, 80, false), "recipes")).isZero();
    assertThat(out.toString(StandardCharsets.UTF_8)).contains("article");
    assertThat(Fovea.run(new Console(out, err, 80, false), "recipes", "none")).isEqualTo(1);
  }

  @Test
  void theProgramItselfSaysSoOfAFullDevice() throws Exception {
    assumeTrue(FULL_DEVICE.exists(), "this system has no /dev/full");
    Process process = ForkedFovea.of("recipes").redirectOutput(FULL_DEVICE).start();
    byte[] said = process.getErrorStream().readAllBytes();
    assertThat(process.waitFor()).isEqualTo(1);
    assertThat(new String(said, StandardCharsets.UTF_8))
        .isEqualTo("fovea: standard output: " + FULL + "." + System.lineSeparator());
  }

  /** The exit code, and what stands on standard error. */
  private static String into(OutputStream out, String... arguments) {
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    PrintStream errors = new PrintStream(err, true, StandardCharsets.UTF_8);
    int exit = Fovea.run(new Console(out, errors, 0, false), arguments);
    return exit + " " + err.toString(StandardCharsets.UTF_8);
  }

  /** Takes some bytes and no more. */
  private static final class Failing extends OutputStream {
    private final String reason;
    private int room;

    Failing(String reason, int room) {
      this.reason = reason;
      this.room = room;
    }

    @Override
    public void write(int b) throws IOException {
      if (room-- <= 0) {
        throw new IOException(reason);
      }
    }
  }
}
