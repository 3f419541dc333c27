package fovea.files;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class FiniteNumbersTest {
  private record Figures(double plain, @Nullable Double boxed, List<Double> list) {}

  @Test
  void whatIsNoNumberIsNullInJson() throws Exception {
    JsonMapper mapper = JsonMapper.builder().addModule(new FiniteNumbers()).build();
    Figures figures =
        new Figures(Double.NaN, Double.POSITIVE_INFINITY, List.of(-0.5, Double.NEGATIVE_INFINITY));
    assertThat(mapper.writeValueAsString(figures))
        .isEqualTo("{\"plain\":null,\"boxed\":null,\"list\":[-0.5,null]}");
  }
}
