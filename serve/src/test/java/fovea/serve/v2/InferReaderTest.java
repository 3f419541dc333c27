package fovea.serve.v2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import fovea.serve.limits.Limits;
import fovea.serve.limits.Refusal;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Collections;
import org.junit.jupiter.api.Test;

/** However much there is in a request, no more of it is kept than any images may take. */
class InferReaderTest {
  private static final int NUMBERS = 1_000;

  private static InferRequest read(String data) {
    byte[] body =
        "{\"inputs\":[{\"name\":\"images\",\"datatype\":\"BYTES\",\"shape\":[1],\"data\":[%s]}]}"
            .formatted(data)
            .getBytes(StandardCharsets.UTF_8);
    return InferReader.read(body, body.length, NUMBERS, Limits.USUAL);
  }

  @Test
  void nullIsAsIfNothingWereSaid() {
    byte[] body =
        """
        {"id":null,"parameters":null,"outputs":null,"inputs":[{"name":"images","datatype":"FP32",
         "shape":[1],"parameters":{"binary_data_size":null},"data":[1]}]}
        """
            .getBytes(StandardCharsets.UTF_8);
    InferRequest request = InferReader.read(body, body.length, NUMBERS, Limits.USUAL);
    assertThat(request.id()).isNull();
    assertThat(request.count()).isEqualTo(1);
  }

  @Test
  void filesBeyondThoseOfARequestAreOnlyCounted() {
    InferRequest request = read(String.join(",", Collections.nCopies(100_000, "\"AAAA\"")));
    assertThat(request.count()).isEqualTo(100_000);
    assertThat(request.files()).hasSize(Limits.USUAL.images());
  }

  @Test
  void aFileIsKeptAsFarAsItShowsThatItIsTooLarge() {
    int large = Limits.USUAL.fileBytes() + 5_000_000;
    InferRequest request =
        read('"' + Base64.getEncoder().encodeToString(new byte[large]) + "\",\"AQI=\"");
    assertThat(request.files()).hasSize(2);
    assertThat(request.files().get(0)).hasSize(Limits.USUAL.fileBytes() + 1);
    assertThat(request.files().get(1)).containsExactly(1, 2);
  }

  @Test
  void base64MayHaveEscapedSlashesAndNoPadding() {
    assertThat(read("\"\\/\\/8\"").files().get(0)).containsExactly(0xff, 0xff);
    assertThat(read("\"//8=\"").files().get(0)).containsExactly(0xff, 0xff);
  }

  @Test
  void whatIsNotBase64IsRefused() {
    for (String data : new String[] {"\"not base64!\"", "\"A\"", "\"=A==\"", "\"AAAA"}) {
      assertThatThrownBy(() -> read(data))
          .as(data)
          .isInstanceOf(Refusal.class)
          .hasMessageContaining("isn't base64");
    }
  }

  @Test
  void numbersBeyondThoseOfAnyImagesAreOnlyCounted() {
    InferRequest request = read(String.join(",", Collections.nCopies(50_000, "1")));
    assertThat(request.count()).isEqualTo(50_000);
    assertThat(request.numbers().length).isLessThan(2_048);
  }
}
