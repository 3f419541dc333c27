package fovea.serve.v2;

import com.fasterxml.jackson.core.Base64Variant;
import com.fasterxml.jackson.core.Base64Variant.PaddingReadBehaviour;
import com.fasterxml.jackson.core.Base64Variants;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import fovea.serve.limits.CappedBytes;
import fovea.serve.limits.Limits;
import fovea.serve.limits.Refusal;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads an inference request token by token: as a tree its numbers would take ten times the memory.
 */
final class InferReader {
  /** A string may be as long as the body allows; those of images aren't kept as such. */
  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder().maxStringLength(Integer.MAX_VALUE).build())
          .build();

  /** With or without `=` at the end. */
  private static final Base64Variant BASE64 =
      Base64Variants.MIME_NO_LINEFEEDS.withReadPadding(PaddingReadBehaviour.PADDING_ALLOWED);

  private static final int MOST_DIMENSIONS = 8;

  private final int mostNumbers;
  private final Limits limits;
  private @Nullable String id;
  private @Nullable String name;
  private @Nullable String datatype;
  private @Nullable List<Long> shape;
  private float @Nullable [] numbers;
  private int count;
  private @Nullable List<byte[]> files;
  private long binarySize = -1;
  private @Nullable Boolean binaryReply;
  private @Nullable Boolean binaryOutput;

  private InferReader(int mostNumbers, Limits limits) {
    this.mostNumbers = mostNumbers;
    this.limits = limits;
  }

  /**
   * Reads a request.
   *
   * @param json how many bytes of the body are JSON; binary data follow
   * @param mostNumbers that images may consist of
   * @param limits of image files
   * @throws Refusal for what is no such request
   */
  static InferRequest read(byte[] body, int json, int mostNumbers, Limits limits) {
    InferReader reader = new InferReader(mostNumbers, limits);
    try (JsonParser parser = FACTORY.createParser(body, 0, json)) {
      reader.request(parser);
      if (parser.nextToken() != null) {
        throw Refusal.malformed("more follows the request's JSON, expected its end");
      }
    } catch (JsonProcessingException e) {
      throw Refusal.malformed(
          "the request's JSON is malformed at line %d, column %d"
              .formatted(e.getLocation().getLineNr(), e.getLocation().getColumnNr()));
    } catch (IOException e) {
      throw Refusal.malformed("the request's JSON isn't in UTF-8");
    }
    return reader.made(body, json);
  }

  private InferRequest made(byte[] body, int json) {
    if (name == null) {
      throw Refusal.malformed("the request has no input, expected one named `images`");
    }
    if (!name.equals(Protocol.IMAGES)) {
      throw Refusal.malformed("the input is named `%s`, expected `images`".formatted(name));
    }
    if (datatype == null || shape == null) {
      throw Refusal.malformed("the input `images` needs a datatype and a shape");
    }
    int behind = body.length - json;
    boolean given = numbers != null || files != null;
    if (binarySize < 0 && behind > 0) {
      throw Refusal.malformed(
          "%d bytes follow the JSON, but the input has no `binary_data_size`".formatted(behind));
    }
    if (binarySize >= 0 && binarySize != behind) {
      throw Refusal.malformed(
          "binary_data_size is %d, and %d bytes follow the JSON".formatted(binarySize, behind));
    }
    if (given == binarySize >= 0) {
      throw Refusal.malformed(
          "the input needs `data`, or `binary_data_size` among its parameters, and not both");
    }
    return new InferRequest(
        id,
        datatype,
        shape,
        numbers,
        count,
        files,
        binarySize < 0
            ? null
            : ByteBuffer.wrap(body, json, behind).slice().order(ByteOrder.LITTLE_ENDIAN),
        binaryOutput != null ? binaryOutput : binaryReply != null && binaryReply);
  }

  private void request(JsonParser parser) throws IOException {
    expect(parser.nextToken() == JsonToken.START_OBJECT, "the request", "an object");
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      switch (given(parser)) {
        case "id" -> id = text(parser, "id");
        case "inputs" -> inputs(parser);
        case "outputs" -> outputs(parser);
        case "parameters" -> binaryReply = parameters(parser).wantsBinary;
        default -> parser.skipChildren();
      }
    }
  }

  /** Goes on to a field's value, and says which field it is of; null is as if it weren't there. */
  private static String given(JsonParser parser) throws IOException {
    String field = parser.currentName();
    return parser.nextToken() == JsonToken.VALUE_NULL ? "" : field;
  }

  private void inputs(JsonParser parser) throws IOException {
    expect(parser.currentToken() == JsonToken.START_ARRAY, "inputs", "an array");
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      expect(parser.currentToken() == JsonToken.START_OBJECT, "an input", "an object");
      if (name != null) {
        throw Refusal.malformed("there are several inputs, expected one named `images`");
      }
      name = "";
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        switch (given(parser)) {
          case "name" -> name = text(parser, "name");
          case "datatype" -> datatype = text(parser, "datatype");
          case "shape" -> shape = shape(parser);
          case "parameters" -> binarySize = parameters(parser).binarySize;
          case "data" -> data(parser);
          default -> parser.skipChildren();
        }
      }
    }
  }

  private void outputs(JsonParser parser) throws IOException {
    expect(parser.currentToken() == JsonToken.START_ARRAY, "outputs", "an array");
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      expect(parser.currentToken() == JsonToken.START_OBJECT, "an output", "an object");
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        switch (given(parser)) {
          case "name" -> {
            String wanted = text(parser, "name");
            if (!wanted.equals(Protocol.PROBABILITIES)) {
              throw Refusal.malformed(
                  "there is no output `%s`, only `probabilities`".formatted(wanted));
            }
          }
          case "parameters" -> binaryOutput = parameters(parser).wantsBinary;
          default -> parser.skipChildren();
        }
      }
    }
  }

  /**
   * Of an input, an output or the request; each has some of them.
   *
   * @param wantsBinary what an output says counts before what the request says; null where it says
   *     nothing
   */
  private record Parameters(long binarySize, @Nullable Boolean wantsBinary) {}

  private static Parameters parameters(JsonParser parser) throws IOException {
    expect(parser.currentToken() == JsonToken.START_OBJECT, "parameters", "an object");
    long size = -1;
    Boolean wants = null;
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String field = given(parser);
      JsonToken value = parser.currentToken();
      switch (field) {
        case "binary_data_size" -> {
          expect(value == JsonToken.VALUE_NUMBER_INT, "binary_data_size", "a whole number");
          size = parser.getLongValue();
          expect(size >= 0, "binary_data_size", "at least 0");
        }
        case "binary_data", "binary_data_output" -> {
          expect(value != null && value.isBoolean(), field, "true or false");
          wants = value == JsonToken.VALUE_TRUE;
        }
        default -> parser.skipChildren();
      }
    }
    return new Parameters(size, wants);
  }

  private static List<Long> shape(JsonParser parser) throws IOException {
    expect(parser.currentToken() == JsonToken.START_ARRAY, "shape", "an array");
    List<Long> sizes = new ArrayList<>();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      expect(parser.currentToken() == JsonToken.VALUE_NUMBER_INT, "shape", "whole numbers");
      expect(sizes.size() < MOST_DIMENSIONS, "shape", "at most 8 numbers");
      sizes.add(parser.getLongValue());
    }
    return sizes;
  }

  /**
   * Flat, or nested as the shape is; which of them makes no difference. Numbers and files beyond
   * those of any images are only counted: the shape, which may follow, says what is wrong with
   * them.
   */
  private void data(JsonParser parser) throws IOException {
    expect(parser.currentToken() == JsonToken.START_ARRAY, "data", "an array");
    float[] values = new float[16];
    count = 0;
    int strings = 0;
    List<byte[]> decoded = new ArrayList<>();
    for (int depth = 1; depth > 0; ) {
      JsonToken token = parser.nextToken();
      if (token == JsonToken.START_ARRAY) {
        depth++;
      } else if (token == JsonToken.END_ARRAY) {
        depth--;
      } else if (token == JsonToken.VALUE_STRING) {
        strings++;
        if (strings <= limits.images()) {
          decoded.add(file(parser));
        }
      } else if (token != null && token.isNumeric()) {
        if (count < mostNumbers) {
          values = count == values.length ? Arrays.copyOf(values, 2 * count) : values;
          values[count] = (float) parser.getDoubleValue();
        }
        count++;
      } else {
        throw Refusal.malformed("data holds something else than numbers and strings");
      }
    }
    if (count > 0 && strings > 0) {
      throw Refusal.malformed("data holds numbers and strings, expected one of them");
    }
    files = count == 0 ? decoded : null;
    numbers = count == 0 ? null : values;
    count = Math.max(count, strings);
  }

  /** As much of a file as shows whether it is too large. */
  private byte[] file(JsonParser parser) throws IOException {
    CappedBytes bytes = new CappedBytes(limits.fileBytes() + 1);
    try {
      int unused = parser.readBinaryValue(BASE64, bytes);
    } catch (JsonParseException | IllegalArgumentException e) {
      throw Refusal.malformed(
          "data holds a string that isn't base64, or doesn't end; expected image files in it");
    }
    return bytes.toByteArray();
  }

  private static String text(JsonParser parser, String field) throws IOException {
    expect(parser.currentToken() == JsonToken.VALUE_STRING, field, "a string");
    return parser.getText();
  }

  private static void expect(boolean right, String what, String expected) {
    if (!right) {
      throw Refusal.malformed("%s isn't as it should be, expected %s".formatted(what, expected));
    }
  }
}
