package fovea.run;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.exc.ValueInstantiationException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import fovea.FoveaException;
import fovea.files.AtomicFile;
import fovea.files.FileFailure;
import fovea.files.FiniteNumbers;
import fovea.train.RobustAccuracy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** The records of a run folder as JSON. A key that a later version added is passed over. */
final class RunJson {
  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .addModule(new FiniteNumbers())
          // Lines of runs that don't watch what they withstand stay what they were.
          .withConfigOverride(
              RobustAccuracy.class,
              included ->
                  included.setIncludeAsProperty(
                      JsonInclude.Value.construct(Include.NON_NULL, Include.NON_NULL)))
          .build();

  private RunJson() {}

  static String line(Object value) {
    try {
      return MAPPER.writeValueAsString(value) + "\n";
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("can't be written as JSON: " + value, e);
    }
  }

  /**
   * @param where file and line, which an error begins with
   */
  static <T> T parse(String json, Class<T> type, String where) {
    try {
      T value = MAPPER.readValue(json, type);
      if (value != null) {
        return value;
      }
      throw new FoveaException(where + ": is null, expected an object");
    } catch (JsonProcessingException e) {
      throw new FoveaException("%s: %s".formatted(where, reason(e)), e);
    }
  }

  static void write(Path file, Object value) {
    try {
      String text =
          MAPPER.writer().with(SerializationFeature.INDENT_OUTPUT).writeValueAsString(value);
      AtomicFile.write(file, text + "\n");
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("can't be written as JSON: " + value, e);
    }
  }

  static <T> T read(Path file, Class<T> type) {
    try {
      return parse(Files.readString(file), type, file.toString());
    } catch (NoSuchFileException e) {
      throw new FoveaException(file + ": no such file", e);
    } catch (IOException e) {
      throw FileFailure.unreadable(file, e);
    }
  }

  private static String reason(JsonProcessingException e) {
    if (e instanceof ValueInstantiationException && e.getCause() != null) {
      return String.valueOf(e.getCause().getMessage()); // what the record says of its values
    }
    return "not as expected, " + e.getOriginalMessage().replaceAll("\\s+", " ");
  }
}
