package fovea;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VisibleTest {
  @Test
  void whatATerminalWouldObeyIsShownAsAnEscape() {
    assertThat(Visible.of("\u001b[31mred\u001b[0m")).isEqualTo("\\x1b[31mred\\x1b[0m");
    assertThat(Visible.of("a\nb\r\tc\u007f\0")).isEqualTo("a\\nb\\r\\tc\\x7f\\x00");
    assertThat(Visible.of("\u009b2J\u0085")).isEqualTo("\\u009b2J\\u0085");
    assertThat(Visible.of("a\u2028b\u2029")).isEqualTo("a\\u2028b\\u2029");
    assertThat(Visible.of("\u202egnp.exe\u2066\u200f\ufeff"))
        .isEqualTo("\\u202egnp.exe\\u2066\\u200f\\ufeff");
    assertThat(Visible.of("a\ud800b")).isEqualTo("a\\ud800b");
    assertThat(Visible.of("\udb40\udc01")).isEqualTo("\\U000e0001");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "cat",
        "caf\u00e9",
        "cafe\u0301",
        "\u732b",
        "C:\\x1b",
        "\u0645\u06cc\u200c\u062e",
        "\ud83d\udc69\u200d\ud83d\udd2c",
        "\ufffd"
      })
  void textInAnyScriptStaysAsItIs(String text) {
    assertThat(Visible.of(text)).isSameAs(text);
  }

  @Test
  void noControlCharacterOfAnyTextRemains() {
    SplittableRandom random = new SplittableRandom(5);
    for (int i = 0; i < 200; i++) {
      int[] points = random.ints(50, 0, 0x3000).toArray();
      String visible = Visible.of(new String(points, 0, points.length));
      assertThat(visible)
          .doesNotContainPattern("[\\p{Cc}\\p{Zl}\\p{Zp}\\p{Cs}\u202a-\u202e\u2066-\u2069]");
      assertThat(Visible.of(visible)).isEqualTo(visible);
    }
  }
}
