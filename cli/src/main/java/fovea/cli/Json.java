package fovea.cli;

import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.SerializableString;
import com.fasterxml.jackson.core.io.CharacterEscapes;
import com.fasterxml.jackson.core.io.SerializedString;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.SequenceWriter;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import fovea.Visible;
import fovea.files.FiniteNumbers;
import java.io.IOException;
import java.io.Writer;
import org.jspecify.annotations.Nullable;

/** Results as JSON. */
final class Json {
  private static final JsonMapper MAPPER =
      JsonMapper.builder(new JsonFactoryBuilder().characterEscapes(new Invisible()).build())
          .enable(SerializationFeature.INDENT_OUTPUT)
          .addModule(new FiniteNumbers())
          .build();

  private static final ObjectWriter LINE =
      MAPPER.writer().without(SerializationFeature.INDENT_OUTPUT);

  private Json() {}

  /** Records, maps and lists, with a line break at the end. */
  static String of(Object value) {
    try {
      return MAPPER.writeValueAsString(value) + "\n";
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("can't be written as JSON: " + value, e);
    }
  }

  /** The same without line breaks but for one at the end. */
  static String line(Object value) {
    try {
      return LINE.writeValueAsString(value) + "\n";
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("can't be written as JSON: " + value, e);
    }
  }

  /** Begins an array whose values are written one by one; closing it doesn't close {@code out}. */
  static SequenceWriter array(Writer out) throws IOException {
    return MAPPER
        .writer()
        .without(JsonGenerator.Feature.AUTO_CLOSE_TARGET)
        .with(JsonGenerator.Feature.FLUSH_PASSED_TO_STREAM)
        .writeValuesAsArray(out);
  }

  /**
   * JSON goes to terminals, too; most of it is read by programs, to which an escape is the same.
   */
  private static final class Invisible extends CharacterEscapes {
    private static final long serialVersionUID = 1L;
    private static final int DELETE = 0x7f;

    @Override
    public int[] getEscapeCodesForAscii() {
      int[] codes = standardAsciiEscapesForJSON();
      codes[DELETE] = ESCAPE_STANDARD;
      return codes;
    }

    @Override
    public @Nullable SerializableString getEscapeSequence(int unit) {
      boolean asItIs = Visible.isVisible(unit) || Character.isSurrogate((char) unit);
      return asItIs ? null : new SerializedString("\\u%04x".formatted(unit));
    }
  }
}
