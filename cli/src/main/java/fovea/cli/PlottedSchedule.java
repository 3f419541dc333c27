package fovea.cli;

import fovea.files.FileKind;
import fovea.optim.Schedule;
import fovea.recipe.Recipe;
import fovea.report.SchedulePicture;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The learning rate over a recipe's run, as far as it is known before.
 *
 * @param name as the user named the recipe
 */
record PlottedSchedule(String name, Recipe recipe) {
  /** Of an epoch; how many a run has depends on its images, and shapes no schedule. */
  private static final int STEPS = 100;

  private static final int POINTS = 801;

  void show(Console console, @Nullable Path out) {
    WritableFile.require(out, "the picture", Set.of(FileKind.SVG));
    double[] rates = rates();
    double most = Arrays.stream(rates).max().orElseThrow();
    PrintStream text = console.out();
    text.println(title() + ":");
    new TextPlot(rates, 0, most)
        .lines("epoch 0", String.valueOf(recipe.epochs()))
        .forEach(text::println);
    text.println(figures(rates, most));
    if (recipe.watchesValidation()) {
      text.println("It falls further whenever the validation images' figures stay where they are.");
    }
    if (out != null) {
      SchedulePicture.write(out, title(), rates, recipe.epochs());
      console.err().println("The picture is in " + out + ".");
    }
  }

  private String title() {
    return "Learning rate of " + name;
  }

  private double[] rates() {
    Schedule plan = recipe.plan(STEPS, 1);
    double[] rates = new double[POINTS];
    Arrays.setAll(rates, i -> plan.learningRate(step(i)));
    return rates;
  }

  /** That a point of the picture is of. */
  private long step(int point) {
    long last = (long) STEPS * recipe.epochs() - 1;
    return Math.round((double) point * last / (POINTS - 1));
  }

  private String figures(double[] rates, double most) {
    int at = 0;
    while (rates[at] < most) {
      at++;
    }
    return "It begins at %s, is %s at most, first in epoch %d of %d, and ends at %s."
        .formatted(
            TextPlot.number(rates[0]),
            TextPlot.number(most),
            1 + step(at) / STEPS,
            recipe.epochs(),
            TextPlot.number(rates[POINTS - 1]));
  }
}
