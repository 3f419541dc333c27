package fovea.serve.http;

/**
 * A body as an endpoint expects it.
 *
 * @param most bytes
 * @param what is too large beyond that, such as "an image"
 * @param times its bytes that it takes of the memory for bodies: itself, and what is copied of it
 * @param lasting whether it waits for long until it is taken apart, so that it mustn't take the
 *     memory that others need
 */
public record ExpectedBody(int most, String what, int times, boolean lasting) {
  /** One that is taken apart at once. */
  public static ExpectedBody of(int most, String what, int times) {
    return new ExpectedBody(most, what, times, false);
  }

  /** The same, waiting behind others. */
  public ExpectedBody waiting() {
    return new ExpectedBody(most, what, times, true);
  }
}
