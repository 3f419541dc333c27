package fovea.attack;

import java.util.List;

/** A way to look for changes within a budget that make a network take images for something else. */
public sealed interface Attack permits Fgsm, Pgd, Apgd, Fab, Square, Noise {
  /** As the command line and reports call it. */
  String name();

  AttackEffort effort();

  /**
   * Attacks images that are right so far.
   *
   * @param subjects at least one, none of them fooled; those are afterwards for which something was
   *     found
   */
  void on(List<Subject> subjects, Attempt attempt);
}
