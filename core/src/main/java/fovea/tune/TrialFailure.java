package fovea.tune;

import fovea.FoveaException;
import fovea.files.FileFailure;
import java.io.UncheckedIOException;
import java.sql.SQLException;
import java.util.concurrent.CancellationException;

/** What ended a trial before its time. */
record TrialFailure(Throwable cause) {
  /**
   * Whether other settings may do better: these don't go together, the loss is no number, memory is
   * used up. A full disk, say, is no fault of theirs.
   */
  boolean isOfSettings() {
    return !(cause instanceof CancellationException
        || cause instanceof UncheckedIOException
        || (cause instanceof FoveaException failure && isOfFile(failure)));
  }

  private static boolean isOfFile(FoveaException failure) {
    return FileFailure.isBehind(failure) || failure.getCause() instanceof SQLException;
  }

  /** A sentence without its full stop. */
  String problem() {
    String message = String.valueOf(cause.getMessage());
    if (cause instanceof FoveaException) {
      return message;
    }
    return cause instanceof OutOfMemoryError
        ? "Java's memory is used up (%s); search among smaller networks or batches, or give it more"
            .formatted(message)
        : "a fault in Fovea, " + cause;
  }
}
