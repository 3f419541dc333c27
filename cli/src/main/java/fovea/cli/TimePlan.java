package fovea.cli;

import fovea.data.DividedData;
import fovea.recipe.Recipe;
import fovea.run.Budget;
import fovea.run.RunTime;
import fovea.run.TimeTrial;
import fovea.tensor.Shape;
import java.util.Locale;

/** Says how long a run will take before it starts, and fits it to a time. */
final class TimePlan {
  private TimePlan() {}

  /**
   * Says how long a run takes, unless that is seconds.
   *
   * @param runs with a seed each, one after the other
   */
  static void say(Console console, Recipe recipe, DividedData data, int runs) {
    TimeTrial.of(recipe, data).ifPresent(time -> say(console, recipe, time, runs));
  }

  static void say(Console console, Recipe recipe, RunTime time, int runs) {
    String each = Text.roughly(time.seconds());
    console
        .err()
        .printf(
            Locale.ROOT,
            "%s %s: %s of %s at %.2g s, and %s of judging.%n",
            recipe.earlyStopping().patience() > 0 ? "At most about" : "About",
            runs == 1
                ? each
                : "%s a seed, %s in all".formatted(each, Text.roughly(runs * time.seconds())),
            Text.count(time.epochs(), "epoch"),
            Text.count(time.stepsPerEpoch(), "step"),
            time.secondsPerStep(),
            Text.roughly(time.validating() + time.judging()));
  }

  /**
   * The recipe with what fits a time, said as a sentence.
   *
   * @throws fovea.FoveaException if nothing does
   */
  static Recipe fit(Console console, Recipe told, DividedData data, Budget budget) {
    Budget.Fit fit = budget.fit(told, data);
    Recipe fitted = fit.recipe();
    Recipe full = told.fittedTo(data);
    console
        .err()
        .printf(
            "In %s there is time for %s of %s; the recipe has %s of %s.%n",
            Text.roughly(budget.time().toMillis() / 1e3),
            Text.count(fitted.epochs(), "epoch"),
            network(fitted),
            Text.number(full.epochs()),
            network(full));
    say(console, fitted, fit.time(), 1);
    return fitted;
  }

  private static String network(Recipe recipe) {
    Shape input = DataArgument.input(recipe);
    return "%s at %d pixels".formatted(recipe.model().name(), input.size(1));
  }
}
