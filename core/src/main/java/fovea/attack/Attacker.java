package fovea.attack;

import fovea.nn.Module;
import fovea.tensor.Execution;
import fovea.tensor.Lanes;
import fovea.tensor.Rng;
import fovea.tensor.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CancellationException;

/**
 * Attacks a network, which evaluates until this is closed and must stay open.
 *
 * <pre>{@code
 * try (Attacker attacker = Attacker.of(network, input, Execution.fastest())) {
 *   AttackResult result =
 *       attacker.attack(
 *           images,
 *           new Threat(Norm.LINF, 8 / 255.0),
 *           Attacks.STANDARD.ensemble(),
 *           Rng.seeded(0),
 *           AttackListener.NONE);
 * }
 * }</pre>
 *
 * <p>Images are attacked in chunks, several at a time, each by one thread. What comes out doesn't
 * depend on how many threads there are: chunks don't, and an image's randomness is its own.
 *
 * <p>An image counts as fooled where the network's float32 logits say another class, by more than
 * programs that compute the same network differ. Gradients are computed in the precision asked for.
 */
public final class Attacker implements AutoCloseable {
  /** Images of 32 x 32 in a chunk: fewer than in evaluation, since gradients keep activations. */
  private static final int CHUNK = 32;

  /** Larger images come in smaller chunks, down to this. */
  private static final int SMALLEST_CHUNK = 4;

  private static final int CHUNK_PIXELS = CHUNK * 32 * 32;

  private final AttackedNetwork network;
  private final int threads;

  private Attacker(AttackedNetwork network, int threads) {
    this.network = network;
    this.threads = threads;
  }

  /**
   * An attacker of a network.
   *
   * @param network [N, C, H, W] in [0, 1] to logits [N, K]
   * @param input [C, H, W]
   * @param how gradients are computed, and on how many threads
   */
  public static Attacker of(Module network, Shape input, Execution how) {
    return new Attacker(AttackedNetwork.of(network, input, how), how.threads());
  }

  /**
   * Tries attacks one after the other, each on the images that are right still.
   *
   * @param attacks such as {@link Attacks#ensemble}
   * @param rng the same one for the same result
   * @throws fovea.FoveaException if outputs are infinite or NaN
   * @throws CancellationException if this thread is interrupted, or the listener wants it; the
   *     listener hears what was found before
   */
  public AttackResult attack(
      CleanImages images, Threat threat, List<Attack> attacks, Rng rng, AttackListener listener) {
    AdversarialImages found = judged(images);
    List<AttackOutcome> outcomes = new ArrayList<>();
    for (Attack attack : attacks) {
      try {
        outcomes.add(run(attack, images, threat, found, rng, listener));
      } catch (CancellationException e) {
        listener.interrupted(AttackResult.of(threat, outcomes, found));
        throw e;
      }
    }
    return AttackResult.of(threat, outcomes, found);
  }

  /** What the network says of images as they are. */
  AdversarialImages judged(CleanImages images) {
    require(images);
    boolean[] right = new boolean[images.size()];
    int[] all = new int[images.size()];
    Arrays.setAll(all, i -> i);
    inChunks(
        all,
        (chunk, some) -> {
          float[][] logits = network.logits(Arrays.stream(some).mapToObj(images.pixels()).toList());
          for (int i = 0; i < some.length; i++) {
            right[some[i]] = Logits.predicted(logits[i]) == images.labels()[some[i]];
          }
        });
    return new AdversarialImages(right);
  }

  private void require(CleanImages images) {
    if (!images.shape().equals(network.input())) {
      throw new IllegalArgumentException(
          "images of %s, the network takes %s".formatted(images.shape(), network.input()));
    }
    if (images.size() == 0) {
      throw new IllegalArgumentException("there are no images to attack");
    }
  }

  /** Tries an attack on the images that are right still, and adds what it finds. */
  AttackOutcome run(
      Attack attack,
      CleanImages images,
      Threat threat,
      AdversarialImages found,
      Rng rng,
      AttackListener listener) {
    Rng own = rng.split(attack.name());
    return new AttackRun(this, attack, images, threat, found, own, listener).outcome();
  }

  static Subject subject(CleanImages images, int number, Rng rng) {
    return new Subject(
        images.pixels().apply(number), images.labels()[number], rng.split("image", number));
  }

  /** What is done with images of one chunk. */
  @FunctionalInterface
  interface Task {
    void on(int chunk, int[] images);
  }

  /** When this returns or throws, no thread works on any of them. */
  void inChunks(int[] images, Task task) {
    each(chunks(images), task);
  }

  /** When this returns or throws, no thread works on any of them. */
  void each(List<int[]> chunks, Task task) {
    try (Lanes lanes = new Lanes(threads)) {
      lanes.eachUnlessInterrupted(
          chunks.size(), (chunk, lane) -> task.on(chunk, chunks.get(chunk)));
    }
  }

  /** The images that are attacked together. */
  List<int[]> chunks(int[] images) {
    int size = chunkSize(images.length);
    List<int[]> chunks = new ArrayList<>();
    for (int from = 0; from < images.length; from += size) {
      chunks.add(Arrays.copyOfRange(images, from, Math.min(images.length, from + size)));
    }
    return chunks;
  }

  /** By the images alone: few are cut so that several threads have something to do. */
  private int chunkSize(int images) {
    long pixels = network.input().size(1) * network.input().size(2);
    long most = Math.min(CHUNK, CHUNK_PIXELS / pixels);
    return Math.toIntExact(Math.max(SMALLEST_CHUNK, Math.min(most, (images + 3) / 4)));
  }

  AttackedNetwork network() {
    return network;
  }

  @Override
  public void close() {
    network.close();
  }
}
