package fovea.serve.batch;

import fovea.serve.model.Input;

/**
 * An image that waits to be computed.
 *
 * @param number of it in its job
 */
record QueuedImage(Job job, int number, Input input) {
  /** Whether the two can be computed together. */
  boolean goesWith(QueuedImage other) {
    return job.version() == other.job.version() && input.getClass() == other.input.getClass();
  }
}
