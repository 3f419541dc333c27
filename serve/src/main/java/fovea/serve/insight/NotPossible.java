package fovea.serve.insight;

import fovea.FoveaException;
import fovea.files.FileFailure;
import fovea.files.FileName;
import fovea.serve.limits.Refusal;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells what a model can't be asked from what failed in the service. */
final class NotPossible {
  private static final Logger LOG = LoggerFactory.getLogger(NotPossible.class);

  private NotPossible() {}

  /**
   * What is to be thrown where a model couldn't be asked something: a refusal in the same words
   * (its causes are logged for debugging); or, where a file is behind it, such as a full disk, the
   * failure itself, of which whoever asked knows nothing.
   */
  static RuntimeException because(FoveaException failure) {
    if (FileFailure.isBehind(failure)) {
      return failure;
    }
    LOG.debug("a model can't be asked that", failure);
    return Refusal.notPossible(FileName.withoutFolders(String.valueOf(failure.getMessage())));
  }
}
