package fovea.train;

import fovea.recipe.Recipe;
import fovea.recipe.RobustnessSettings;
import fovea.recipe.RobustnessSettings.OnCollapse;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/**
 * Catastrophic overfitting: within an epoch, a network that is trained against single steps learns
 * to withstand these and nothing else. What it withstands of several steps falls, while what it
 * withstands of one rises or is twice as much. Seen from the epochs so far and from nothing else,
 * so that a resumed run sees what the one saw that was interrupted. Never seen where the objective
 * attacks nothing: what ordinary training makes withstands less from epoch to epoch in any case.
 *
 * @see <a href="https://arxiv.org/abs/2001.03994">Wong et al. 2020, section 5.4</a>
 */
final class Collapse {
  /**
   * Of the best accuracy under several steps so far, what a collapsed network has less than. It
   * falls to nearly nothing; smaller falls come and go while the learning rate is high.
   */
  private static final double LEFT = 0.75;

  /** Of the accuracy under one step, what a collapsed network has less than under several. */
  private static final double APART = 0.5;

  private final RobustnessSettings settings;
  private final boolean watched;

  Collapse(Recipe recipe) {
    settings = recipe.robustness();
    watched = settings.isOn() && recipe.objective().passes().attacking() > 0;
  }

  /** Whether its weights are given up for those of the last epoch before. */
  boolean isGivenUp() {
    return watched && settings.onCollapse() != OnCollapse.TELL;
  }

  /** Whether a run ends with the last of these epochs. */
  boolean ends(List<EpochRecord> epochs) {
    return settings.onCollapse() == OnCollapse.STOP && isLast(epochs);
  }

  /** After an epoch: says so if it is part of one, and goes back to the last sound weights. */
  void heed(List<EpochRecord> epochs, Weights weights, Listeners listeners) {
    boolean collapsed = isLast(epochs);
    if (collapsed) {
      String note = note(epochs);
      listeners.tell(listener -> listener.note(note));
    }
    if (isGivenUp()) {
      if (collapsed) {
        weights.rewind();
      } else {
        weights.keep();
      }
    }
  }

  /** The epochs whose weights a run may still keep. */
  List<EpochRecord> left(List<EpochRecord> epochs) {
    return isGivenUp() ? without(epochs) : epochs;
  }

  /** The epochs that are no part of a collapse; the first never is. */
  List<EpochRecord> without(List<EpochRecord> epochs) {
    if (!watched) {
      return epochs;
    }
    List<EpochRecord> sound = new ArrayList<>();
    double best = 0;
    RobustAccuracy last = null;
    for (EpochRecord epoch : epochs) {
      RobustAccuracy robust = epoch.robust();
      if (robust == null || last == null || !hasCollapsed(robust, last, best)) {
        sound.add(epoch);
        best = robust == null ? best : Math.max(best, robust.pgd());
        last = robust == null ? last : robust;
      }
    }
    return sound;
  }

  private static boolean hasCollapsed(RobustAccuracy now, RobustAccuracy last, double best) {
    boolean apart = now.pgd() < APART * now.fgsm();
    boolean parting = now.pgd() < last.pgd() && now.fgsm() > last.fgsm();
    return now.pgd() < LEFT * best && (apart || parting);
  }

  /** Whether the last of the epochs is part of one. */
  boolean isLast(List<EpochRecord> epochs) {
    return !epochs.isEmpty() && last(without(epochs)).epoch() != last(epochs).epoch();
  }

  /** Says what the last epoch has come to, and what follows; without a full stop. */
  String note(List<EpochRecord> epochs) {
    EpochRecord sound = last(without(epochs));
    RobustAccuracy then = Objects.requireNonNull(sound.robust());
    RobustAccuracy now = Objects.requireNonNull(last(epochs).robust());
    String found =
        String.format(
            Locale.ROOT,
            "catastrophic overfitting in epoch %d: %.1f %% of the images watched withstand %d steps"
                + " (%.1f %% after epoch %d), while %.1f %% withstand one (%.1f %%)",
            last(epochs).epoch(),
            100 * now.pgd(),
            settings.steps(),
            100 * then.pgd(),
            sound.epoch(),
            100 * now.fgsm(),
            100 * then.fgsm());
    return switch (settings.onCollapse()) {
      case TELL -> found;
      case REWIND -> found + "; training goes on from the weights of epoch " + sound.epoch();
      case STOP -> found + "; training ends with the weights of epoch " + sound.epoch();
    };
  }

  private static EpochRecord last(List<EpochRecord> epochs) {
    return epochs.get(epochs.size() - 1);
  }
}
