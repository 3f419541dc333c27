package fovea.augment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import fovea.Golden;
import fovea.tensor.Doubles;
import fovea.tensor.Geometry.Padding;
import fovea.tensor.ImageArrays;
import fovea.tensor.InScope;
import fovea.tensor.RandomTensor;
import fovea.tensor.Rng;
import fovea.tensor.Shape;
import fovea.tensor.Tensor;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** RandAugment, TrivialAugment and AugMix, by magnitudes that torchvision has. */
@ExtendWith(InScope.class)
class PoliciesTest {
  private static final int HEIGHT = 16;
  private static final int WIDTH = 12;

  /** Magnitudes by operation and level, and which operations go either way. */
  private record Policy(Map<PolicyOperation, float[]> magnitudes, Set<PolicyOperation> eitherWay) {
    static Policy of(String name) {
      Map<PolicyOperation, float[]> magnitudes = new EnumMap<>(PolicyOperation.class);
      Set<PolicyOperation> eitherWay = EnumSet.noneOf(PolicyOperation.class);
      Golden.read("augment/policies")
          .under(name + ".")
          .forEach(
              (key, values) -> {
                String[] parts = key.split("\\.");
                PolicyOperation operation = PolicyOperation.valueOf(parts[0]);
                magnitudes.put(operation, values.toFloats());
                if (parts[1].equals("either")) {
                  eitherWay.add(operation);
                }
              });
      return new Policy(magnitudes, eitherWay);
    }

    /** The golden's images were larger. */
    double at(PolicyOperation operation, int level) {
      double scale =
          switch (operation) {
            case TRANSLATE_X -> WIDTH / 120.0;
            case TRANSLATE_Y -> HEIGHT / 160.0;
            default -> 1;
          };
      return operation == PolicyOperation.IDENTITY
              || operation == PolicyOperation.AUTOCONTRAST
              || operation == PolicyOperation.EQUALIZE
          ? 0
          : scale * magnitudes.get(operation)[level];
    }
  }

  private static void assertSame(PolicySpace space, String name, int levels) {
    Policy policy = Policy.of(name);
    for (PolicyOperation operation : policy.magnitudes.keySet()) {
      float[] magnitudes = policy.magnitudes.get(operation);
      assertThat(operation.goesEitherWay()).isEqualTo(policy.eitherWay.contains(operation));
      for (int level = 0; level < magnitudes.length && magnitudes.length > 1; level++) {
        assertThat(space.magnitude(operation, level / (levels - 1.0), 160, 120))
            .as("%s, %s at level %d", name, operation, level)
            .isCloseTo(magnitudes[level], within(1e-5));
      }
    }
  }

  @Test
  void magnitudesAreThoseOfTorchvisionLevelByLevel() {
    assertSame(RandAugment.SPACE, "rand", 31);
    assertSame(TrivialAugment.WIDE, "wide", 31);
    assertSame(AugMix.SPACE, "mix", 10);
    assertThat(Policy.of("rand").magnitudes.keySet()).containsExactly(PolicyOperation.values());
    assertThat(Policy.of("wide").magnitudes.keySet()).containsExactly(PolicyOperation.values());
    assertThat(Policy.of("mix").magnitudes.keySet())
        .containsExactlyElementsOf(EnumSet.complementOf(EnumSet.of(PolicyOperation.IDENTITY)));
  }

  private static Tensor images(int n) {
    return RandomTensor.uniform(0, 1, Rng.seeded(n), Shape.of(n, 3, HEIGHT, WIDTH));
  }

  /** Applies operations to each picture, of which the draws are these. */
  private interface Replay {
    void vary(Picture picture, Rng draws);
  }

  private static void assertReplays(AugmentStep step, Replay replay) {
    Rng draws = Rng.seeded(7);
    Tensor images = images(300);
    Tensor expected =
        ImageArrays.each(
            "replay",
            images,
            HEIGHT,
            WIDTH,
            (image, values) -> {
              Picture picture = new Picture(HEIGHT, WIDTH, values);
              replay.vary(picture, draws);
              return picture.values();
            });
    Doubles.of(expected).assertMatches(Varied.images(step, images, Rng.seeded(7)), 1e-5, "replay");
  }

  private static void change(
      Policy policy, Picture picture, PolicyOperation operation, double most, Rng draws) {
    boolean negative = Policy.of("wide").eitherWay.contains(operation) && draws.nextLong() < 0;
    operation.apply(picture, negative ? -most : most, Padding.ZERO);
  }

  @Test
  void trivialAugmentTakesOneOperationOfAnyStrength() {
    Policy policy = Policy.of("wide");
    int[] counts = new int[14];
    assertReplays(
        new TrivialAugment(Padding.ZERO),
        (picture, draws) -> {
          int chosen = draws.nextInt(14);
          counts[chosen]++;
          PolicyOperation operation = PolicyOperation.values()[chosen];
          int level = draws.nextInt(31);
          // The largest move is 32 pixels whatever the image's size.
          double most =
              operation.name().startsWith("TRANSLATE")
                  ? 32 * level / 30.0
                  : policy.at(operation, level);
          change(policy, picture, operation, most, draws);
        });
    assertThat(counts).doesNotContain(0);
  }

  @Test
  void randAugmentTakesSeveralOperationsOfOneStrength() {
    Policy policy = Policy.of("rand");
    for (int magnitude : new int[] {0, 9, 30}) {
      assertReplays(
          new RandAugment(3, magnitude, Padding.ZERO),
          (picture, draws) -> {
            for (int i = 0; i < 3; i++) {
              PolicyOperation operation = PolicyOperation.values()[draws.nextInt(14)];
              change(policy, picture, operation, policy.at(operation, magnitude), draws);
            }
          });
    }
  }

  @Test
  void augMixIsTheImageAndItsChainsByTheirShares() {
    Policy policy = Policy.of("mix");
    for (int depth : new int[] {0, 2}) {
      assertReplays(
          new AugMix(4, 3, depth, 0.7, Padding.ZERO),
          (picture, draws) -> {
            double own = draws.nextBeta(0.7, 0.7);
            double[] mixed = new double[picture.values().length];
            Arrays.setAll(mixed, i -> own * picture.values()[i]);
            double left = 1 - own;
            for (int chain = 0; chain < 3; chain++) {
              double share = chain == 2 ? 1 : draws.nextBeta(0.7, (2 - chain) * 0.7);
              Picture variation = picture.copy();
              int operations = depth == 0 ? 1 + draws.nextInt(3) : depth;
              for (int i = 0; i < operations; i++) {
                PolicyOperation operation = PolicyOperation.values()[1 + draws.nextInt(13)];
                change(policy, variation, operation, policy.at(operation, draws.nextInt(4)), draws);
              }
              for (int i = 0; i < mixed.length; i++) {
                mixed[i] += left * share * variation.values()[i];
              }
              left *= 1 - share;
            }
            for (int i = 0; i < mixed.length; i++) {
              picture.values()[i] = (float) mixed[i];
            }
          });
    }
  }

  /** Nothing that a policy does gives black anything but black, except what turns values round. */
  @Test
  void augMixOfBlackStaysBlack() {
    Tensor black = Tensor.zeros(20, 3, HEIGHT, WIDTH);
    for (float value :
        Varied.images(new AugMix(3, 3, 0, 1, Padding.ZERO), black, Rng.seeded(1)).toFloats()) {
      assertThat(value).isZero();
    }
  }

  @Test
  void theSharesOfAugMixAreDirichlets() {
    // The first of three by Beta(a, 2a), the second Beta(a, a) of the rest: means of a third.
    Rng draws = Rng.seeded(3);
    double[] means = new double[3];
    double square = 0;
    int n = 20_000;
    for (int i = 0; i < n; i++) {
      double first = draws.nextBeta(0.7, 1.4);
      double second = (1 - first) * draws.nextBeta(0.7, 0.7);
      means[0] += first / n;
      means[1] += second / n;
      means[2] += (1 - first - second) / n;
      square += first * second / n;
    }
    for (double mean : means) {
      assertThat(mean).isCloseTo(1 / 3.0, within(0.01));
    }
    // E[x1 x2] of Dirichlet(a, a, a) is a^2 / (3a (3a + 1))
    assertThat(square).isCloseTo(0.49 / (2.1 * 3.1), within(0.003));
  }
}
