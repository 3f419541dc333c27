package fovea;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A failure that its reader can act on: the message is one clear sentence that names the thing,
 * what was found, what was expected and what to do.
 */
public final class FoveaException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final @Nullable String key;

  public FoveaException(String message) {
    super(message);
    key = null;
  }

  public FoveaException(String message, Throwable cause) {
    super(message, cause);
    key = null;
  }

  private FoveaException(String message, String key) {
    super(message);
    this.key = key;
  }

  /** The failure of a value among others, for whoever knows where each was written. */
  public static FoveaException of(String key, String message) {
    return new FoveaException(message, key);
  }

  /** What the value is called that failed, if one did. */
  public Optional<String> key() {
    return Optional.ofNullable(key);
  }
}
