package fovea.cli;

import static org.assertj.core.api.Assertions.assertThat;

import fovea.recipe.Recipe;
import fovea.train.BatchFacts;
import fovea.train.EpochRecord;
import fovea.train.Position;
import fovea.train.RunFacts;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class ProgressTest {
  private static final String EPOCH =
      "epoch 1/2: loss 1.5000, accuracy 40.00 %; validation loss 1.2500, accuracy 50.00 %;"
          + " 800 images/s, 1:15 left";

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

  @Test
  void aTerminalGetsABarWithTheEpochsAboveIt() throws InterruptedException {
    String text = trained(100, false);
    assertThat(text).contains("\r", "Training ", "50%", "5/10", "epoch 1, loss 1.400");
    assertThat(text).contains("\r" + EPOCH + "\n").endsWith("\r").doesNotContain("\u001b");
    assertThat(text.split("[\r\n]", -1)).allMatch(line -> line.length() < 180);
  }

  @Test
  void coloursAreForThoseWhoWantThem() throws InterruptedException {
    assertThat(trained(100, true)).contains("\u001b[");
  }

  @Test
  void whereNobodyWatchesThereAreOnlyLines() throws InterruptedException {
    assertThat(trained(0, true).lines())
        .containsExactly(
            "Training cifar10-cnn (7 parameters) on 90 images of colours, 10 held out for"
                + " validation, into run.",
            EPOCH);
  }

  /** Its log is an epoch ahead of its checkpoint. */
  @Test
  void theCurvesOfAResumedRunBeginWithItsFirstEpoch() {
    List<EpochRecord> before =
        List.of(
            new EpochRecord(1, 2, 0.1, 2.0, 0.25, 0.1, 2, 800),
            new EpochRecord(2, 1, 0.5, 1.5, 0.5, 0.1, 2, 800),
            new EpochRecord(3, 9, 0.0, 9.0, 0.0, 0.1, 2, 800));
    Recipe recipe = Recipe.standard().with("epochs=4");
    try (TrainingProgress progress =
        new TrainingProgress(console(100, false), Path.of("run"), true, before)) {
      progress.started(new RunFacts(recipe, "colours", 90, 10, 5, new Position(3, 2), 7, 70));
      progress.epoch(new EpochRecord(3, 1, 0.9, 1.0, 0.75, 0.1, 2, 800));
    }
    assertThat(text()).contains("  validation loss █▅▁  accuracy ▁▅█\n");
  }

  @Test
  void aDownloadIsALineEveryTenthPart() {
    try (LoadingProgress progress = new LoadingProgress(console(0, false))) {
      for (long done = 0; done <= 170_000_000; done += 1_000_000) {
        progress.received(done, 170_000_000);
      }
    }
    assertThat(text().lines())
        .hasSize(11)
        .startsWith("Downloading: 0 % of 170 MB", "Downloading: 10 % of 170 MB")
        .endsWith("Downloading: 100 % of 170 MB");
  }

  private String trained(int columns, boolean colour) throws InterruptedException {
    Recipe recipe = Recipe.standard().with("epochs=2");
    try (TrainingProgress progress =
        new TrainingProgress(console(columns, colour), Path.of("run"), false, List.of())) {
      progress.started(new RunFacts(recipe, "colours", 90, 10, 5, Position.START, 7, 70));
      for (int step = 1; step <= 5; step++) {
        progress.batch(new BatchFacts(1, step, 5, 1.4, 0.4, 800));
      }
      for (int i = 0; i < 1_000 && columns > 0 && !text().contains("5/10"); i++) {
        Thread.sleep(10); // the bar is drawn five times a second
      }
      progress.epoch(new EpochRecord(1, 1.5, 0.4, 1.25, 0.5, 0.1, 75, 800));
    }
    return text();
  }

  private Console console(int columns, boolean colour) {
    PrintStream stream = new PrintStream(bytes, true, StandardCharsets.UTF_8);
    return new Console(stream, stream, columns, colour);
  }

  private String text() {
    return bytes.toString(StandardCharsets.UTF_8);
  }
}
