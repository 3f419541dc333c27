package fovea.serve.limits;

import java.time.Duration;

/**
 * How much the service takes at once.
 *
 * @param fileBytes of an image file
 * @param requestBytes of a request's body
 * @param images of a request
 * @param pixels of an image
 * @param bodyTime in which a body has to arrive, and before it the head of a request
 * @param drainTime in which what was accepted is answered before the service ends
 * @param queuedImages that wait to be computed
 * @param batch most images computed at a time
 * @param questions that wait in the queue of what takes longer, such as explanations
 * @param questionTime that explaining or attacking one picture may take
 * @param bodyMemory bytes of all bodies that are held at a time, with what is copied of them; those
 *     of questions may take two thirds of it
 */
public record Limits(
    int fileBytes,
    int requestBytes,
    int images,
    long pixels,
    Duration bodyTime,
    Duration drainTime,
    int queuedImages,
    int batch,
    int questions,
    Duration questionTime,
    long bodyMemory) {
  private static final int MEGABYTE = 1 << 20;

  /** What is documented. Bodies may take a third of Java's memory; the largest one has to fit. */
  public static final Limits USUAL =
      new Limits(
          10 * MEGABYTE,
          64 * MEGABYTE,
          64,
          50_000_000,
          Duration.ofSeconds(10),
          Duration.ofSeconds(10),
          256,
          16,
          8,
          Duration.ofMinutes(2),
          Math.max(3 * 64L * MEGABYTE, Runtime.getRuntime().maxMemory() / 3));
}
