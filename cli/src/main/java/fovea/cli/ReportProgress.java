package fovea.cli;

import fovea.report.ReportPart;
import java.util.EnumMap;
import java.util.Map;

/** Says which part of a report is measured now, and how long all of them will go on. */
final class ReportProgress {
  private final Console console;

  /** In seconds, of those that are left. */
  private final Map<ReportPart, Double> left;

  private final int all;

  private ReportProgress(Console console, Map<ReportPart, Double> left) {
    this.console = console;
    this.left = left;
    all = left.size();
  }

  /**
   * Tries a few images to tell how long it takes, unless there is nothing to do.
   *
   * @param missing parts, and the seconds that went into each before it was interrupted
   */
  static ReportProgress of(
      Console console,
      ReportSubject subject,
      ReportRequest request,
      Map<ReportPart, Double> missing) {
    Map<ReportPart, Double> seconds = new EnumMap<>(ReportPart.class);
    if (!missing.isEmpty()) {
      ReportTime time = ReportTime.trying(subject, request.effort(), missing.keySet());
      missing.forEach((part, before) -> seconds.put(part, Math.max(0, time.of(part) - before)));
    }
    ReportProgress progress = new ReportProgress(console, seconds);
    console
        .err()
        .println(
            missing.isEmpty()
                ? "%s: all parts were measured before.".formatted(subject.trained().file())
                : "%s, %s: %s to measure, which takes about %s; interrupted, the same command%s goes on."
                    .formatted(
                        subject.trained().file(),
                        request.effort(),
                        Text.count(missing.size(), "part"),
                        Text.roughly(progress.secondsLeft()),
                        request.anew() ? " without --anew" : ""));
    return progress;
  }

  private double secondsLeft() {
    return left.values().stream().mapToDouble(Double::doubleValue).sum();
  }

  /** A part begins, if it has to be measured. */
  void begins(ReportPart part) {
    Double seconds = left.get(part);
    if (seconds != null) {
      console
          .err()
          .printf(
              "%d of %d, %s: about %s, and %s left in all%n",
              all - left.size() + 1,
              all,
              part.title(),
              Text.roughly(seconds),
              Text.roughly(secondsLeft()));
      left.remove(part);
    }
  }
}
