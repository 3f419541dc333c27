package fovea.serve.batch;

/**
 * Where the time of an answer went.
 *
 * @param queueMs waiting, from the end of the request to the computing of its first image
 * @param computeMs decoding its images, and from the first one's computing to the end of the last
 *     one's
 * @param batch most of its images, with those of others, that were computed at a time
 */
public record Timing(double queueMs, double computeMs, int batch) {}
