package fovea.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import fovea.audit.ShortcutProbe.Followed;
import fovea.audit.ShortcutProbe.Pairs;
import fovea.data.ImageSet;
import fovea.image.Pixels;
import fovea.nn.Module;
import fovea.nn.Prepared;
import fovea.tensor.Precision;
import fovea.tensor.Rng;
import fovea.tensor.Shape;
import fovea.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.BinaryOperator;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ShortcutProbeTest {
  private static final int SIMULATIONS = 400;

  @Test
  void whatTurnsIsHeldAgainstWhatTurnsWithAFellows() {
    int[] before = {0, 0, 1, 1, 2, 2, 3};
    int[] other = {2, 4, 0, 6, 0, 3, 0};
    int[] fellow = {1, 0, 3, 2, 5, 4, 6}; // the last has none
    int[] without = {0, 0, 1, 1, 2, 2, 0};
    int[] swapped = {1, 2, 0, 1, 0, 2, 0};
    int[] control = {1, 0, 1, 3, 2, 2, 3};
    Followed found =
        ShortcutProbe.followed(
            ProbeFactor.COLOUR, new Pairs(before, other, fellow), without, swapped, control);
    assertThat(found.keptWithout().value()).isEqualTo(6 / 7.0);
    assertThat(found.kept().value()).isEqualTo(2 / 7.0);
    assertThat(found.follows().value()).isEqualTo(5 / 7.0);
    assertThat(found.excess()).isCloseTo(4 / 6.0 - 2 / 6.0, within(1e-12));
    assertThat(found.excessAtLeast()).isBetween(-1.0, 0.0);
  }

  @Test
  void aPairIsOfTwoClassesAndFellowsAreOfOne() {
    int[] before = IntStream.range(0, 200).map(i -> i < 150 ? 0 : i < 199 ? 1 : 2).toArray();
    Pairs pairs = Pairs.of(before, Rng.seeded(1));
    for (int i = 0; i < before.length; i++) {
      assertThat(before[pairs.other()[i]]).isNotEqualTo(before[i]);
      assertThat(before[pairs.fellow()[i]]).isEqualTo(before[i]);
      assertThat(pairs.fellow()[i] == i).isEqualTo(i == 199);
    }
  }

  /** Whatever is swapped, predictions fall back to the commonest class. */
  @Test
  void fallingBackToTheCommonestClassIsNoShortcut() {
    SplittableRandom random = new SplittableRandom(1);
    IntUnaryOperator lost = own -> random.nextDouble() < 0.9 ? 0 : own;
    assertThat(named(300, 3, new double[] {0.6, 0.2, 0.2}, 0, lost)).isZero();
  }

  @Test
  void fewImagesOfThreeClassesRaiseNoFalseAlarm() {
    SplittableRandom random = new SplittableRandom(2);
    IntUnaryOperator lost = own -> random.nextInt(3);
    double[] equal = {1 / 3.0, 1 / 3.0, 1 / 3.0};
    assertThat(named(20, 3, equal, 0, lost)).isLessThan(SIMULATIONS / 50);
    assertThat(named(300, 3, equal, 0, lost)).isZero();
  }

  @Test
  void whatHalfOfThePredictionsFollowIsNamed() {
    SplittableRandom random = new SplittableRandom(3);
    double[] equal = {0.25, 0.25, 0.25, 0.25};
    assertThat(named(300, 4, equal, 0.5, own -> random.nextInt(4))).isEqualTo(SIMULATIONS);
  }

  /**
   * In how many simulations something is called a shortcut.
   *
   * @param follows share of predictions that become the other image's
   * @param lost what one becomes that doesn't
   */
  private static int named(
      int images, int classes, double[] shares, double follows, IntUnaryOperator lost) {
    SplittableRandom random = new SplittableRandom(4);
    int named = 0;
    for (int s = 0; s < SIMULATIONS; s++) {
      int[] before = new int[images];
      for (int i = 0; i < images; i++) {
        double at = random.nextDouble();
        while (before[i] < classes - 1 && at >= shares[before[i]]) {
          at -= shares[before[i]++];
        }
      }
      Pairs pairs = Pairs.of(before, Rng.seeded(s));
      List<Followed> factors = new ArrayList<>();
      for (ProbeFactor factor : ProbeFactor.values()) {
        int[] swapped =
            IntStream.range(0, images)
                .map(
                    i ->
                        random.nextDouble() < follows
                            ? before[pairs.other()[i]]
                            : lost.applyAsInt(before[i]))
                .toArray();
        int[] control = Arrays.stream(before).map(lost).toArray();
        factors.add(ShortcutProbe.followed(factor, pairs, before, swapped, control));
      }
      named += ShortcutProbe.shortcut(factors) == null ? 0 : 1;
    }
    return named;
  }

  @Test
  void aNetworkThatIsOnlyConfusedFollowsNothing() {
    for (int classes : new int[] {2, 10}) { // it knows more classes than the images show
      ShortcutProbe lost = // any other surroundings may turn it
          probed(classes, (around, middle) -> around.mul(middle));
      assertThat(lost.factors().get(1).follows().value()).isBetween(0.4, 0.6);
      assertThat(lost.factors().get(1).excess()).isBetween(-0.1, 0.1);
      assertThat(lost.shortcut()).isNull();
    }
  }

  @Test
  void aNetworkThatLooksAtTheSurroundingsIsFoundOut() {
    for (int classes : new int[] {2, 10}) {
      ShortcutProbe following = probed(classes, (around, middle) -> around);
      assertThat(following.factors().get(1).excess()).isGreaterThan(0.9);
      assertThat(following.factors().get(1).excessAtLeast()).isBetween(0.9, 1.0);
      assertThat(following.shortcut()).isEqualTo(ProbeFactor.BACKGROUND);
    }
  }

  /**
   * What a network follows that looks at the corner and the middle of an image.
   *
   * @param classes that it has; the images are taken for the first two
   */
  private static ShortcutProbe probed(int classes, BinaryOperator<Tensor> answer) {
    Module network =
        new Module() {
          @Override
          protected Tensor forward(Tensor input) {
            Tensor logit = answer.apply(brightness(input, 0), brightness(input, 15));
            List<Tensor> logits = new ArrayList<>(List.of(logit, logit.mul(-1)));
            while (logits.size() < classes) {
              logits.add(logit.mul(0).sub(1));
            }
            return Tensor.stack(logits, 1);
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
    List<String> names = IntStream.range(0, classes).mapToObj(c -> "class " + c).toList();
    ImageSet set = ImageSet.of(names, 32, 32, images, new int[images.length]);
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
}
