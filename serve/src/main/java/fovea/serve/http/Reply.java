package fovea.serve.http;

import fovea.serve.limits.Refusal;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What is sent back.
 *
 * @param type of the body; empty where there is none
 * @param headers by name, besides those that every reply has
 * @param body not copied
 */
@SuppressWarnings("ArrayRecordComponent") // made once and sent
public record Reply(int status, String type, Map<String, String> headers, byte[] body) {
  public static final String JSON = "application/json";

  /** 200 with records, maps and lists. */
  public static Reply json(Object value) {
    return json(200, value);
  }

  public static Reply json(int status, Object value) {
    return of(status, JSON, Json.bytes(value));
  }

  public static Reply of(int status, String type, byte[] body) {
    return new Reply(status, type, Map.of(), body);
  }

  /** A file to be kept under that name, as far as file systems let it. */
  public static Reply file(String name, byte[] body) {
    return of(200, "application/octet-stream", body)
        .with(
            "Content-Disposition",
            "attachment; filename=\"%s\"".formatted(name.replaceAll("[^A-Za-z0-9.+_-]", "_")));
  }

  /** A status without a body. */
  public static Reply empty(int status) {
    return of(status, "", new byte[0]);
  }

  static Reply of(Refusal refusal) {
    return new Reply(
        refusal.status(),
        JSON,
        refusal.headers(),
        Json.bytes(new Sentence(refusal.sentence(), refusal.code())));
  }

  private record Sentence(String error, String code) {}

  /** The same with a header more. */
  public Reply with(String name, String value) {
    Map<String, String> more = new LinkedHashMap<>(headers);
    more.put(name, value);
    return new Reply(status, type, more, body);
  }
}
