package fovea.train;

import java.util.Locale;

/** What a training epoch's time goes to. */
public enum Phase {
  /** Waiting until the next batch is prepared, which happens in the background. */
  DATA,
  /** Through the network to the loss; the attacks of an objective that makes some, too. */
  FORWARD,
  /** From the loss to the gradients. */
  BACKWARD,
  /** From the gradients to the weights. */
  OPTIMIZER,
  /**
   * The rest of the epoch's loop: figures, listeners, freeing memory. Validation is not part of it.
   */
  OTHER;

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
