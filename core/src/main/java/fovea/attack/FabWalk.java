package fovea.attack;

import org.jspecify.annotations.Nullable;

/**
 * One image's way to the boundary with a class, and back towards the clean image.
 *
 * @see <a href="https://arxiv.org/abs/1907.02044">Croce and Hein 2020, section 2.2</a>
 */
final class FabWalk {
  /** The largest share that the clean image's projection has in a step, alpha_max. */
  private static final double MOST_CLEAN = 0.1;

  /** How far steps go beyond the plane, eta. */
  private static final double OVERSHOOT = 1.05;

  /** The share of the way out that is left after a step back, beta. */
  private static final double BACKWARD = 0.9;

  private final Subject subject;
  private final int target;
  private final LogitLoss loss;
  private final Norm norm;
  private float[] position;
  private float @Nullable [] nearest;
  private double distance = Double.POSITIVE_INFINITY;
  private double difference;
  private boolean isLocated;

  FabWalk(Aimed aimed, Norm norm) {
    this.subject = aimed.subject();
    this.target = aimed.target();
    this.loss = LogitLoss.difference(subject.label(), target);
    this.norm = norm;
    this.position = subject.clean();
  }

  Subject subject() {
    return subject;
  }

  LogitLoss loss() {
    return loss;
  }

  /** Where it stands, not to be changed. */
  float[] position() {
    return position;
  }

  /** The nearest image of another class so far, or null. */
  float @Nullable [] nearest() {
    return nearest;
  }

  /** How far that is from the clean image; infinite where there is none. */
  double distance() {
    return distance;
  }

  /** Whether it knows how far from the boundary it stands. */
  boolean isLocated() {
    return isLocated;
  }

  /**
   * Hears how far it stands from the boundary. Near it, lower precision can't tell one side from
   * the other.
   *
   * @param logits where it stands, in float32
   */
  void locate(float[] logits) {
    difference = (double) logits[target] - logits[subject.label()];
    isLocated = true;
  }

  /**
   * A step to the plane on which the target's logit, were the network linear, equals that of the
   * image's class; it has to be located first.
   *
   * @param gradient of how far the one is above the other
   */
  void advance(float[] gradient) {
    float[] clean = subject.clean();
    double fromClean = -difference;
    for (int i = 0; i < clean.length; i++) {
      fromClean += gradient[i] * ((double) position[i] - clean[i]);
    }
    float[] here = BoxProjection.onto(norm, position, gradient, -difference);
    float[] there = BoxProjection.onto(norm, clean, gradient, fromClean);
    double sizeHere = Math.max(norm.of(here), 1e-8);
    double sizeThere = Math.max(norm.of(there), 1e-8);
    double alpha = Math.min(sizeHere / (sizeHere + sizeThere), MOST_CLEAN);
    float[] next = new float[clean.length];
    for (int i = 0; i < next.length; i++) {
      double value =
          (1 - alpha) * (position[i] + OVERSHOOT * here[i])
              + alpha * (clean[i] + OVERSHOOT * there[i]);
      next[i] = (float) Math.max(0, Math.min(1, value));
    }
    position = next;
    isLocated = false;
  }

  /**
   * Hears what the network takes the place for where it stands; from beyond the boundary it goes
   * back towards the clean image.
   *
   * @param logits in float32
   */
  void judged(float[] logits) {
    if (!Logits.fool(logits, subject.label())) {
      locate(logits);
      return;
    }
    float[] clean = subject.clean();
    double found = norm.between(clean, position);
    if (found < distance) {
      nearest = position;
      distance = found;
    }
    float[] back = new float[clean.length];
    for (int i = 0; i < back.length; i++) {
      back[i] = (float) (clean[i] + BACKWARD * ((double) position[i] - clean[i]));
    }
    position = back;
  }
}
