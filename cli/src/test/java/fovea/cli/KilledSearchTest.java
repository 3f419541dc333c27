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
  private static final int MOST = 12;

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
    int kills = 0;
    while (kills < 3 && killAfter(4 * (kills + 1), cut, command(data, recipe, search, cut))) {
      kills++;
      List<Trial> now = trials(cut);
      assertThat(kills > 1 || now.size() < MOST).as("the first was amid its search").isTrue();
      for (Trial trial : before) {
        List<Double> scores = now.get(trial.number()).scores();
        assertThat(scores.subList(0, trial.epochs())).isEqualTo(trial.scores());
      }
      before = now;
    }
    assertThat(kills).as("searches that were killed at work").isPositive();
    Outcome.of(command(data, recipe, search, cut)).succeeds();
    assertThat(trials(cut).stream().map(t -> List.of(t.settings(), t.state(), t.scores())))
        .isEqualTo(
            trials(whole).stream().map(t -> List.of(t.settings(), t.state(), t.scores())).toList());
  }

  private static Object[] command(Path data, Path recipe, Path search, Path out) {
    return new Object[] {
      "tune", "--data", data, "--recipe", recipe, "--search", search, "--out", out, "--trials", MOST
    };
  }

  private static List<Trial> trials(Path search) {
    try (TrialDatabase database = TrialDatabase.open(search.resolve("trials.db"))) {
      return database.trials();
    }
  }

  /**
   * Once so many epochs of all trials are recorded.
   *
   * @return whether the process was alive, and ended by this
   */
  private static boolean killAfter(int epochs, Path search, Object... command) throws Exception {
    Process process =
        ForkedFovea.of(command)
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    boolean alive;
    try {
      Path trials = search.resolve("trials");
      while (process.isAlive() && epochs(trials) < epochs) {
        Thread.sleep(20);
      }
    } finally {
      alive = process.isAlive();
      process.destroyForcibly();
    }
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    return alive && process.exitValue() != 0;
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
