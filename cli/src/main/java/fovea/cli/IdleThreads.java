package fovea.cli;

import fovea.recipe.Recipe;
import java.util.Optional;

/** Threads that find no work in a training step, as each works on a part of the batch. */
final class IdleThreads {
  private IdleThreads() {}

  /** A sentence on how to give them some; none where all have. */
  static Optional<String> of(Recipe recipe) {
    int batch = recipe.batchSize();
    int threads = recipe.threadCount();
    int part = recipe.microBatchSize();
    int parts = part == 0 ? threads : (batch + part - 1) / part; // a whole batch is shared
    return parts >= threads || parts >= batch
        ? Optional.empty()
        : Optional.of(
            "%d of %d threads have work in a step, as a batch of %d comes in parts of %d; microBatchSize=%d gives more of them some, to other weights"
                .formatted(parts, threads, batch, part, Math.max(1, batch / threads)));
  }
}
