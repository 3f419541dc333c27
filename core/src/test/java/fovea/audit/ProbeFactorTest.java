package fovea.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import fovea.audit.ShortcutProbe.Followed;
import fovea.data.ImageSet;
import fovea.image.Pixels;
import fovea.nn.Module;
import fovea.nn.Prepared;
import fovea.tensor.Precision;
import fovea.tensor.Rng;
import fovea.tensor.Shape;
import fovea.tensor.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.BinaryOperator;
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

  @Test
  void followingIsCountedAboveChance() {
    int[] before = {0, 1, 2, 3, 0, 1, 2, 3, 0, 1};
    int[] other = {1, 2, 3, 4, 1, 2, 3, 4, 1, 2};
    int[] without = before.clone();
    int[] swapped = {1, 2, 3, 0, 0, 1, 3, 1, 2, 3};
    double lost = ShortcutProbe.becomingAThird(4, before, other, swapped);
    Followed found =
        ShortcutProbe.followed(ProbeFactor.COLOUR, before, other, without, swapped, lost);
    assertThat(found.keptWithout().value()).isEqualTo(1);
    assertThat(found.kept().value()).isEqualTo(0.2);
    assertThat(found.follows().value()).isEqualTo(0.5);
    assertThat(found.excess()).isCloseTo(0.5 - 0.3 / 2, within(1e-12));
  }

  @Test
  void aNetworkOfTwoClassesThatIsOnlyConfusedFollowsNothing() {
    ShortcutProbe lost =
        probed((around, middle) -> around.mul(middle)); // any other surroundings may turn it
    assertThat(lost.factors().get(1).follows().value()).isBetween(0.4, 0.6);
    assertThat(lost.factors().get(1).excess()).isBetween(-0.1, 0.1);
    assertThat(lost.shortcut()).isNull();
    ShortcutProbe following = probed((around, middle) -> around);
    assertThat(following.factors().get(1).excess()).isGreaterThan(0.9);
    assertThat(following.shortcut()).isEqualTo(ProbeFactor.BACKGROUND);
  }

  /** What a network of two classes follows that looks at the corner and the middle of an image. */
  private static ShortcutProbe probed(BinaryOperator<Tensor> answer) {
    Module network =
        new Module() {
          @Override
          protected Tensor forward(Tensor input) {
            Tensor logit = answer.apply(brightness(input, 0), brightness(input, 15));
            return Tensor.stack(List.of(logit, logit.mul(-1)), 1);
          }
        };
    network.eval();
    SplittableRandom random = new SplittableRandom(3);
    byte[][] images = new byte[400][];
    for (int i = 0; i < images.length; i++) {
      byte around = (byte) (random.nextBoolean() ? 200 : 50);
      byte[] pixels = new byte[32 * 32 * 3];
      Arrays.fill(pixels, (byte) (random.nextBoolean() ? 200 : 50));
      images[i] = Middle.with(new Pixels(32, 32, pixels), filled(around));
    }
    ImageSet set = ImageSet.of(List.of("ill", "well"), 32, 32, images, new int[images.length]);
    try (Prepared prepared = Prepared.of(network, Shape.of(3, 32, 32), Precision.FLOAT32)) {
      return ShortcutProbe.of(prepared, set, 1, Rng.seeded(1)).orElseThrow();
    } finally {
      network.close();
    }
  }

  private static byte[] filled(byte value) {
    byte[] pixels = new byte[32 * 32 * 3];
    Arrays.fill(pixels, value);
    return pixels;
  }

  /** Of two by two pixels, [N], about 0. */
  private static Tensor brightness(Tensor input, int at) {
    return input.narrow(2, at, 2).narrow(3, at, 2).mean(1, 2, 3).sub(0.5);
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
