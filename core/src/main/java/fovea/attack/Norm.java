package fovea.attack;

import fovea.tensor.Rng;
import java.util.Locale;

/** How the size of a change is measured, over all values of an image. */
public enum Norm {
  /** The largest change of any value. */
  LINF {
    @Override
    double of(float[] change) {
      double largest = 0;
      for (float value : change) {
        largest = Math.max(largest, Math.abs(value));
      }
      return largest;
    }

    @Override
    void ascend(float[] gradient) {
      for (int i = 0; i < gradient.length; i++) {
        // A zero stays one: nothing is known of that value.
        gradient[i] = gradient[i] > 0 ? 1 : gradient[i] < 0 ? -1 : 0;
      }
    }

    @Override
    void project(float[] clean, float[] image, double epsilon) {
      for (int i = 0; i < image.length; i++) {
        double least = Math.max(0, clean[i] - epsilon);
        double most = Math.min(1, clean[i] + epsilon);
        image[i] = (float) Math.max(least, Math.min(most, image[i]));
      }
    }

    @Override
    float[] inside(Rng rng, int size) {
      float[] change = new float[size];
      for (int i = 0; i < size; i++) {
        change[i] = (float) (2 * rng.nextDouble() - 1);
      }
      return change;
    }

    @Override
    float[] onSurface(Rng rng, int size) {
      float[] change = new float[size];
      for (int i = 0; i < size; i++) {
        change[i] = (rng.nextLong() & 1) == 0 ? -1 : 1;
      }
      return change;
    }
  },

  /** The square root of the sum of squares. */
  L2 {
    @Override
    double of(float[] change) {
      double sum = 0;
      for (float value : change) {
        sum += (double) value * value;
      }
      return Math.sqrt(sum);
    }

    @Override
    void ascend(float[] gradient) {
      double largest = LINF.of(gradient);
      // Divided first, since the squares of small gradients come to nothing.
      double length = largest > 0 ? scaledLength(gradient, largest) : 0;
      for (int i = 0; i < gradient.length; i++) {
        gradient[i] = length > 0 ? (float) (gradient[i] / largest / length) : 0;
      }
    }

    private double scaledLength(float[] values, double scale) {
      double sum = 0;
      for (float value : values) {
        sum += (value / scale) * (value / scale);
      }
      return Math.sqrt(sum);
    }

    @Override
    void project(float[] clean, float[] image, double epsilon) {
      double sum = 0;
      for (int i = 0; i < image.length; i++) {
        double change = (double) image[i] - clean[i];
        sum += change * change;
      }
      double length = Math.sqrt(sum);
      double kept = length > epsilon ? epsilon / length : 1;
      for (int i = 0; i < image.length; i++) {
        double value = clean[i] + kept * ((double) image[i] - clean[i]);
        image[i] = (float) Math.max(0, Math.min(1, value));
      }
    }

    @Override
    float[] inside(Rng rng, int size) {
      float[] change = onSurface(rng, size);
      double radius = Math.pow(rng.nextDouble(), 1.0 / size);
      for (int i = 0; i < size; i++) {
        change[i] *= (float) radius;
      }
      return change;
    }

    @Override
    float[] onSurface(Rng rng, int size) {
      float[] change = new float[size];
      for (int i = 0; i < size; i++) {
        change[i] = (float) rng.nextGaussian();
      }
      ascend(change);
      return change;
    }
  };

  /** The size of a change. */
  abstract double of(float[] change);

  /**
   * Puts in the place of a gradient the change of size 1 along which a linear function of that
   * gradient grows fastest: its signs, or itself at length 1. Zeros stay zeros.
   */
  abstract void ascend(float[] gradient);

  /**
   * Brings an image within {@code epsilon} of the clean one and into [0, 1]. For {@link #L2} that
   * is one after the other, as the papers do, not the nearest point of both.
   *
   * @param clean in [0, 1]
   * @param image overwritten
   */
  abstract void project(float[] clean, float[] image, double epsilon);

  /** A random change, uniform over those of size at most 1. */
  abstract float[] inside(Rng rng, int size);

  /** A random change of size 1, and for {@link #LINF} of every value. */
  abstract float[] onSurface(Rng rng, int size);

  /** How far an image is from another. */
  public double between(float[] clean, float[] image) {
    float[] change = new float[clean.length];
    for (int i = 0; i < change.length; i++) {
      change[i] = image[i] - clean[i];
    }
    return of(change);
  }

  /** As the command line spells it: {@code linf} or {@code l2}. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
