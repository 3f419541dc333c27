package fovea;

/**
 * A failure that its reader can act on: the message is one clear sentence that names the thing,
 * what was found, what was expected and what to do.
 */
public final class FoveaException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public FoveaException(String message) {
    super(message);
  }

  public FoveaException(String message, Throwable cause) {
    super(message, cause);
  }
}
