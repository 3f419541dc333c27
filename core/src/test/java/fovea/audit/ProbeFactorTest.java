package fovea.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import fovea.image.Pixels;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class ProbeFactorTest {
  private static final Pixels RED = picture(8, 8, 200, 20, 20);
  private static final Pixels BLUE = picture(16, 16, 20, 20, 200);

  @Test
  void huesTurnUntilTheMiddleHasTheOthers() {
    Pixels turned = of(ProbeFactor.COLOUR.swapped(RED, BLUE));
    assertThat(Hue.ofMiddle(turned)).isCloseTo(Hue.ofMiddle(BLUE), within(1e-9));
    int middle = 3 * (16 * 32 + 16);
    assertThat(turned.rgb()[middle + 2] & 0xff).isBetween(190, 210);
    assertThat(turned.rgb()[middle] & 0xff).isLessThan(45);
    assertThat(turned.rgb()[0] & 0xff).isEqualTo(128); // grey has no hue
    assertNear(Hue.turned(RED, 0), RED.rgb(), 2);
    assertNear(Hue.turned(RED, 1), RED.rgb(), 2);
  }

  @Test
  void withoutColoursAllChannelsAreTheBrightness() {
    byte[] grey = ProbeFactor.COLOUR.removed(RED);
    for (int i = 0; i < grey.length; i += 3) {
      assertThat(grey[i]).isEqualTo(grey[i + 1]).isEqualTo(grey[i + 2]);
    }
  }

  @Test
  void surroundingsAndMiddleAreEachOthersRest() {
    byte[] background = ProbeFactor.BACKGROUND.swapped(RED, BLUE);
    byte[] object = ProbeFactor.OBJECT.swapped(BLUE, RED);
    assertThat(background).isEqualTo(object);
    int middle = 3 * (16 * 32 + 16);
    assertThat(background[middle]).isEqualTo(RED.rgb()[middle]);
    assertThat(background[0]).isEqualTo(BLUE.rgb()[0]);
    byte[] plain = ProbeFactor.BACKGROUND.removed(RED);
    assertThat(plain[0]).isEqualTo(plain[93]);
    assertThat(plain[middle]).isEqualTo(RED.rgb()[middle]);
    byte[] hollow = ProbeFactor.OBJECT.removed(RED);
    assertThat(hollow[0]).isEqualTo(RED.rgb()[0]);
  }

  @Test
  void thePlaceOfTheEdgesMoves() {
    Place before = Place.of(RED);
    Place wanted = Place.of(BLUE);
    Place after = Place.of(of(ProbeFactor.POSITION.swapped(RED, BLUE)));
    assertThat(Math.hypot(after.x() - wanted.x(), after.y() - wanted.y()))
        .isLessThan(0.5 * Math.hypot(before.x() - wanted.x(), before.y() - wanted.y()));
  }

  private static Pixels of(byte[] rgb) {
    return new Pixels(32, 32, rgb);
  }

  private static void assertNear(byte[] found, byte[] expected, int most) {
    for (int i = 0; i < found.length; i++) {
      assertThat((found[i] & 0xff) - (expected[i] & 0xff)).isBetween(-most, most);
    }
  }

  /** A square of a colour on grey, 14 pixels wide. */
  private static Pixels picture(int left, int top, int red, int green, int blue) {
    byte[] rgb = new byte[32 * 32 * 3];
    Arrays.fill(rgb, (byte) 128);
    for (int y = top; y < top + 14; y++) {
      for (int x = left; x < left + 14; x++) {
        int at = 3 * (32 * y + x);
        rgb[at] = (byte) red;
        rgb[at + 1] = (byte) green;
        rgb[at + 2] = (byte) blue;
      }
    }
    return new Pixels(32, 32, rgb);
  }
}
