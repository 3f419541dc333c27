package fovea.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PixelsTest {
  @Test
  void valuesArePlanesOfTheChannels() {
    Pixels pixels = new Pixels(2, 1, new byte[] {0, (byte) 255, 51, 102, 0, (byte) 204});
    assertThat(pixels.values()).containsExactly(0, 0.4f, 1, 0, 0.2f, 0.8f);
  }

  @Test
  void anImageOfItsOwnValuesIsTheSame() {
    byte[] rgb = new byte[3 * 17 * 31];
    new Random(1).nextBytes(rgb);
    float[] values = new Pixels(17, 31, rgb).values();
    float[] among = Arrays.copyOf(new float[5], 5 + values.length + 2);
    System.arraycopy(values, 0, among, 5, values.length);
    Pixels found = Pixels.ofValues(among, 5, 31, 17);
    assertThat(found.width()).isEqualTo(17);
    assertThat(found.height()).isEqualTo(31);
    assertThat(found.rgb()).isEqualTo(rgb);
  }

  @Test
  void valuesAreRoundedAndThoseOutsideOfTheRangeCutOff() {
    float[] values = {-0.5f, 1.5f, 0.5f};
    assertThat(Pixels.ofValues(values, 0, 1, 1).rgb()).containsExactly(0, 255, 128);
  }
}
