package fovea.serve.batch;

/**
 * Where the time of an answer went, by the clock: the two are as long as it took.
 *
 * @param queueMs from the end of the request to the computing of its first image, without that
 *     image's decoding
 * @param computeMs the rest: decoding that image, and from its computing to the end of the last
 *     one's
 * @param batch most of its images, with those of others, that were computed at a time
 */
public record Timing(double queueMs, double computeMs, int batch) {}
