package fovea.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What of a folder a run trains on, and what is said of the rest. */
class DataToTrainOnTest {
  @TempDir Path folder;
  private Path data;

  @BeforeEach
  void write() throws IOException {
    data = TinyImages.in(folder);
  }

  @Test
  void runsInTheDataAreLeftOutAndSaid() throws IOException {
    Path flat = data.resolve("train");
    Path first = flat.resolve("red/first");
    assertThat(train(flat, first).err()).doesNotContain("left out");
    Outcome.of("data", "info", flat).succeeds();
    Outcome second = train(flat, flat.resolve("runs/second"));
    assertThat(second.err())
        .contains(
            "fovea: left out 1 folder of a run (%s); `fovea data info %s` lists them\n"
                .formatted(first, flat));
    assertThat(train(flat, flat.resolve("third")).err())
        .contains("1 folder that holds runs (" + flat.resolve("runs") + ")");
    assertThat(fingerprint(flat.resolve("third"))).isEqualTo(fingerprint(first));
  }

  @Test
  void brokenImagesAreLeftOutWhereThatIsAsked() throws IOException {
    List<Path> broken = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      broken.add(Files.writeString(data.resolve("train/red/" + i + ".png"), ""));
    }
    Path run = folder.resolve("run");
    String said = train(data, run, "--skip-broken").err();
    broken.subList(0, 3).forEach(image -> assertThat(said).contains("left out " + image + ": "));
    assertThat(said).contains("left out 5 images that can't be read").contains("on 25 images");
    assertThat(run.resolve("recipe.yaml")).content().contains("skipBroken: 1");
    assertThat(Outcome.of("evaluate", run, "--data", data).succeeds().err())
        .contains("left out 5 images that can't be read; `fovea data info " + data + "` lists");
  }

  @Test
  void oneBrokenImageStopsNothing() throws IOException {
    Path broken = Files.writeString(data.resolve("train/red/0.png"), "");
    assertThat(train(data, folder.resolve("run")).err()).contains("left out " + broken + ": ");
  }

  private Outcome train(Path from, Path run, Object... more) throws IOException {
    List<Object> arguments =
        new ArrayList<>(
            List.of("train", "--data", from, "--out", run, "--recipe", TinyImages.recipe(folder)));
    arguments.addAll(List.of("--set", "epochs=1"));
    arguments.addAll(List.of(more));
    return Outcome.of(arguments.toArray()).succeeds();
  }

  private static String fingerprint(Path run) throws IOException {
    return Files.readAllLines(run.resolve("environment.json")).stream()
        .filter(line -> line.contains("dataFingerprint"))
        .findFirst()
        .orElseThrow();
  }
}
