package fovea.attack;

import java.util.ArrayList;
import java.util.List;

/**
 * An image, and the class that it shall be taken for.
 *
 * @param number of the class among the image's targets, from 0
 */
record Aimed(Subject subject, int target, int number) {
  /** What is done to the images that are left, each aimed at its next class. */
  @FunctionalInterface
  interface Round {
    void on(List<Aimed> aimed, Attempt part);
  }

  /**
   * Aims at the nearest other classes one after the other, by the logits of the images as they are;
   * images that are fooled are aimed at no more.
   *
   * @param targets at most so many classes
   */
  static void each(List<Subject> subjects, int targets, Attempt attempt, Round round) {
    float[][] logits = attempt.clean(subjects);
    int rounds = Math.min(targets, logits[0].length - 1);
    for (int number = 0; number < rounds; number++) {
      List<Aimed> aimed = new ArrayList<>();
      for (int i = 0; i < logits.length; i++) {
        Subject subject = subjects.get(i);
        if (!subject.isFooled()) {
          int target = Logits.nearest(logits[i], subject.label(), rounds)[number];
          aimed.add(new Aimed(subject, target, number));
        }
      }
      if (aimed.isEmpty()) {
        return;
      }
      round.on(aimed, attempt.part(number, rounds));
    }
  }
}
