package fovea.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import fovea.explain.Relevance;
import fovea.image.Pixels;
import org.junit.jupiter.api.Test;

class HeatMapTest {
  private static Relevance row(float... values) {
    return new Relevance(1, values.length, values, null);
  }

  private static int[] pixel(Pixels pixels, int number) {
    int[] rgb = new int[3];
    for (int c = 0; c < 3; c++) {
      rgb[c] = pixels.rgb()[3 * number + c] & 0xff;
    }
    return rgb;
  }

  @Test
  void redSpeaksForTheAnswerAndBlueAgainstIt() {
    Pixels map = HeatMap.of(row(2, 0, -2, 1));
    assertThat(pixel(map, 0)).containsExactly(0xC8, 0x1E, 0x1E);
    assertThat(pixel(map, 1)).containsExactly(255, 255, 255);
    assertThat(pixel(map, 2)).containsExactly(0x1D, 0x4E, 0xD8);
    assertThat(pixel(map, 3)).containsExactly(228, 143, 143);
  }

  @Test
  void aMapWithoutAnythingAgainstTheAnswerBeginsAtItsSmallestValue() {
    assertThat(HeatMap.strengths(row(5, 6, 5.5f, 6))).containsExactly(0, 1, 0.5, 1);
    assertThat(HeatMap.strengths(row(3, 3, 3))).containsExactly(0, 0, 0);
  }

  @Test
  void oneStrongPixelAmongThousandDoesNotHideTheOthers() {
    float[] values = new float[1000];
    for (int i = 0; i < 1000; i++) {
      values[i] = i % 2;
    }
    values[7] = 500;
    double[] strengths = HeatMap.strengths(new Relevance(20, 50, values, null));
    assertThat(strengths[1]).isEqualTo(1);
    assertThat(strengths[7]).isEqualTo(1);
    assertThat(strengths[2]).isZero();
  }

  @Test
  void onlyOnePixelOfAllIsSeenToo() {
    float[] values = new float[1000];
    values[3] = 2;
    assertThat(HeatMap.strengths(new Relevance(20, 50, values, null))[3]).isEqualTo(1);
  }

  @Test
  void whereNothingIsRelevantTheImageIsGrey() {
    byte[] rgb = {(byte) 200, 100, 50, 10, 10, 10};
    Pixels over = HeatMap.over(new Pixels(2, 1, rgb), row(0, 0));
    int grey = (int) Math.round(0.299 * 200 + 0.587 * 100 + 0.114 * 50);
    assertThat(pixel(over, 0)).containsExactly(grey, grey, grey);
    assertThat(pixel(over, 1)).containsExactly(10, 10, 10);
    assertThatThrownBy(() -> HeatMap.over(new Pixels(2, 1, rgb), row(1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("an image of 2 x 1 under relevance of 1 x 1");
  }
}
