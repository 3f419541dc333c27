package fovea.run;

import fovea.FoveaException;
import fovea.files.FileFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.util.function.Supplier;

/**
 * Why a run came to no result, and would come to none again: {@code failed.json}.
 *
 * @param problem a sentence
 */
public record RunFailure(String problem) {
  /**
   * @throws IllegalArgumentException if the problem is missing, as it may be in a file that someone
   *     edited
   */
  public RunFailure {
    if (problem == null) {
      throw new IllegalArgumentException("`problem` is missing");
    }
  }

  /**
   * Trains, and notes what training fails of, unless that is a file's fault.
   *
   * @throws FoveaException what training throws
   */
  static <T> T noting(RunFolder run, Supplier<T> training) {
    try {
      Files.deleteIfExists(run.failureFile());
    } catch (IOException e) {
      throw FileFailure.unwritable(run.failureFile(), e);
    }
    try {
      return training.get();
    } catch (FoveaException e) {
      if (!FileFailure.isBehind(e)) {
        RunJson.write(run.failureFile(), new RunFailure(String.valueOf(e.getMessage())));
      }
      throw e;
    }
  }
}
