package fovea.augment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import fovea.data.Batch;
import fovea.recipe.Recipe;
import fovea.settings.Declared;
import fovea.tensor.InScope;
import fovea.tensor.RandomTensor;
import fovea.tensor.Rng;
import fovea.tensor.Shape;
import fovea.tensor.Size2d;
import fovea.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What holds for every step that a recipe may list. */
@ExtendWith(InScope.class)
class EveryStepTest {
  private static final Set<String> OF_SEVERAL_IMAGES = Set.of("mixup", "cutmix");

  /** Sizes on which an off-by-one or an empty neighbourhood would show. */
  private static final List<Size2d> SIZES =
      List.of(new Size2d(16, 16), new Size2d(12, 19), new Size2d(3, 5), new Size2d(1, 1));

  static Stream<String> names() {
    return Stream.of(AugmentStep.class.getPermittedSubclasses()).map(Declared::name);
  }

  static Stream<String> namesOfOneImage() {
    return names().filter(name -> !OF_SEVERAL_IMAGES.contains(name));
  }

  private static AugmentStep step(String name, String... settings) {
    List<String> all = new ArrayList<>(List.of("augment=[{name: " + name + "}]"));
    for (String setting : settings) {
      all.add("augment." + name + "." + setting);
    }
    return Recipe.standard().with(all).augment().get(0);
  }

  private static Tensor images(int n, Size2d size, long seed) {
    return RandomTensor.uniform(
        0, 1, Rng.seeded(seed), Shape.of(n, 3, size.height(), size.width()));
  }

  private static boolean fits(AugmentStep step, Size2d size) {
    try {
      step.requireFits(size.height(), size.width());
      return true;
    } catch (fovea.FoveaException e) {
      return false;
    }
  }

  @ParameterizedTest
  @MethodSource("names")
  void valuesStayInTheirRangeAndImagesKeepTheirPlaces(String name) {
    AugmentStep step = step(name);
    for (Size2d size : SIZES) {
      if (!fits(step, size)) {
        continue;
      }
      for (int seed = 0; seed < 10; seed++) {
        Batch batch = Varied.batch(images(6, size, seed));
        Batch varied = step.apply(batch, Varied.moment(batch.images(), Rng.seeded(seed)));
        assertThat(varied.images().shape()).isEqualTo(batch.images().shape());
        for (float value : varied.images().toFloats()) {
          assertThat(value).as("%s of %s, seed %d", name, size, seed).isBetween(0f, 1.000001f);
        }
        assertThat(varied.indices()).isEqualTo(batch.indices());
        assertThat(varied.classes()).isEqualTo(batch.classes());
        if (!OF_SEVERAL_IMAGES.contains(name)) {
          assertThat(varied.target().toLongs()).isEqualTo(batch.target().toLongs());
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("names")
  void theSameSeedGivesTheSameBytesAndTheBatchStaysAsItWas(String name) {
    AugmentStep step = step(name);
    Tensor images = images(32, new Size2d(17, 19), 1);
    byte[] before = images.toRaw();
    byte[] first = Varied.images(step, images, Rng.seeded(3)).toRaw();
    assertThat(Varied.images(step, images.contiguous(), Rng.seeded(3)).toRaw()).isEqualTo(first);
    assertThat(first).isNotEqualTo(before);
    assertThat(images.toRaw()).isEqualTo(before);
    if (!name.equals("alternating-flip")) { // which draws from the run alone
      assertThat(Varied.images(step, images, Rng.seeded(4)).toRaw()).isNotEqualTo(first);
    }
  }

  /** So a smaller last batch, or another partner, doesn't change how an image is varied. */
  @ParameterizedTest
  @MethodSource("namesOfOneImage")
  void theFirstImagesOfABatchAreVariedAsWithoutTheOthers(String name) {
    AugmentStep step = step(name);
    Tensor images = images(9, new Size2d(12, 19), 2);
    Tensor all = Varied.images(step, images, Rng.seeded(5));
    Tensor few = Varied.images(step, images.narrow(0, 0, 4), Rng.seeded(5));
    assertThat(few.toRaw()).isEqualTo(all.narrow(0, 0, 4).contiguous().toRaw());
  }

  static Stream<String> namesWithProbability() {
    return Stream.of(AugmentStep.class.getPermittedSubclasses())
        .filter(s -> Declared.in(s).stream().anyMatch(d -> d.key().equals("probability")))
        .map(Declared::name);
  }

  @ParameterizedTest
  @MethodSource("namesWithProbability")
  void theProbabilityIsTheShareThatIsVaried(String name) {
    Tensor images = images(500, new Size2d(16, 17), 3);
    assertThat(changed(step(name, "probability=0"), images)).isZero();
    if (!OF_SEVERAL_IMAGES.contains(name)) { // of which one draw holds for the whole batch
      // four standard errors
      assertThat(changed(step(name, "probability=0.3"), images))
          .isCloseTo(0.3, within(4 * Math.sqrt(0.21 / 500)));
    }
  }

  private static double changed(AugmentStep step, Tensor images) {
    float[] before = images.toFloats();
    float[] after = Varied.images(step, images, Rng.seeded(6)).toFloats();
    int n = (int) images.shape().size(0);
    int values = before.length / n;
    int changed = 0;
    for (int image = 0; image < n; image++) {
      boolean same = true;
      for (int i = image * values; i < (image + 1) * values; i++) {
        same &= before[i] == after[i];
      }
      changed += same ? 0 : 1;
    }
    return (double) changed / n;
  }

  @Test
  void aRecipeOfAllOfThemRunsInItsOrder() {
    List<AugmentStep> all = names().map(name -> step(name)).toList();
    Batch batch = Varied.batch(images(8, new Size2d(32, 24), 4));
    Moment moment = new Moment(1, Rng.seeded(1), Rng.seeded(2), new Size2d(16, 20));
    Batch varied = Augmentation.inOrder(all).apply(batch, moment);
    assertThat(varied.images().shape()).isEqualTo(Shape.of(8, 3, 16, 20));
    assertThat(varied.hasShares()).isTrue();
  }
}
