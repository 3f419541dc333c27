package fovea.variation;

import fovea.variation.InputVariation.Curve;
import fovea.variation.InputVariation.Flips;
import fovea.variation.InputVariation.Point;
import fovea.variation.corruption.Corruption;
import fovea.variation.corruption.Distortion;
import fovea.variation.corruption.Mirrored;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * What a model's images are varied by.
 *
 * <pre>{@code
 * VariationJudge judge = VariationJudge.of(network, split, 1000, threads, seed);
 * InputVariation found = Study.all().of(judge, (what, images, all) -> {});
 * }</pre>
 *
 * @param severities from 1 to 5
 * @param flips whether images are mirrored too
 */
public record Study(
    List<Corruption> corruptions, List<Integer> severities, List<Sweep> sweeps, boolean flips) {
  private static final int FLIPS = 3;

  public Study {
    corruptions = List.copyOf(corruptions);
    severities = List.copyOf(severities);
    sweeps = List.copyOf(sweeps);
    for (int severity : severities) {
      if (severity < 1 || severity > Corruption.SEVERITIES) {
        throw new IllegalArgumentException(
            "severity %d, expected 1 to %d".formatted(severity, Corruption.SEVERITIES));
      }
    }
    if (!corruptions.isEmpty() && severities.isEmpty()) {
      throw new IllegalArgumentException("corruptions need at least one severity");
    }
  }

  /** All corruptions at all severities, all sweeps, and flips. */
  public static Study all() {
    return new Study(List.of(Corruption.values()), everySeverity(), Sweep.ALL, true);
  }

  public static List<Integer> everySeverity() {
    return IntStream.rangeClosed(1, Corruption.SEVERITIES).boxed().toList();
  }

  /** How often all images are judged, the first time as they are. */
  public int passes() {
    int swept = 0;
    for (Sweep sweep : sweeps) {
      swept += (int) sweep.values().stream().filter(value -> !sweep.isStill(value)).count();
    }
    return 1 + corruptions.size() * severities.size() + swept + (flips ? FLIPS : 0);
  }

  /**
   * Judges a model.
   *
   * @throws CancellationException if this thread is interrupted
   */
  public InputVariation of(VariationJudge judge, StudyProgress progress) {
    long start = System.nanoTime();
    Pass pass = new Pass(judge, progress, (long) passes() * judge.images().size());
    double plain = pass.plain();
    CorruptionAccuracy corrupted = corrupted(judge, pass);
    List<Curve> curves = sweeps.stream().map(sweep -> curve(sweep, plain, pass)).toList();
    Flips flipped = flips ? flipped(pass) : null;
    return new InputVariation(
        judge.images().size(),
        judge.seed(),
        plain,
        corrupted,
        curves,
        flipped,
        (System.nanoTime() - start) / 1e9);
  }

  /** An image's random numbers are the same at each severity, so that nothing else differs. */
  private @Nullable CorruptionAccuracy corrupted(VariationJudge judge, Pass pass) {
    if (corruptions.isEmpty()) {
      return null;
    }
    int height = judge.images().height();
    int width = judge.images().width();
    CorruptedImages found = new CorruptedImages(judge.images().size());
    for (Corruption corruption : corruptions) {
      String name = corruption.toString();
      for (int severity : severities) {
        Distortion distortion = corruption.at(severity, height, width);
        found.add(corruption, pass.right(distortion, name, name + " " + severity));
      }
      found.end(corruption);
    }
    String constants = Corruption.constantsFor(height, width);
    return found.accuracy(false, constants, severities, judge.threads(), judge.seed());
  }

  private static Curve curve(Sweep sweep, double plain, Pass pass) {
    List<Point> points = new ArrayList<>();
    for (double value : sweep.values()) {
      double accuracy =
          sweep.isStill(value)
              ? plain
              : pass.of(sweep.at().apply(value), sweep.name(), sweep.name() + " " + value);
      points.add(new Point(value, accuracy));
    }
    return new Curve(sweep.name(), sweep.unit(), points);
  }

  private static Flips flipped(Pass pass) {
    return new Flips(
        pass.of(new Mirrored(true, false), "flip", "mirrored left to right"),
        pass.of(new Mirrored(false, true), "flip", "mirrored top to bottom"),
        pass.of(new Mirrored(true, true), "flip", "turned by 180 degrees"));
  }

  /** One pass over the images after the other. */
  private static final class Pass {
    private final VariationJudge judge;
    private final StudyProgress progress;
    private final long all;
    private long done;

    Pass(VariationJudge judge, StudyProgress progress, long all) {
      this.judge = judge;
      this.progress = progress;
      this.all = all;
    }

    double plain() {
      double accuracy = judge.accuracy();
      done += judge.images().size();
      progress.judged("as they are", done, all);
      return accuracy;
    }

    double of(Distortion distortion, String draws, String what) {
      return VariationJudge.share(right(distortion, draws, what));
    }

    boolean[] right(Distortion distortion, String draws, String what) {
      return judge.right(
          distortion,
          draws,
          images -> {
            done += images;
            progress.judged(what, done, all);
          });
    }
  }
}
