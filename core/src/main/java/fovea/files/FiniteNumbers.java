package fovea.files;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.module.SimpleModule;
import java.io.IOException;

/**
 * Has Jackson write null for a figure that is NaN or infinite: JSON has no such numbers, and a
 * program that expects one would stumble over Jackson's string {@code "NaN"}.
 */
public final class FiniteNumbers extends SimpleModule {
  private static final long serialVersionUID = 1L;

  public FiniteNumbers() {
    JsonSerializer<Double> serializer =
        new JsonSerializer<>() {
          @Override
          public void serialize(Double figure, JsonGenerator json, SerializerProvider provider)
              throws IOException {
            if (Double.isFinite(figure)) {
              json.writeNumber(figure);
            } else {
              json.writeNull();
            }
          }
        };
    addSerializer(Double.class, serializer);
    addSerializer(Double.TYPE, serializer);
  }
}
