package fovea.serve.limits;

import java.util.Map;
import java.util.Optional;

/**
 * A request that isn't answered: the status, a word for programs, and one sentence for people that
 * says what was found, what was expected and what to do.
 */
public final class Refusal extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final int status;
  private final String code;
  private final String header;
  private final String value;

  private Refusal(int status, String code, String sentence, String header, String value) {
    super(sentence, null, false, false); // thousands a second must cost nothing
    this.status = status;
    this.code = code;
    this.header = header;
    this.value = value;
  }

  private static Refusal of(int status, String code, String sentence) {
    return new Refusal(status, code, sentence, "", "");
  }

  private static Refusal later(int status, String code, int seconds, String sentence) {
    return new Refusal(status, code, sentence, "Retry-After", String.valueOf(seconds));
  }

  public static Refusal malformed(String sentence) {
    return of(400, "malformed", sentence);
  }

  public static Refusal empty(String sentence) {
    return of(400, "empty", sentence);
  }

  public static Refusal wrongShape(String sentence) {
    return of(400, "wrong_shape", sentence);
  }

  public static Refusal oneImage(String sentence) {
    return of(400, "one_image", sentence);
  }

  public static Refusal wrongParameter(String sentence) {
    return of(400, "wrong_parameter", sentence);
  }

  public static Refusal unauthorized() {
    return new Refusal(
        401,
        "unauthorized",
        "the service asks for its token, expected the header `Authorization: Bearer TOKEN`",
        "WWW-Authenticate",
        "Bearer");
  }

  public static Refusal wrongHost(String sentence) {
    return of(403, "wrong_host", sentence);
  }

  public static Refusal wrongOrigin(String sentence) {
    return of(403, "wrong_origin", sentence);
  }

  public static Refusal unknownModel(String sentence) {
    return of(404, "unknown_model", sentence);
  }

  public static Refusal unknownVersion(String sentence) {
    return of(404, "unknown_version", sentence);
  }

  public static Refusal unknownRun(String sentence) {
    return of(404, "unknown_run", sentence);
  }

  public static Refusal notFound(String sentence) {
    return of(404, "not_found", sentence);
  }

  /** Of what the service could do if it had been started with more. */
  public static Refusal notAvailable(String sentence) {
    return of(404, "not_available", sentence);
  }

  /**
   * @param allowed methods, separated by commas
   */
  public static Refusal wrongMethod(String method, String path, String allowed) {
    return new Refusal(
        405,
        "wrong_method",
        "%s isn't for %s, expected %s".formatted(path, method, allowed),
        "Allow",
        allowed);
  }

  public static Refusal tooSlow(String sentence) {
    return of(408, "too_slow", sentence);
  }

  public static Refusal classExists(String sentence) {
    return of(409, "class_exists", sentence);
  }

  public static Refusal modelsFull(String sentence) {
    return of(409, "models_full", sentence);
  }

  /** Of a question whose answer nobody waits for any more. */
  public static Refusal givenUp() {
    return of(409, "given_up", "the question was given up, by whoever asked it, before its answer");
  }

  public static Refusal tooLarge(String sentence) {
    return of(413, "too_large", sentence);
  }

  public static Refusal notAnImage(String sentence) {
    return of(415, "not_an_image", sentence);
  }

  public static Refusal encodedBody(String encoding) {
    return of(
        415,
        "encoded_body",
        "the body is encoded by %s, expected it as it is, without Content-Encoding"
            .formatted(encoding));
  }

  public static Refusal undecodable(String sentence) {
    return of(422, "undecodable", sentence);
  }

  /** Of a model that can't be asked that. */
  public static Refusal notPossible(String sentence) {
    return of(422, "not_possible", sentence);
  }

  public static Refusal queueFull(String sentence) {
    return later(429, "queue_full", 1, sentence);
  }

  public static Refusal loading(String sentence) {
    return later(503, "loading", 1, sentence);
  }

  /**
   * @param seconds until another process may have taken over
   */
  public static Refusal draining(int seconds) {
    return later(
        503, "draining", seconds, "the service is about to end; ask again, or another one");
  }

  public static Refusal deadlinePassed(long milliseconds) {
    return of(
        504,
        "deadline_passed",
        ("the %d ms that the request allows passed while it waited, so it wasn't computed; ask"
                + " later, or allow more by timeoutMs where the request takes it")
            .formatted(milliseconds));
  }

  /** Of a question that is being answered for too long. */
  public static Refusal tookTooLong(long seconds) {
    return of(
        504,
        "deadline_passed",
        ("the answer took longer than the %d s that one may take, so it was given up; ask for fewer"
                + " steps or samples")
            .formatted(seconds));
  }

  /** Of what should never happen. */
  public static Refusal failed(String requestId) {
    return of(
        500,
        "failed",
        "a fault in the service; its log says more of request %s".formatted(requestId));
  }

  public int status() {
    return status;
  }

  /** For programs. */
  public String code() {
    return code;
  }

  /** The sentence. */
  public String sentence() {
    return String.valueOf(getMessage());
  }

  /** Headers that go with it, by name. */
  public Map<String, String> headers() {
    return header.isEmpty() ? Map.of() : Map.of(header, value);
  }

  /** What somebody refused for, at whatever depth of an exception. */
  public static Optional<Refusal> in(Throwable thrown) {
    for (Throwable at = thrown; at != null; at = at.getCause()) {
      if (at instanceof Refusal refusal) {
        return Optional.of(refusal);
      }
    }
    return Optional.empty();
  }
}
