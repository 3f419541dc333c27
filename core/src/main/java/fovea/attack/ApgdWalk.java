package fovea.attack;

import java.util.List;

/**
 * One image's way uphill by Auto-PGD.
 *
 * @see <a href="https://arxiv.org/abs/2003.01690">Croce and Hein 2020, algorithm 1</a>
 */
final class ApgdWalk implements Walk {
  /** The share of a step that is the gradient's; the rest goes on as before. */
  private static final double MOMENTUM = 0.75;

  /** The share of steps that must have helped, rho. */
  private static final double HELPFUL = 0.75;

  private final Subject subject;
  private final LogitLoss loss;
  private final Threat threat;
  private final List<Integer> checkpoints;
  private float[] position;
  private float[] previous;
  private float[] best;
  private float[] bestGradient = new float[0];
  private double bestLoss = Double.NEGATIVE_INFINITY;
  private double lastLoss = Double.NEGATIVE_INFINITY;
  private double bestAtCheckpoint = Double.NEGATIVE_INFINITY;
  private double step;
  private int taken;
  private int helped;
  private int lastCheckpoint;
  private boolean halved = true; // so that the first checkpoint asks for no progress since another

  /**
   * @param start within the budget
   * @param checkpoints numbers of steps
   */
  ApgdWalk(
      Subject subject, LogitLoss loss, float[] start, Threat threat, List<Integer> checkpoints) {
    this.subject = subject;
    this.loss = loss;
    this.threat = threat;
    this.checkpoints = checkpoints;
    position = start;
    previous = start;
    best = start;
    step = 2 * threat.epsilon();
  }

  @Override
  public Subject subject() {
    return subject;
  }

  @Override
  public LogitLoss loss() {
    return loss;
  }

  @Override
  public float[] position() {
    return position;
  }

  @Override
  public float[] best() {
    return best;
  }

  @Override
  public void advance(double value, float[] gradient) {
    threat.norm().ascend(gradient);
    float[] direction = gradient;
    helped += taken > 0 && value > lastLoss ? 1 : 0;
    lastLoss = value;
    if (taken == 0 || value > bestLoss) {
      best = position;
      bestLoss = value;
      bestGradient = gradient;
      bestAtCheckpoint = taken == 0 ? value : bestAtCheckpoint;
    }
    if (checkpoints.contains(taken) && stepIsTooLarge()) {
      step /= 2;
      position = best;
      direction = bestGradient;
    }
    move(direction);
    taken++;
  }

  /** Conditions 1 and 2 of section 3.1. */
  private boolean stepIsTooLarge() {
    boolean rarelyHelps = helped < HELPFUL * (taken - lastCheckpoint);
    boolean noBetter = !halved && bestLoss <= bestAtCheckpoint;
    halved = rarelyHelps || noBetter;
    helped = 0;
    lastCheckpoint = taken;
    bestAtCheckpoint = bestLoss;
    return halved;
  }

  /** A step along the gradient, and a part of the last one, both within the budget. */
  private void move(float[] direction) {
    float[] ahead = position.clone();
    for (int i = 0; i < ahead.length; i++) {
      ahead[i] += (float) (step * direction[i]);
    }
    threat.project(subject.clean(), ahead);
    double share = taken == 0 ? 1 : MOMENTUM;
    float[] next = new float[ahead.length];
    for (int i = 0; i < next.length; i++) {
      double own = share * ((double) ahead[i] - position[i]);
      double before = (1 - share) * ((double) position[i] - previous[i]);
      next[i] = (float) (position[i] + own + before);
    }
    threat.project(subject.clean(), next);
    previous = position;
    position = next;
  }
}
