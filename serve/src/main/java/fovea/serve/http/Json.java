package fovea.serve.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import fovea.files.FiniteNumbers;

/** Replies as JSON: records, maps and lists; a figure that is no finite number is null. */
public final class Json {
  private static final JsonMapper MAPPER =
      JsonMapper.builder().addModule(new FiniteNumbers()).build();

  private Json() {}

  /** In UTF-8, on one line. */
  public static byte[] bytes(Object value) {
    try {
      return MAPPER.writeValueAsBytes(value);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("can't be written as JSON: " + value.getClass(), e);
    }
  }

  /** On one line. */
  static String text(Object value) {
    try {
      return MAPPER.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("can't be written as JSON: " + value.getClass(), e);
    }
  }
}
