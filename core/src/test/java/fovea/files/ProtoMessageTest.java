package fovea.files;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

/** The bytes are those of the format's own guide, or as its rules give them by hand. */
class ProtoMessageTest {
  private static String hex(ProtoMessage message) {
    assertThat(message.size()).isEqualTo(message.toBytes().length);
    return HexFormat.ofDelimiter(" ").formatHex(message.toBytes());
  }

  @Test
  void wholeNumbersTakeSevenBitsAByteAndNegativeOnesTenBytes() {
    assertThat(hex(new ProtoMessage().number(1, 150))).isEqualTo("08 96 01");
    assertThat(hex(new ProtoMessage().number(16, 0))).isEqualTo("80 01 00");
    assertThat(hex(new ProtoMessage().number(1, -2))).isEqualTo("08 fe ff ff ff ff ff ff ff ff 01");
  }

  @Test
  void otherNumbersAreLittleEndian() {
    assertThat(hex(new ProtoMessage().single(2, 1))).isEqualTo("15 00 00 80 3f");
    assertThat(hex(new ProtoMessage().real(1, 1))).isEqualTo("09 00 00 00 00 00 00 f0 3f");
    assertThat(hex(new ProtoMessage().reals(6, new double[] {1, -2})))
        .isEqualTo("32 10 00 00 00 00 00 00 f0 3f 00 00 00 00 00 00 00 c0");
  }

  @Test
  void textsBytesAndMessagesStandAfterTheirLength() {
    assertThat(hex(new ProtoMessage().text(2, "testing"))).isEqualTo("12 07 74 65 73 74 69 6e 67");
    assertThat(hex(new ProtoMessage().text(1, "\u00fc"))).isEqualTo("0a 02 c3 bc");
    ByteBuffer rest = ByteBuffer.wrap(new byte[] {1, 2, 3}).position(1);
    assertThat(hex(new ProtoMessage().bytes(4, rest))).isEqualTo("22 02 02 03");
    assertThat(rest.remaining()).isEqualTo(2);
    ProtoMessage within = new ProtoMessage().number(1, 150);
    assertThat(hex(new ProtoMessage().message(3, within))).isEqualTo("1a 03 08 96 01");
    assertThat(hex(new ProtoMessage().message(3, new ProtoMessage()))).isEqualTo("1a 00");
  }

  @Test
  void fieldsStandInTheOrderTheyAreGiven() {
    assertThat(hex(new ProtoMessage().number(2, 1).number(1, 2).number(2, 3)))
        .isEqualTo("10 01 08 02 10 03");
  }
}
