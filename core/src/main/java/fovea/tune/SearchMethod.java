package fovea.tune;

import java.util.List;
import java.util.Optional;

/**
 * How a search goes on, by all that is known so far and nothing else: a search that was interrupted
 * goes on as if it hadn't been.
 */
public sealed interface SearchMethod permits RandomSearch, TpeSearch, AshaSearch, HyperbandSearch {
  /** What the settings of a new trial are drawn by. */
  Sampler sampler();

  /**
   * The next thing to do; empty where nothing is left.
   *
   * @param trials so far, by their numbers, which count from 0
   * @param most how many trials there may be in all
   * @param epochs that a whole trial has
   */
  Optional<Job> next(List<Trial> trials, int most, int epochs);

  /**
   * A trial that is trained up to an epoch.
   *
   * @param trial its number; that of a new one is how many there are
   */
  record Job(int trial, int epochs) {}
}
