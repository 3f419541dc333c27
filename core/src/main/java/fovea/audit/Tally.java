package fovea.audit;

/**
 * How often each class is shown and named in a group of images, of which each may count several
 * times or not at all.
 *
 * @param images how many
 * @param own by class, how many show it
 * @param taken by class, how many are taken for it
 * @param right by class, how many show it and are taken for it
 */
@SuppressWarnings("ArrayRecordComponent") // counted, read and dropped
record Tally(long images, long[] own, long[] taken, long[] right) {

  /** What a gap may be in. */
  enum Share {
    ACCURACY,
    TAKEN,
    RECALL,
    FALSE_POSITIVE
  }

  /**
   * Counts a group.
   *
   * @param first of the images of this group
   * @param end the first that isn't of it any more
   */
  static Tally of(int[] labels, int[] predicted, int[] weights, int first, int end, int classes) {
    Tally tally = new Tally(0, new long[classes], new long[classes], new long[classes]);
    long all = 0;
    for (int i = first; i < end; i++) {
      all += weights[i];
      tally.own[labels[i]] += weights[i];
      tally.taken[predicted[i]] += weights[i];
      tally.right[labels[i]] += labels[i] == predicted[i] ? weights[i] : 0;
    }
    return new Tally(all, tally.own, tally.taken, tally.right);
  }

  /** Of so many images. */
  long of(Share share, int label) {
    return switch (share) {
      case ACCURACY, TAKEN -> images;
      case RECALL -> own[label];
      case FALSE_POSITIVE -> images - own[label];
    };
  }

  /** So many. */
  long hits(Share share, int label) {
    return switch (share) {
      case ACCURACY -> {
        long sum = 0;
        for (long each : right) {
          sum += each;
        }
        yield sum;
      }
      case TAKEN -> taken[label];
      case RECALL -> right[label];
      case FALSE_POSITIVE -> taken[label] - right[label];
    };
  }
}
