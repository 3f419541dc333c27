package fovea.cli;

import fovea.attack.AttackListener;
import fovea.attack.AttackOutcome;
import fovea.attack.AttackResult;
import fovea.attack.AttackedChunk;
import fovea.attack.Threat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import me.tongfei.progressbar.ProgressBar;
import org.jspecify.annotations.Nullable;

/** Shows how attacks get on: a line for each, and on a terminal a bar with the time left. */
final class AttackProgress implements AttackListener, AutoCloseable {
  private static final int PARTS = 1_000;
  private static final double SECONDS_A_LINE = 30;

  private final Console console;
  private final Runnable onTheWay;
  private final Optional<AttacksUnderWay> kept;
  private @Nullable AttackResult soFar;
  private @Nullable ProgressBar bar;
  private String attack = "";
  private long start;
  private double nextLine;
  private double doneBefore;

  /**
   * @param kept what was attacked before, and is now
   */
  AttackProgress(Console console, AttacksUnderWay kept) {
    this(console, () -> {}, Optional.of(kept));
  }

  /**
   * @param onTheWay is run after each step of an attack, and may end the attacks by a {@link
   *     java.util.concurrent.CancellationException}
   */
  AttackProgress(Console console, Runnable onTheWay) {
    this(console, onTheWay, Optional.empty());
  }

  private AttackProgress(Console console, Runnable onTheWay, Optional<AttacksUnderWay> kept) {
    this.console = console;
    this.onTheWay = onTheWay;
    this.kept = kept;
  }

  @Override
  public void started(String name, Threat threat, int images) {
    attack = name + " within " + AttackReport.budget(threat.norm(), threat.epsilon());
    start = System.nanoTime();
    nextLine = SECONDS_A_LINE;
    doneBefore = 0;
    if (console.isTerminal() && images > 0) {
      bar = new BarLine(console).bar(attack, PARTS).build();
    }
  }

  @Override
  public Optional<AttackedChunk> before(String name, Threat threat, List<Integer> images) {
    return kept.flatMap(known -> known.of(name, threat, images));
  }

  @Override
  public void resumed(double share) {
    doneBefore = share;
    if (bar != null) {
      ProgressBar unused = bar.stepTo(Math.round(PARTS * share));
    } else if (share < 1) {
      console.err().printf("%s: goes on at %.0f %%%n", attack, 100 * share);
    }
  }

  @Override
  public void ended(AttackedChunk chunk) {
    kept.ifPresent(known -> known.add(chunk));
  }

  @Override
  public void advanced(double share) {
    onTheWay.run();
    if (bar != null) {
      ProgressBar unused = bar.stepTo(Math.round(PARTS * share));
      return;
    }
    double seconds = (System.nanoTime() - start) / 1e9;
    if (!console.isTerminal() && seconds >= nextLine && share > doneBefore) {
      console
          .err()
          .printf(
              "%s: %.0f %%, about %s left%n",
              attack, 100 * share, Text.roughly(seconds / (share - doneBefore) * (1 - share)));
      nextLine = seconds + SECONDS_A_LINE;
    }
  }

  @Override
  public void ended(AttackOutcome outcome) {
    close();
    console
        .err()
        .println(
            String.format(
                Locale.ROOT,
                "%s: %s of %s fooled, %s of all are right still; %s",
                attack,
                Text.number(outcome.fooled()),
                Text.count(outcome.tried(), "image"),
                Text.percent(outcome.robustAccuracy()),
                Text.duration(outcome.seconds())));
  }

  @Override
  public void interrupted(AttackResult found) {
    soFar = found;
  }

  /** What had been found of attacks that were interrupted; null if none were. */
  @Nullable AttackResult soFar() {
    return soFar;
  }

  /** Takes the bar away. */
  @Override
  public void close() {
    if (bar != null) {
      bar.close();
      bar = null;
    }
  }
}
