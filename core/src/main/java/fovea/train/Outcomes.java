package fovea.train;

import fovea.nn.Pass;
import fovea.objective.Objective.Outcome;
import fovea.tensor.Scope;
import org.jspecify.annotations.Nullable;

/** What came of a step's passes, on whatever thread, kept until all are made. */
final class Outcomes implements AutoCloseable {
  private final @Nullable Pass[] passes;
  private final @Nullable Outcome[] outcomes;
  private final @Nullable Scope[] memory;

  /** Is told what came of the pass of that number. */
  interface Receiver {
    void take(int number, Outcome outcome);
  }

  Outcomes(int count) {
    passes = new Pass[count];
    outcomes = new Outcome[count];
    memory = new Scope[count];
  }

  /**
   * Begins a pass on this thread.
   *
   * @param number in this step
   * @param ofEpoch its number in the epoch
   */
  Pass begin(int number, long ofEpoch) {
    Pass pass = passes.length == 1 ? Pass.alone(ofEpoch) : Pass.begin(ofEpoch);
    passes[number] = pass;
    return pass;
  }

  /** Keeps the figures of a pass, whose way back was gone. */
  void put(int number, Outcome outcome) {
    Scope own = Scope.detached();
    memory[number] = own;
    outcomes[number] =
        new Outcome(own.adopt(outcome.loss().detach()), own.adopt(outcome.logits().detach()));
  }

  /** In the order of the passes, makes the changes of each that had to wait, and tells of it. */
  void inOrder(Receiver receiver) {
    for (int i = 0; i < passes.length; i++) {
      Pass pass = passes[i];
      Outcome outcome = outcomes[i];
      if (pass == null || outcome == null) {
        throw new IllegalStateException("nothing came of pass " + i);
      }
      pass.applyChanges();
      try (Scope temporary = Scope.open()) {
        receiver.take(i, outcome);
      }
    }
  }

  @Override
  public void close() {
    for (int i = 0; i < passes.length; i++) {
      Pass pass = passes[i];
      if (pass != null) {
        pass.forgetChanges();
      }
      Scope own = memory[i];
      if (own != null) {
        own.close();
      }
    }
  }
}
