package fovea.explain;

import fovea.tensor.Shape;
import java.util.Arrays;

/** What stands for a pixel of which nothing is known. */
public enum Baseline {
  /** 0 everywhere. */
  BLACK {
    @Override
    float[] of(float[] image, Shape shape) {
      return new float[image.length];
    }
  },
  /** The image's mean colour. */
  MEAN {
    @Override
    float[] of(float[] image, Shape shape) {
      int size = image.length / Math.toIntExact(shape.size(0));
      float[] mean = new float[image.length];
      for (int start = 0; start < image.length; start += size) {
        double sum = 0;
        for (int p = 0; p < size; p++) {
          sum += image[start + p];
        }
        Arrays.fill(mean, start, start + size, (float) (sum / size));
      }
      return mean;
    }
  },
  /** The image so blurred that things are no longer told apart. */
  BLURRED {
    @Override
    float[] of(float[] image, Shape shape) {
      return Blur.of(image, shape, Math.max(1, 0.1 * Math.min(shape.size(1), shape.size(2))));
    }
  };

  /**
   * An image of nothing.
   *
   * @param image [C, H, W] flattened, in [0, 1]
   * @return a new one of the same shape
   */
  abstract float[] of(float[] image, Shape shape);
}
