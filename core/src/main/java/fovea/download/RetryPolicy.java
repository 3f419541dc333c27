package fovea.download;

import java.time.Duration;

/**
 * How long a download is waited for.
 *
 * @param stall without a byte, after which the connection counts as dead
 * @param attempts in a row that get nowhere, before it is given up
 * @param backOff before the second attempt; doubled for each further one
 */
public record RetryPolicy(Duration stall, int attempts, Duration backOff) {
  /** For a large file from a server that is sometimes busy. */
  public static final RetryPolicy STANDARD =
      new RetryPolicy(Duration.ofSeconds(30), 5, Duration.ofSeconds(1));

  /** The pause after so many attempts in a row that got nowhere. */
  Duration pause(int failures) {
    return backOff.multipliedBy(1L << Math.max(0, failures - 1));
  }
}
