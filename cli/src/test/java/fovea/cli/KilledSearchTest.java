package fovea.cli;

import static org.assertj.core.api.Assertions.assertThat;

import fovea.tune.Trial;
import fovea.tune.TrialDatabase;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** In processes of their own, since this ends them. */
@Tag("slow")
@Timeout(300)
class KilledSearchTest {
  @TempDir Path folder;

  @Test
  void aSearchKilledInTheMiddleLosesNoFinishedTrial() throws Exception {
    Path data = TinyImages.in(folder);
    Path recipe =
        Files.writeString(
            folder.resolve("long.yaml"), TinyImages.RECIPE.replace("epochs: 3", "epochs: 27"));
    Path search =
        Files.writeString(
            folder.resolve("search.yaml"),
            "space:\n  optimizer.learningRate: {from: 0.0001, to: 0.1, scale: log}\n");
    Path whole = folder.resolve("whole");
    Outcome.of(command(data, recipe, search, whole)).succeeds();

    Path cut = folder.resolve("cut");
    List<Trial> before = List.of();
    for (int kill = 1; kill <= 3; kill++) {
      killAfter(4 * kill, cut, command(data, recipe, search, cut));
      List<Trial> now = trials(cut);
      for (Trial trial : before) {
        List<Double> scores = now.get(trial.number()).scores();
        assertThat(scores.subList(0, trial.epochs())).isEqualTo(trial.scores());
      }
      before = now;
    }
    Outcome.of(command(data, recipe, search, cut)).succeeds();
    assertThat(trials(cut).stream().map(t -> List.of(t.settings(), t.state(), t.scores())))
        .isEqualTo(
            trials(whole).stream().map(t -> List.of(t.settings(), t.state(), t.scores())).toList());
  }

  private static Object[] command(Path data, Path recipe, Path search, Path out) {
    return new Object[] {
      "tune", "--data", data, "--recipe", recipe, "--search", search, "--out", out, "--trials", 12
    };
  }

  private static List<Trial> trials(Path search) {
    try (TrialDatabase database = TrialDatabase.open(search.resolve("trials.db"))) {
      return database.trials();
    }
  }

  /** Once so many epochs of all trials are recorded. */
  private static void killAfter(int epochs, Path search, Object... command) throws Exception {
    Process process =
        ForkedFovea.of(command)
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    try {
      Path trials = search.resolve("trials");
      while (process.isAlive() && epochs(trials) < epochs) {
        Thread.sleep(20);
      }
    } finally {
      process.destroyForcibly();
    }
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
  }

  private static int epochs(Path trials) throws Exception {
    int epochs = 0;
    for (int i = 0; ; i++) {
      Path log = trials.resolve("%04d/epochs.jsonl".formatted(i));
      if (!Files.exists(log)) {
        return epochs;
      }
      epochs += Files.readAllLines(log).size();
    }
  }
}
