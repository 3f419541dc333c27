package fovea.serve;

import fovea.serve.limits.Limits;
import java.time.Duration;

/** The usual limits but for one. */
final class OtherLimits {
  private static final Limits USUAL = Limits.USUAL;

  private OtherLimits() {}

  static Limits bodyTime(Duration time) {
    return of(time, USUAL.drainTime(), USUAL.queuedImages(), USUAL.bodyMemory());
  }

  static Limits drainTime(Duration time) {
    return of(USUAL.bodyTime(), time, USUAL.queuedImages(), USUAL.bodyMemory());
  }

  static Limits queuedImages(int images) {
    return of(USUAL.bodyTime(), USUAL.drainTime(), images, USUAL.bodyMemory());
  }

  static Limits bodyMemory(long bytes) {
    return of(USUAL.bodyTime(), USUAL.drainTime(), USUAL.queuedImages(), bytes);
  }

  private static Limits of(Duration body, Duration drain, int queued, long memory) {
    return new Limits(
        USUAL.fileBytes(),
        USUAL.requestBytes(),
        USUAL.images(),
        USUAL.pixels(),
        body,
        drain,
        queued,
        USUAL.batch(),
        USUAL.questions(),
        USUAL.questionTime(),
        memory);
  }
}
