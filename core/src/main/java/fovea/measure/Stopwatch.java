package fovea.measure;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Repeats a piece of work for a while, and says how long it took each time.
 *
 * @param seconds of the timed repetitions, in rising order, at least one
 */
public record Stopwatch(List<Double> seconds) {
  public Stopwatch {
    List<Double> sorted = new ArrayList<>(seconds);
    Collections.sort(sorted);
    seconds = List.copyOf(sorted);
  }

  /**
   * Runs the work, untimed at first and then timed, until both limits are reached.
   *
   * @param warmUp repetitions before the first that is timed, 0 or more
   * @param least timed repetitions, at least 1
   * @param forSeconds of timed repetitions
   */
  public static Stopwatch time(int warmUp, int least, double forSeconds, Runnable work) {
    for (int i = 0; i < warmUp; i++) {
      work.run();
    }
    List<Double> seconds = new ArrayList<>();
    double sum = 0;
    while (seconds.size() < least || sum < forSeconds) {
      long start = System.nanoTime();
      work.run();
      double took = (System.nanoTime() - start) / 1e9;
      seconds.add(took);
      sum += took;
    }
    return new Stopwatch(seconds);
  }

  public double median() {
    return quantile(0.5);
  }

  /**
   * The time that a share of the repetitions stayed within, interpolated.
   *
   * @param share in [0, 1]
   */
  public double quantile(double share) {
    double at = share * (seconds.size() - 1);
    int below = (int) at;
    int above = Math.min(below + 1, seconds.size() - 1);
    return seconds.get(below) + (at - below) * (seconds.get(above) - seconds.get(below));
  }
}
