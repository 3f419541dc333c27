package fovea.attack;

import java.util.Arrays;
import java.util.Optional;

/** What attacks have found of images: which are right, and changed ones that fool the network. */
public final class AdversarialImages {
  private final boolean[] right;
  private final boolean[] fooled;
  private final float[][] found;

  /**
   * @param right which images the network is right about as they are
   */
  AdversarialImages(boolean[] right) {
    this.right = right;
    fooled = new boolean[right.length];
    found = new float[right.length][];
  }

  /** How many images there are. */
  public int size() {
    return right.length;
  }

  /** Whether the network is right about the image as it is. */
  public boolean isRight(int image) {
    return right[image];
  }

  /**
   * A changed image, [C, H, W] flattened, that the network is wrong about; if one was found, and
   * not {@link AttackListener#before} attacks went on.
   */
  public Optional<float[]> of(int image) {
    return Optional.ofNullable(found[image]);
  }

  /** Whether the network is right and no attack has found a change. */
  public boolean isRobust(int image) {
    return right[image] && !fooled[image];
  }

  void put(int image, float[] changed) {
    fooled[image] = true;
    found[image] = changed;
  }

  /** An image for which a change was found that isn't known any more. */
  void fooledBefore(int image) {
    fooled[image] = true;
  }

  /** The share that is right as it is. */
  double accuracy() {
    int count = 0;
    for (boolean each : right) {
      count += each ? 1 : 0;
    }
    return (double) count / right.length;
  }

  /** The images that are right still. */
  int[] robust() {
    int[] numbers = new int[size()];
    int count = 0;
    for (int i = 0; i < numbers.length; i++) {
      if (isRobust(i)) {
        numbers[count++] = i;
      }
    }
    return Arrays.copyOf(numbers, count);
  }

  double robustAccuracy() {
    return (double) robust().length / size();
  }
}
