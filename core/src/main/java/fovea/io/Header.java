package fovea.io;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.google.errorprone.annotations.FormatMethod;
import com.google.errorprone.annotations.FormatString;
import fovea.FoveaException;
import fovea.Visible;
import fovea.tensor.Shape;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads the JSON header of a safetensors file, token by token, so that nothing nests deeper than
 * the format does and no number is read as another kind than it is.
 */
final class Header {
  static final String METADATA = "__metadata__";

  /** Where a tensor lies: bytes [begin, end) of the data that follow the header. */
  record Entry(String name, NumberFormat format, Shape shape, long begin, long end) {
    /** What its numbers take here beside those in the file, where they are converted. */
    long bytesHere() {
      return format.isKept() ? 0 : sum(0, shape.elements() * format.dtype().bytes());
    }
  }

  /** At most the largest there is, rather than a negative one. */
  static long sum(long first, long second) {
    long sum = first + second;
    return sum < 0 || second < 0 ? Long.MAX_VALUE : sum;
  }

  private static final JsonFactory JSON =
      JsonFactory.builder()
          .disable(JsonFactory.Feature.CHARSET_DETECTION)
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(16)
                  .maxStringLength(100_000_000)
                  .maxNameLength(100_000)
                  .build())
          .build();

  private final String file;
  private final JsonParser json;
  private final Map<String, Entry> entries = new LinkedHashMap<>();
  private final Map<String, String> metadata = new LinkedHashMap<>();
  private boolean metadataSeen;

  private Header(String file, JsonParser json) {
    this.file = file;
    this.json = json;
  }

  /**
   * @throws FoveaException if the text isn't a header of the format
   */
  static Header parse(String file, byte[] text) {
    try (JsonParser json = JSON.createParser(text)) {
      Header header = new Header(file, json);
      header.read();
      return header;
    } catch (JsonProcessingException e) {
      throw new FoveaException(
          file + ": the header is not JSON" + where(e) + "; is this a safetensors file?", e);
    } catch (IOException e) {
      throw new FoveaException(
          file + ": the header is not JSON in UTF-8; is this a safetensors file?", e);
    }
  }

  private static String where(JsonProcessingException e) {
    JsonLocation location = e.getLocation();
    return location == null || location.getByteOffset() < 0
        ? ""
        : " (at byte " + location.getByteOffset() + " of it)";
  }

  Map<String, Entry> entries() {
    return entries;
  }

  Map<String, String> metadata() {
    return metadata;
  }

  private void read() throws IOException {
    if (json.nextToken() != JsonToken.START_OBJECT) {
      throw refuse("the header is %s, expected a JSON object", found());
    }
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      String name = json.currentName();
      if (name.equals(METADATA)) {
        readMetadata();
      } else if (entries.put(name, readEntry(name)) != null) {
        throw refuse("tensor %s stands in the header twice, expected once", quoted(name));
      }
    }
    JsonToken after = json.nextToken();
    if (after != null) {
      throw refuse("the header goes on with %s after its end, expected spaces only", found());
    }
  }

  private void readMetadata() throws IOException {
    if (metadataSeen) {
      throw refuse("%s stands in the header twice, expected once", METADATA);
    }
    metadataSeen = true;
    if (json.nextToken() != JsonToken.START_OBJECT) {
      throw refuse("%s is %s, expected a JSON object of strings", METADATA, found());
    }
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      String key = json.currentName();
      if (json.nextToken() != JsonToken.VALUE_STRING) {
        throw refuse("%s: %s is %s, expected a string", METADATA, quoted(key), found());
      }
      if (metadata.put(key, json.getText()) != null) {
        throw refuse("%s: %s stands there twice, expected once", METADATA, quoted(key));
      }
    }
  }

  private Entry readEntry(String name) throws IOException {
    if (json.nextToken() != JsonToken.START_OBJECT) {
      throw refuse(
          "tensor %s is %s, expected an object of dtype, shape and data_offsets",
          quoted(name), found());
    }
    NumberFormat dtype = null;
    Shape shape = null;
    List<Long> offsets = null;
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      String key = json.currentName();
      json.nextToken();
      switch (key) {
        case "dtype" -> dtype = once(name, key, dtype, readDType(name));
        case "shape" -> shape = once(name, key, shape, readShape(name));
        case "data_offsets" -> offsets = once(name, key, offsets, readNumbers(name, key));
        default ->
            throw refuse(
                "tensor %s has an unknown key %s, expected dtype, shape and data_offsets",
                quoted(name), quoted(key));
      }
    }
    if (dtype == null || shape == null || offsets == null) {
      throw refuse(
          "tensor %s has no %s",
          quoted(name), dtype == null ? "dtype" : shape == null ? "shape" : "data_offsets");
    }
    if (offsets.size() != 2) {
      throw refuse(
          "tensor %s has %d data_offsets, expected 2 (begin and end)",
          quoted(name), offsets.size());
    }
    return checked(new Entry(name, dtype, shape, offsets.get(0), offsets.get(1)));
  }

  private <T> T once(String name, String key, @Nullable T earlier, T value) {
    if (earlier != null) {
      throw refuse("tensor %s has %s twice, expected once", quoted(name), key);
    }
    return value;
  }

  private NumberFormat readDType(String name) throws IOException {
    String text = json.currentToken() == JsonToken.VALUE_STRING ? json.getText() : "";
    String shown = text.isEmpty() ? found() : quoted(text);
    return Arrays.stream(NumberFormat.values())
        .filter(format -> format.name().equals(text))
        .findFirst()
        .orElseThrow(
            () ->
                refuse(
                    "tensor %s has dtype %s, which Fovea doesn't read; it reads %s",
                    quoted(name),
                    shown,
                    Arrays.toString(NumberFormat.values()).replaceAll("[\\[\\]]", "")));
  }

  private Shape readShape(String name) throws IOException {
    List<Long> sizes = readNumbers(name, "shape");
    return Shape.of(sizes.stream().mapToLong(Long::longValue).toArray());
  }

  private List<Long> readNumbers(String name, String key) throws IOException {
    if (json.currentToken() != JsonToken.START_ARRAY) {
      throw refuse(
          "tensor %s has %s for its %s, expected a list of whole numbers",
          quoted(name), found(), key);
    }
    List<Long> numbers = new ArrayList<>();
    while (json.nextToken() != JsonToken.END_ARRAY) {
      boolean whole =
          json.currentToken() == JsonToken.VALUE_NUMBER_INT
              && json.getNumberType() != JsonParser.NumberType.BIG_INTEGER;
      if (!whole || json.getLongValue() < 0) {
        throw refuse(
            "tensor %s has %s in its %s, expected whole numbers from 0 to 2^63 - 1",
            quoted(name), found(), key);
      }
      numbers.add(json.getLongValue());
    }
    return numbers;
  }

  private Entry checked(Entry entry) {
    if (entry.begin() > entry.end()) {
      throw refuse(
          "tensor %s begins at byte %,d and ends at byte %,d, expected an end after its beginning",
          quoted(entry.name()), entry.begin(), entry.end());
    }
    long bytes;
    try {
      bytes = Math.multiplyExact(entry.shape().elements(), (long) entry.format().bytes());
    } catch (ArithmeticException e) {
      throw refuse(
          "tensor %s has shape %s, whose byte count doesn't fit 63 bits",
          quoted(entry.name()), entry.shape());
    }
    if (entry.end() - entry.begin() != bytes) {
      throw refuse(
          "tensor %s takes %,d bytes of the file, expected %,d for %s %s",
          quoted(entry.name()), entry.end() - entry.begin(), bytes, entry.format(), entry.shape());
    }
    return entry;
  }

  /** The current token, as a sentence would call it. */
  private String found() throws IOException {
    JsonToken token = json.currentToken();
    if (token == null) {
      return "empty";
    }
    return switch (token) {
      case START_OBJECT -> "an object";
      case START_ARRAY -> "a list";
      case VALUE_STRING -> "the string " + quoted(json.getText());
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> "the number " + shortened(json.getText());
      default -> shortened(json.getText());
    };
  }

  @FormatMethod
  private FoveaException refuse(@FormatString String finding, @Nullable Object... values) {
    return refusal(file, finding, values);
  }

  /** One sentence, numbers grouped alike in every locale. */
  @FormatMethod
  static FoveaException refusal(
      String file, @FormatString String finding, @Nullable Object... values) {
    return new FoveaException(file + ": " + String.format(Locale.ROOT, finding, values));
  }

  /**
   * A name from a file we don't trust, short enough for one line and without control characters.
   */
  static String quoted(String name) {
    return "`" + shortened(name) + "`";
  }

  private static String shortened(String text) {
    String visible = Visible.of(text.substring(0, Math.min(text.length(), 101)));
    return visible.length() <= 100 ? visible : visible.substring(0, 97) + "...";
  }
}
