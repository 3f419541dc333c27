package fovea.attack;

/** Steps of one size along the gradient of the cross-entropy, each brought back into the budget. */
final class PgdWalk implements Walk {
  private final Subject subject;
  private final LogitLoss loss;
  private final Threat threat;
  private final double step;
  private final float[] position;

  /**
   * @param start within the budget, its own from now on
   * @param step size of a step, in the threat's norm
   */
  PgdWalk(Subject subject, float[] start, Threat threat, double step) {
    this.subject = subject;
    this.loss = LogitLoss.crossEntropy(subject.label());
    this.threat = threat;
    this.step = step;
    this.position = start;
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
    return position;
  }

  @Override
  public void advance(double value, float[] gradient) {
    threat.norm().ascend(gradient);
    for (int i = 0; i < position.length; i++) {
      position[i] += (float) (step * gradient[i]);
    }
    threat.project(subject.clean(), position);
  }
}
