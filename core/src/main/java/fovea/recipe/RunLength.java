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

  /** Of fewer epochs than it was told, what the head has alone: the rest is what a run is for. */
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

  /**
   * Where settings leave fewer epochs, and don't say how many of them the head has alone, it has a
   * quarter at most; or all, as before.
   *
   * @param changed what the settings made of {@code told}
   */
  static Recipe withHead(Recipe told, Recipe changed, List<String> settings) {
    if (!changes("epochs", settings) || changes("headEpochs", settings)) {
      return changed;
    }
    int head = told.headEpochs();
    int epochs = changed.epochs();
    int most = epochs < told.epochs() ? epochs / HEAD_PART : head;
    int left = isAll(told) ? Math.max(head, epochs) : Math.min(head, most);
    return left == head ? changed : changed.with("headEpochs=" + left);
  }

  /**
   * How many the head has alone of as many epochs as fit: what it was told, which somebody may have
   * said for this run. Only where that would be all, and wasn't, it is a quarter.
   */
  static int ofHead(Recipe told, int fitting) {
    int head = told.headEpochs();
    if (isAll(told)) {
      return Math.max(head, fitting);
    }
    return head < fitting ? head : fitting / HEAD_PART;
  }

  /** Whether nothing but the head is trained. */
  private static boolean isAll(Recipe told) {
    return told.headEpochs() >= told.epochs();
  }

  /**
   * By the root of how many times as many images the epochs are meant for.
   *
   * @param epochsFor above 0
   */
  static int fitting(int epochs, int epochsFor, int images) {
    double times = Math.sqrt((double) epochsFor / Math.max(1, images));
    double bounded = Math.max(1.0 / LEAST_PART, Math.min(MOST_TIMES, times));
    return Math.toIntExact(Math.max(1, Math.min(MOST_EPOCHS, Math.round(epochs * bounded))));
  }

  private static boolean changes(String key, List<String> settings) {
    return settings.stream().anyMatch(setting -> setting.strip().matches("(?s)" + key + "\\s*=.*"));
  }
}
