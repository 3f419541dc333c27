package fovea.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import fovea.FoveaException;
import fovea.recipe.Recipe;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Of a recipe of 20 epochs at 160 pixels, which take a minute each, and 100 s of judging. */
class BudgetTest {
  private static final Recipe RECIPE = Recipe.builtIn("photos").with("epochs=20");

  private static int size(Recipe recipe) {
    return (Integer) recipe.model().arguments().get("imageSize");
  }

  /** By the area of the images. */
  private static RunTime time(Recipe recipe) {
    double area = Math.pow(size(recipe) / 160.0, 2);
    return new RunTime(
        recipe.epochs(), 10, 50 * area * recipe.epochs(), 10 * area * recipe.epochs(), 100 * area);
  }

  private static Budget.Fit fit(int seconds) {
    return new Budget(Duration.ofSeconds(seconds), true, false).fit(RECIPE, BudgetTest::time);
  }

  @Test
  void asManyEpochsFitAsThereIsTimeFor() {
    Budget.Fit fit = fit(1200);
    assertThat(fit.recipe()).isEqualTo(RECIPE.with("epochs=17")); // (0.95 * 1200 - 100) / 60
    assertThat(fit.time().epochs()).isEqualTo(17);
    assertThat(fit.time().seconds()).isEqualTo(17 * 60 + 100).isLessThan(1200);
  }

  @Test
  void moreTimeMakesTwiceTheEpochsAtMost() {
    assertThat(fit(100_000).recipe()).isEqualTo(RECIPE.with("epochs=40"));
  }

  @Test
  void ratherThanLessThanHalfOfTheEpochsImagesAreSmaller() {
    assertThat(fit(740).recipe().epochs()).isEqualTo(10);
    assertThat(size(fit(740).recipe())).isEqualTo(160);
    assertThat(size(fit(720).recipe())).isEqualTo(128);
    assertThat(fit(720).recipe().epochs()).isEqualTo(16); // of 38.4 s, and 64 s of judging
    assertThat(size(fit(400).recipe())).isEqualTo(96);
    assertThat(fit(400).recipe().epochs()).isEqualTo(15);
  }

  @Test
  void ofTheSmallestImagesFewerEpochsWillDo() {
    assertThat(size(fit(110).recipe())).isEqualTo(96);
    assertThat(fit(110).recipe().epochs()).isEqualTo(3);
  }

  @Test
  void withoutAnotherSizeEpochsAloneFit() {
    Budget budget = new Budget(Duration.ofSeconds(400), false, false);
    assertThat(budget.fit(RECIPE, BudgetTest::time).recipe()).isEqualTo(RECIPE.with("epochs=4"));
  }

  private static int headEpochs(int told, int seconds) {
    return new Budget(Duration.ofSeconds(seconds), true, false)
        .fit(RECIPE.with("headEpochs=" + told), BudgetTest::time)
        .recipe()
        .headEpochs();
  }

  @Test
  void theHeadHasAloneWhatItWasTold() {
    assertThat(headEpochs(8, 1200)).isEqualTo(8); // of 17
    assertThat(headEpochs(1, 110)).isEqualTo(1); // of 3
    assertThat(headEpochs(8, 110)).isZero(); // or there were none of the rest
    assertThat(headEpochs(20, 100_000)).isEqualTo(40);
  }

  @Test
  void lessTimeThanTheLeastTakesIsRefused() {
    assertThatThrownBy(() -> fit(100))
        .isInstanceOf(FoveaException.class)
        .hasMessage(
            "100s is too short: the least that may be worth it, 3 epochs, takes about 107s on this machine; allow as much, or train on fewer images");
  }
}
