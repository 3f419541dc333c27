package fovea.attack;

import java.util.List;

/**
 * What came of an attack on images that went through it together.
 *
 * @param attack its name
 * @param images their numbers among all
 * @param fooled the numbers of those that it found changes for
 * @param gradients of an image that were computed
 * @param queries how often the network was shown an image without a gradient
 * @param seconds since the attack began or other images came through, so that those of all are the
 *     time that they took together
 */
public record AttackedChunk(
    String attack,
    Threat threat,
    List<Integer> images,
    List<Integer> fooled,
    long gradients,
    long queries,
    double seconds) {
  public AttackedChunk {
    images = List.copyOf(images);
    fooled = List.copyOf(fooled);
  }

  /** Whether it is what came of these images in this attack. */
  public boolean isOf(String attackName, Threat within, List<Integer> numbers) {
    return attack.equals(attackName) && threat.equals(within) && images.equals(numbers);
  }
}
