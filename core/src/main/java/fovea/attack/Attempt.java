package fovea.attack;

import java.util.ArrayList;
import java.util.List;

/**
 * What an attack works with on some images.
 *
 * @param steps is told how far it has come
 */
record Attempt(AttackedNetwork network, Threat threat, Steps steps) {
  /** Is told how far work on some images has come. */
  @FunctionalInterface
  interface Steps {
    void done(int step, int of);
  }

  /**
   * Shows the network candidates, in float32; the images whose candidate is taken for another class
   * are fooled.
   *
   * @param candidates one for each subject, theirs from now on
   * @return the logits of each candidate
   */
  float[][] offer(List<Subject> subjects, List<float[]> candidates) {
    if (subjects.isEmpty()) {
      return new float[0][];
    }
    float[][] logits = network.logits(candidates);
    for (int i = 0; i < logits.length; i++) {
      Subject subject = subjects.get(i);
      if (Logits.fool(logits[i], subject.label())
          && threat.allows(subject.clean(), candidates.get(i))) {
        subject.fooledBy(candidates.get(i));
      }
    }
    return logits;
  }

  /** The float32 logits of the images as they are. */
  float[][] clean(List<Subject> subjects) {
    return network.logits(subjects.stream().map(Subject::clean).toList());
  }

  /** The same for one of several parts that take equally long. */
  Attempt part(int number, int parts) {
    return new Attempt(network, threat, (step, of) -> steps.done(number * of + step, parts * of));
  }

  /** Those that are not fooled yet. */
  static List<Subject> left(List<Subject> subjects) {
    return subjects.stream().filter(subject -> !subject.isFooled()).toList();
  }

  /**
   * Goes uphill by gradients until an image is fooled or its steps are used up. A walk that the
   * network is seen to be fooled by on the way is offered at once.
   */
  void climb(List<? extends Walk> all, int iterations) {
    List<Walk> walks = new ArrayList<>(all);
    for (int i = 0; i < iterations && !walks.isEmpty(); i++) {
      AttackedNetwork.Slopes slopes =
          network.slopes(
              walks.stream().map(Walk::position).toList(), walks.stream().map(Walk::loss).toList());
      List<Walk> promising = new ArrayList<>();
      for (int w = 0; w < walks.size(); w++) {
        Walk walk = walks.get(w);
        if (Logits.predicted(slopes.logits()[w]) != walk.subject().label()) {
          promising.add(walk);
        }
      }
      offerPositions(promising);
      List<Walk> going = new ArrayList<>();
      for (int w = 0; w < walks.size(); w++) {
        Walk walk = walks.get(w);
        if (!walk.subject().isFooled()) {
          walk.advance(slopes.losses()[w], slopes.gradients()[w]);
          going.add(walk);
        }
      }
      walks = going;
      steps.done(i + 1, iterations);
    }
    offerPositions(walks);
    List<Walk> rest = walks.stream().filter(walk -> !walk.subject().isFooled()).toList();
    offer(
        rest.stream().map(Walk::subject).toList(),
        rest.stream().map(walk -> walk.best().clone()).toList());
  }

  private void offerPositions(List<Walk> walks) {
    offer(
        walks.stream().map(Walk::subject).toList(),
        walks.stream().map(walk -> walk.position().clone()).toList());
  }
}
