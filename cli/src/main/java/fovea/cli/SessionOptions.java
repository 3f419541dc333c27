package fovea.cli;

import fovea.data.DataSet;
import fovea.run.SeedsFolder;
import fovea.run.TrainingRun;
import fovea.train.RunResult;
import fovea.train.TrainingListener;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** How a run is kept and watched while it goes on. */
final class SessionOptions {
  private static final int MOST_PORTS = 65_535;

  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--checkpoint-every",
      paramLabel = "TIME",
      converter = TimeSpan.class,
      description =
          "Time between checkpoints amid an epoch, such as 30s or 10m (default: 5m). Each epoch"
              + " ends with one, and so does Ctrl-C.")
  private Duration checkpointEvery = TrainingRun.CHECKPOINT_EVERY;

  @Option(
      names = "--profile",
      description = "Show at the end where the time of the steps went, by phase and by layer.")
  private boolean profile;

  @Option(
      names = "--watch",
      arity = "0..1",
      fallbackValue = "0",
      paramLabel = "PORT",
      description =
          "Show curves, images and mistakes on a page while the run goes on, for a browser on this"
              + " machine; on a terminal also as a line an epoch (default: any free port).")
  private @Nullable Integer watch;

  @Option(
      names = "--tensorboard",
      description =
          "Also write what TensorBoard shows, into the folder tensorboard of the run: figures, images,"
              + " and how the weights are distributed.")
  private boolean tensorboard;

  private final ProfileReport profileReport = new ProfileReport();

  void requireUsable() {
    if (watch != null && (watch < 0 || watch > MOST_PORTS)) {
      throw new ParameterException(
          spec.commandLine(),
          "--watch is %d, expected a port from 1 to 65535, or none".formatted(watch));
    }
  }

  boolean isProfiled() {
    return profile;
  }

  Session session(Console console, Path folder) {
    return session(console, folder, folder);
  }

  /**
   * @param all the folder that is gone on with
   */
  private Session session(Console console, Path folder, Path all) {
    List<TrainingListener> others = profile ? List.of(profileReport) : List.of();
    return new Session(
        console,
        folder,
        Session.resuming(all),
        others,
        checkpointEvery,
        new Session.Views(watch, tensorboard));
  }

  /** Trains once for each seed, and says what came of it. Returns the exit code, as report does. */
  int train(Console console, SeedsFolder folder, DataSet set, String data) {
    SeveralSeeds several = several(console, folder);
    several.train(set, data);
    return several.print(console.out());
  }

  SeveralSeeds several(Console console, SeedsFolder folder) {
    return new SeveralSeeds(console, folder, run -> session(console, run, folder.path()));
  }

  /** Says what came of a run, and where its time went, if that was asked for. */
  int report(Console console, Path folder, RunResult result) {
    profileReport.print(console.err());
    new RunReport(folder, result).print(console.out());
    return 0;
  }
}
