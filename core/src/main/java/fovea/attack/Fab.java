package fovea.attack;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The fast adaptive boundary attack, targeted: looks for the smallest change, by projections onto
 * the plane that the boundary with another class is taken for, and stays near the clean image.
 *
 * @param steps towards each class, at least 1; 100 in the standard version
 * @param targets how many of the nearest other classes are aimed at, at least 1; 9 in the standard
 *     version
 * @see <a href="https://arxiv.org/abs/1907.02044">Croce and Hein 2020, algorithm 1</a>
 */
public record Fab(int steps, int targets) implements Attack {
  public Fab {
    Attacks.requirePositive("steps", steps);
    Attacks.requirePositive("targets", targets);
  }

  @Override
  public String name() {
    return "fab";
  }

  @Override
  public AttackEffort effort() {
    return AttackEffort.ofSteps(steps, 1).towards(targets);
  }

  @Override
  public void on(List<Subject> subjects, Attempt attempt) {
    Aimed.each(
        subjects,
        targets,
        attempt,
        (aimed, part) -> {
          for (FabWalk walk : walked(aimed, part, part.threat().epsilon())) {
            float[] found = walk.nearest();
            if (found != null && part.threat().allows(walk.subject().clean(), found)) {
              walk.subject().fooledBy(found);
            }
          }
        });
  }

  /**
   * Looks for the nearest image of another class, however far that is.
   *
   * @param attempt whose threat's norm counts
   * @return where one was found
   */
  Map<Subject, float[]> nearest(List<Subject> subjects, Attempt attempt) {
    Map<Subject, FabWalk> best = new HashMap<>();
    Aimed.each(
        subjects,
        targets,
        attempt,
        (aimed, part) -> {
          for (FabWalk walk : walked(aimed, part, 0)) {
            best.merge(walk.subject(), walk, (a, b) -> b.distance() < a.distance() ? b : a);
          }
        });
    Map<Subject, float[]> found = new HashMap<>();
    best.forEach(
        (subject, walk) -> {
          float[] nearest = walk.nearest();
          if (nearest != null) {
            found.put(subject, nearest);
          }
        });
    return found;
  }

  /**
   * @param enough a distance at which nothing nearer is wanted
   */
  private List<FabWalk> walked(List<Aimed> aimed, Attempt part, double enough) {
    List<FabWalk> walks =
        aimed.stream().map(one -> new FabWalk(one, part.threat().norm())).toList();
    List<FabWalk> going = walks;
    for (int i = 0; i < steps && !going.isEmpty(); i++) {
      locate(going, part.network());
      AttackedNetwork.Slopes slopes =
          part.network()
              .slopes(
                  going.stream().map(FabWalk::position).toList(),
                  going.stream().map(FabWalk::loss).toList());
      for (int w = 0; w < going.size(); w++) {
        going.get(w).advance(slopes.gradients()[w]);
      }
      float[][] logits = logits(going, part.network());
      List<FabWalk> next = new ArrayList<>();
      for (int w = 0; w < going.size(); w++) {
        FabWalk walk = going.get(w);
        walk.judged(logits[w]);
        if (walk.distance() > enough) {
          next.add(walk);
        }
      }
      going = next;
      part.steps().done(i + 1, steps);
    }
    return walks;
  }

  private static void locate(List<FabWalk> walks, AttackedNetwork network) {
    List<FabWalk> lost = walks.stream().filter(walk -> !walk.isLocated()).toList();
    if (!lost.isEmpty()) {
      float[][] logits = logits(lost, network);
      for (int w = 0; w < logits.length; w++) {
        lost.get(w).locate(logits[w]);
      }
    }
  }

  private static float[][] logits(List<FabWalk> walks, AttackedNetwork network) {
    return network.logits(walks.stream().map(FabWalk::position).toList());
  }
}
