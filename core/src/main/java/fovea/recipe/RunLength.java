package fovea.recipe;

import java.util.ArrayList;
import java.util.List;

/** How many epochs a run has: those that somebody asks for, or those that fit its images. */
final class RunLength {
  /** By how much fewer images make a run's epochs more, at most. */
  private static final int MOST_TIMES = 4;

  /** By how much more images make a run's epochs fewer, at most. */
  private static final int LEAST_PART = 6;

  private static final long MOST_EPOCHS = 100_000;

  /** Of a run's epochs, what the head has alone at most: the rest is what a run is for. */
  private static final int HEAD_PART = 4;

  private RunLength() {}

  /** Whoever says how many epochs gets as many, however many images there are. */
  static List<String> asTold(List<String> settings) {
    if (!changes("epochs", settings) || changes("epochsFor", settings)) {
      return settings;
    }
    List<String> all = new ArrayList<>(settings);
    all.add("epochsFor=0");
    return all;
  }

  /** Where settings say how many epochs and not how many of them the head has alone, a quarter. */
  static Recipe withShortHead(Recipe changed, List<String> settings) {
    int most = changed.epochs() / HEAD_PART;
    boolean other = changes("epochs", settings) && !changes("headEpochs", settings);
    return other && changed.headEpochs() > most ? changed.with("headEpochs=" + most) : changed;
  }

  /**
   * By the root of how many times as many images the epochs are meant for.
   *
   * @param epochsFor above 0
   */
  static long fitting(int epochs, int epochsFor, int images) {
    double times = Math.sqrt((double) epochsFor / Math.max(1, images));
    double bounded = Math.max(1.0 / LEAST_PART, Math.min(MOST_TIMES, times));
    return Math.max(1, Math.min(MOST_EPOCHS, Math.round(epochs * bounded)));
  }

  private static boolean changes(String key, List<String> settings) {
    return settings.stream().anyMatch(setting -> setting.strip().matches("(?s)" + key + "\\s*=.*"));
  }
}
