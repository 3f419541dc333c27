package fovea.run;

import fovea.FoveaException;
import fovea.data.DividedData;
import fovea.models.Models;
import fovea.recipe.ModelSettings;
import fovea.recipe.Recipe;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * A time that a run may take. Fewer epochs are tried first, then smaller images, then a network of
 * less work: a few epochs less cost the least accuracy, another network the most.
 *
 * @param time for training and judging
 * @param otherSize whether images may be of another size than the recipe's
 * @param otherNetwork whether the network may be another
 */
public record Budget(Duration time, boolean otherSize, boolean otherNetwork) {
  /** Of the time, as steps don't all take as long as the few that were timed. */
  private static final double SHARE = 0.95;

  /** Of the recipe's epochs; with fewer, smaller images learn more. */
  private static final double FEWEST = 0.5;

  /** By how much a run may have more epochs than the recipe, where there is time. */
  private static final int MOST_TIMES = 2;

  private static final int LEAST_EPOCHS = 3;
  private static final int SMALLEST_SIZE = 96;
  private static final int SIZE_STEP = 32;
  private static final String SIZE = "imageSize";

  /** Networks for photographs that take less time than ResNets, by falling accuracy. */
  private static final List<String> LIGHTER = List.of("mobilenet_v2");

  /**
   * What fits.
   *
   * @param recipe with the epochs, image size and network that do
   */
  public record Fit(Recipe recipe, RunTime time) {}

  /**
   * Fits a recipe, by timing a few steps of what it may become.
   *
   * @throws FoveaException if even the least that can be trained takes longer, or the recipe can't
   *     be trained on these data
   */
  public Fit fit(Recipe told, DividedData data) {
    TrainingRun.create(told, data.set()).close(); // a run's refusals come before its timing
    // How many epochs the head has alone depends on how many there are; without, a run is longer.
    return fit(told.fittedTo(data), tried -> TimeTrial.measure(tried.with("headEpochs=0"), data));
  }

  /**
   * @param measured how long runs take
   */
  Fit fit(Recipe recipe, Function<Recipe, RunTime> measured) {
    long start = System.nanoTime();
    int wanted = (int) Math.ceil(FEWEST * recipe.epochs());
    int least = Math.min(LEAST_EPOCHS, recipe.epochs());
    double needed = 0;
    for (Iterator<ModelSettings> models = models(recipe.model()); models.hasNext(); ) {
      Recipe tried = recipe.with(models.next());
      RunTime run = measured.apply(tried);
      double left = SHARE * time.toNanos() / 1e9 - (System.nanoTime() - start) / 1e9;
      int epochs = Math.min(run.epochsWithin(left), MOST_TIMES * recipe.epochs());
      if (epochs >= (models.hasNext() ? wanted : least)) {
        return new Fit(tried.lasting(epochs), run.with(epochs));
      }
      needed = run.with(least).seconds() / SHARE + (System.nanoTime() - start) / 1e9;
    }
    throw new FoveaException(
        "%s is too short: the least that may be worth it, %d epochs, takes about %s on this machine; allow as much, or train on fewer images"
            .formatted(span(time.toMillis() / 1e3), least, span(needed)));
  }

  /** As {@code --budget} takes it. */
  private static String span(double seconds) {
    return seconds <= 300
        ? Math.round(Math.ceil(seconds)) + "s"
        : Math.round(Math.ceil(seconds / 60)) + "m";
  }

  /** What may be trained, by falling work; the recipe's own first. */
  private Iterator<ModelSettings> models(ModelSettings told) {
    List<ModelSettings> models = new ArrayList<>(List.of(told));
    int size = Math.toIntExact(Models.input(told.name(), told.arguments()).size(1));
    if (otherSize) {
      for (int smaller = (size - 1) / SIZE_STEP * SIZE_STEP;
          smaller >= SMALLEST_SIZE;
          smaller -= SIZE_STEP) {
        Map<String, Object> arguments = new LinkedHashMap<>(told.arguments());
        arguments.put(SIZE, smaller);
        models.add(new ModelSettings(told.name(), arguments));
      }
    }
    if (otherNetwork && size >= SMALLEST_SIZE && !LIGHTER.contains(told.name())) {
      Object smallest = models.get(models.size() - 1).arguments().getOrDefault(SIZE, size);
      LIGHTER.stream()
          .filter(Models.names()::contains)
          .forEach(name -> models.add(new ModelSettings(name, Map.of(SIZE, smallest))));
    }
    return models.iterator();
  }
}
