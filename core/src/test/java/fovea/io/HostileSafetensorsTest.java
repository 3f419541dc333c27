package fovea.io;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import fovea.FoveaException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Files that someone broke on purpose: each is refused in one sentence that names the finding. */
class HostileSafetensorsTest {
  @TempDir Path folder;

  /** Each header is followed by 8 bytes of data. */
  @ParameterizedTest(name = "{1}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      textBlock =
          """
          hello                                                                         | the header is not JSON (at byte 0 of it); is this a safetensors file?
          {"w":{"dtype":"F32"                                                           | the header is not JSON (at byte 19 of it); is this a safetensors file?
          [1,2]                                                                         | the header is a list, expected a JSON object
          "w"                                                                           | the header is the string `w`, expected a JSON object
          {} {}                                                                         | the header goes on with an object after its end, expected spaces only
          {"w":[1]}                                                                     | tensor `w` is a list, expected an object of dtype, shape and data_offsets
          {"w":{"dtype":"F32","shape":[[[[2]]]],"data_offsets":[0,8]}}                  | tensor `w` has a list in its shape, expected whole numbers from 0 to 2^63 - 1
          {"w":{"dtype":"F32","shape":[2],"data_offsets":[0,8],"x":1}}                  | tensor `w` has an unknown key `x`, expected dtype, shape and data_offsets
          {"w":{"dtype":"F32","shape":[2]}}                                             | tensor `w` has no data_offsets
          {"w":{"dtype":"F32","dtype":"F32","shape":[2],"data_offsets":[0,8]}}          | tensor `w` has dtype twice, expected once
          {"w":{"dtype":"C64","shape":[4],"data_offsets":[0,8]}}                        | tensor `w` has dtype `C64`, which Fovea doesn't read; it reads F64, F32, F16, BF16, I64, I32, I16, I8, U8, BOOL
          {"w":{"dtype":7,"shape":[4],"data_offsets":[0,8]}}                            | tensor `w` has dtype the number 7, which Fovea doesn't read; it reads F64, F32, F16, BF16, I64, I32, I16, I8, U8, BOOL
          {"w":{"dtype":"F32","shape":[-2],"data_offsets":[0,8]}}                       | tensor `w` has the number -2 in its shape, expected whole numbers from 0 to 2^63 - 1
          {"w":{"dtype":"F32","shape":[2.0],"data_offsets":[0,8]}}                      | tensor `w` has the number 2.0 in its shape, expected whole numbers from 0 to 2^63 - 1
          {"w":{"dtype":"F32","shape":[99999999999999999999],"data_offsets":[0,8]}}     | tensor `w` has the number 99999999999999999999 in its shape, expected whole numbers from 0 to 2^63 - 1
          {"w":{"dtype":"F32","shape":[4294967296,4294967296],"data_offsets":[0,8]}}    | tensor `w` has shape [4294967296, 4294967296], whose byte count doesn't fit 63 bits
          {"w":{"dtype":"F32","shape":[4611686018427387904],"data_offsets":[0,8]}}      | tensor `w` has shape [4611686018427387904], whose byte count doesn't fit 63 bits
          {"w":{"dtype":"F32","shape":[3],"data_offsets":[0,8]}}                        | tensor `w` takes 8 bytes of the file, expected 12 for F32 [3]
          {"w":{"dtype":"F32","shape":[2],"data_offsets":[8,0]}}                        | tensor `w` begins at byte 8 and ends at byte 0, expected an end after its beginning
          {"w":{"dtype":"F32","shape":[2],"data_offsets":[-8,0]}}                       | tensor `w` has the number -8 in its data_offsets, expected whole numbers from 0 to 2^63 - 1
          {"w":{"dtype":"F32","shape":[2],"data_offsets":[0,4,8]}}                      | tensor `w` has 3 data_offsets, expected 2 (begin and end)
          {"w":{"dtype":"F32","shape":[4],"data_offsets":[0,16]}}                       | tensor `w` ends at byte 16 of the data, expected at most 8; the file is cut short
          {"w":{"dtype":"F32","shape":[0],"data_offsets":[9223372036854775807,9223372036854775807]}} | tensor `w` ends at byte 9,223,372,036,854,775,807 of the data, expected at most 8; the file is cut short
          {"w":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}                        | tensor `w` leaves a hole after the header: it begins at byte 4 of the data, expected 0
          {"w":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}                        | 4 bytes follow the last tensor, expected none
          {"a":{"dtype":"U8","shape":[5],"data_offsets":[0,5]},"b":{"dtype":"U8","shape":[4],"data_offsets":[4,8]}} | tensor `b` overlaps tensor `a`: it begins at byte 4 of the data, expected 5
          {"a":{"dtype":"U8","shape":[8],"data_offsets":[0,8]},"a":{"dtype":"U8","shape":[8],"data_offsets":[0,8]}} | tensor `a` stands in the header twice, expected once
          {"__metadata__":{"a":1},"w":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}} | __metadata__: `a` is the number 1, expected a string
          {"__metadata__":{"a":"1","a":"2"}}                                            | __metadata__: `a` stands there twice, expected once
          {"__metadata__":{},"__metadata__":{}}                                         | __metadata__ stands in the header twice, expected once
          {"__metadata__":[]}                                                           | __metadata__ is a list, expected a JSON object of strings
          {"__metadata__":null}                                                         | __metadata__ is null, expected a JSON object of strings
          """)
  void aBrokenHeaderIsRefused(String header, String message) throws IOException {
    Path file = written(header.length(), header, 8);
    assertThatThrownBy(() -> Safetensors.read(file))
        .isInstanceOf(FoveaException.class)
        .hasMessage(file + ": " + message);
  }

  @Test
  void aHeaderLengthOfTenGigabytesIsRefusedWithoutReserving() throws IOException {
    Path file = written(10_000_000_000L, "{}", 0);
    assertThatThrownBy(() -> Safetensors.read(file))
        .hasMessage(
            file
                + ": the header's length is given as 10,000,000,000 bytes, expected at most"
                + " 100,000,000; is this a safetensors file?");
    Path negative = written(Long.MIN_VALUE, "{}", 0);
    assertThatThrownBy(() -> Safetensors.read(negative))
        .hasMessageContaining("given as 9,223,372,036,854,775,808 bytes");
  }

  @Test
  void aFileCutShortIsRefusedWhereverItEnds() throws IOException {
    String header = "{\"w\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]}}";
    byte[] whole = Files.readAllBytes(written(header.length(), header, 8));
    Path file = folder.resolve("short.safetensors");
    for (int length = 2; length < whole.length; length++) {
      Files.write(file, java.util.Arrays.copyOf(whole, length));
      assertThatThrownBy(() -> Safetensors.read(file))
          .isInstanceOf(FoveaException.class)
          .hasMessageStartingWith(file + ": ")
          .hasMessageEndingWith("the file is cut short");
    }
  }

  @Test
  void deeplyNestedJsonIsRefused() throws IOException {
    String header = "{\"w\":{\"dtype\":\"F32\",\"shape\":" + "[".repeat(200_000);
    Path file = written(header.length(), header, 0);
    assertThatThrownBy(() -> Safetensors.read(file))
        .hasMessageContaining("has a list in its shape");
    String deep = "[".repeat(200_000);
    Path list = written(deep.length(), deep, 0);
    assertThatThrownBy(() -> Safetensors.read(list)).hasMessageContaining("the header is a list");
  }

  @Test
  void aNameOfControlCharactersOrWithoutEndIsShownShort() throws IOException {
    String header = "{\"\\u001b[31m\\n" + "x".repeat(5000) + "\":1}";
    Path file = written(header.length(), header, 0);
    assertThatThrownBy(() -> Safetensors.read(file))
        .hasMessageStartingWith(file + ": tensor `\\x1b[31m\\nxxx")
        .message()
        .hasSizeLessThan(file.toString().length() + 250)
        .doesNotContain("\n", "\u001b");
  }

  private Path written(long length, String header, int dataBytes) throws IOException {
    byte[] text = header.getBytes(StandardCharsets.UTF_8);
    ByteBuffer bytes =
        ByteBuffer.allocate(8 + text.length + dataBytes).order(ByteOrder.LITTLE_ENDIAN);
    bytes.putLong(length).put(text);
    return Files.write(Files.createTempFile(folder, "broken", ".safetensors"), bytes.array());
  }
}
