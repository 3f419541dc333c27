package fovea.attack;

import fovea.tensor.Rng;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** An attack on the images that are right still, a chunk of them after the other. */
final class AttackRun {
  private final Attacker attacker;
  private final Attack attack;
  private final CleanImages images;
  private final Threat threat;
  private final AdversarialImages found;
  private final Rng rng;
  private final Advance advance;
  private final AttackListener listener;
  private final int[] left;
  private long chunkEnded = System.nanoTime();
  private long gradients;
  private long queries;
  private double seconds;

  /**
   * @param found what it finds is added
   * @param rng the attack's own
   */
  AttackRun(
      Attacker attacker,
      Attack attack,
      CleanImages images,
      Threat threat,
      AdversarialImages found,
      Rng rng,
      AttackListener listener) {
    this.attacker = attacker;
    this.attack = attack;
    this.images = images;
    this.threat = threat;
    this.found = found;
    this.rng = rng;
    this.listener = listener;
    left = found.robust();
    advance = new Advance(left.length, listener);
  }

  /** Runs to the end. */
  AttackOutcome outcome() {
    listener.started(attack.name(), threat, left.length);
    attacker.each(notKnown(), this::attack);
    AttackOutcome outcome =
        new AttackOutcome(
            attack.name(),
            attack.effort(),
            left.length,
            left.length - found.robust().length,
            found.robustAccuracy(),
            gradients,
            queries,
            seconds);
    listener.ended(outcome);
    return outcome;
  }

  /** The chunks that nobody remembers what came of. */
  private List<int[]> notKnown() {
    List<int[]> chunks = new ArrayList<>();
    int known = 0;
    for (int[] chunk : attacker.chunks(left)) {
      Optional<AttackedChunk> before =
          listener.before(attack.name(), threat, Arrays.stream(chunk).boxed().toList());
      if (before.isPresent()) {
        before.get().fooled().forEach(found::fooledBefore);
        add(before.get());
        known += chunk.length;
      } else {
        chunks.add(chunk);
      }
    }
    if (known > 0) {
      advance.before(known);
    }
    return chunks;
  }

  private void attack(int number, int[] chunk) {
    AttackedNetwork network = attacker.network().countingAnew();
    List<Subject> subjects =
        Arrays.stream(chunk).mapToObj(i -> Attacker.subject(images, i, rng)).toList();
    List<Integer> fooled = new ArrayList<>();
    try {
      attack.on(subjects, new Attempt(network, threat, advance.ofChunk(number, chunk.length)));
    } finally { // also what was found before an interrupt
      for (int i = 0; i < chunk.length; i++) {
        float[] changed = subjects.get(i).adversarial();
        if (changed != null) {
          found.put(chunk[i], changed);
          fooled.add(chunk[i]);
        }
      }
    }
    ended(number, chunk, fooled, network);
  }

  private synchronized void ended(
      int number, int[] chunk, List<Integer> fooled, AttackedNetwork network) {
    long now = System.nanoTime();
    AttackedChunk ended =
        new AttackedChunk(
            attack.name(),
            threat,
            Arrays.stream(chunk).boxed().toList(),
            fooled,
            network.gradients(),
            network.queries(),
            (now - chunkEnded) / 1e9);
    chunkEnded = now;
    add(ended);
    advance.ended(number, ended);
  }

  private void add(AttackedChunk chunk) {
    gradients += chunk.gradients();
    queries += chunk.queries();
    seconds += chunk.seconds();
  }
}
