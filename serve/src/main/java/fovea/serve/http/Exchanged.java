package fovea.serve.http;

import java.time.Duration;

/**
 * A request that has ended.
 *
 * @param endpoint the pattern of its path; {@code none} where nothing answers
 */
public record Exchanged(String endpoint, int status, Duration taken) {}
