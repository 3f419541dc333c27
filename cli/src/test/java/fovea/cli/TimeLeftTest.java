package fovea.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import fovea.recipe.Recipe;
import fovea.train.EpochRecord;
import fovea.train.Position;
import fovea.train.RunFacts;
import java.util.function.IntToDoubleFunction;
import org.junit.jupiter.api.Test;

/** Of runs of 1,000 images in 100 steps an epoch, on a machine where work alone takes time. */
class TimeLeftTest {
  private static final int IMAGES = 1000;
  private static final int STEPS = 100;
  private static final double JUDGING = 5;

  private static Recipe recipe(String... settings) {
    return Recipe.standard().with("batchSize=10").with(settings);
  }

  private static TimeLeft of(Recipe recipe) {
    return new TimeLeft(new RunFacts(recipe, "photos", IMAGES, 100, STEPS, Position.START, 7, 70));
  }

  private static EpochRecord epoch(int epoch, double training, int images) {
    return new EpochRecord(
        epoch, 1, 0.5, 1.0, 0.5, 0.1, training + JUDGING, images / Math.max(1e-9, training));
  }

  /** What it says after each epoch is what the epochs after it take. */
  private static void foretells(Recipe recipe, IntToDoubleFunction training, int images) {
    TimeLeft left = of(recipe);
    for (int epoch = 1; epoch < recipe.epochs(); epoch++) {
      double rest = 0;
      for (int later = epoch + 1; later <= recipe.epochs(); later++) {
        rest += training.applyAsDouble(later) + JUDGING;
      }
      assertThat(left.after(epoch(epoch, training.applyAsDouble(epoch), images)))
          .as("after epoch %d", epoch)
          .isCloseTo(rest, within(0.03 * rest));
    }
  }

  @Test
  void epochsThatAreAlikeTakeAsLong() {
    foretells(recipe("epochs=5"), epoch -> 20, IMAGES);
    assertThat(of(recipe("epochs=5")).share(2, 0.5)).isCloseTo(0.3, within(1e-9));
    assertThat(of(recipe("epochs=5")).share(6, 0)).isEqualTo(1);
  }

  @Test
  void imagesThatGrowTakeLongerByTheirArea() {
    Recipe recipe =
        recipe(
            "epochs=6", "progressive.startSize=16", "progressive.share=1", "progressive.stride=2");
    IntToDoubleFunction training =
        epoch -> {
          double seconds = 0;
          for (int step = (epoch - 1) * STEPS; step < epoch * STEPS; step++) {
            seconds += 0.2 * Math.pow(recipe.progressive().size(step, 6 * STEPS, 32) / 32.0, 2);
          }
          return seconds;
        };
    assertThat(training.applyAsDouble(6)).isGreaterThan(2.5 * training.applyAsDouble(1));
    foretells(recipe, training, IMAGES);
    assertThat(of(recipe).share(4, 0)).isLessThan(0.4);
  }

  @Test
  void theHeadAloneTakesTwoFifths() {
    foretells(recipe("epochs=8", "headEpochs=2"), epoch -> epoch <= 2 ? 12 : 30, IMAGES);
  }

  @Test
  void epochsThatLeaveImagesOutAreShorter() {
    Recipe recipe = recipe("epochs=4", "skipping.share=0.5", "skipping.from=0", "skipping.until=1");
    foretells(recipe, epoch -> 10, IMAGES / 2);
    assertThat(of(recipe).share(3, 0)).isEqualTo(0.5);
  }
}
