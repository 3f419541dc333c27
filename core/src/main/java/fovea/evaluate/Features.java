package fovea.evaluate;

import fovea.FoveaException;
import fovea.tensor.Shape;
import java.util.Arrays;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What a layer of a network gave for each image of a split. */
public final class Features {
  private final String layer;
  private final Shape shape;
  private final int size;
  private final float[] values;

  Features(String layer, Shape shape, float[] values) {
    this.layer = layer;
    this.shape = shape;
    this.size = Math.toIntExact(shape.elements());
    this.values = values;
  }

  /** The layer's dotted name. */
  public String layer() {
    return layer;
  }

  /** Of what the layer gives for one image, such as [64, 8, 8]. */
  public Shape shape() {
    return shape;
  }

  /** How many there are of an image: the elements of its {@link #shape}. */
  public int size() {
    return size;
  }

  /** Those of one image, flattened row-major, [{@link #size}]. */
  public float[] of(int image) {
    Objects.checkIndex(image, values.length / size);
    return Arrays.copyOfRange(values, image * size, (image + 1) * size);
  }

  /** Those of all images, [N, {@link #size}] flattened; shared, not to be changed. */
  public float[] values() {
    return values;
  }

  /** Puts the features of chunks together, which several threads bring in any order. */
  static final class Gathering {
    private final int images;
    private @Nullable Features all;

    Gathering(int images) {
      this.images = images;
    }

    void put(int[] numbers, Features chunk) {
      float[] values = like(chunk).values;
      for (int i = 0; i < numbers.length; i++) {
        System.arraycopy(chunk.values, i * chunk.size, values, numbers[i] * chunk.size, chunk.size);
      }
    }

    private synchronized Features like(Features chunk) {
      if (all == null) {
        all = new Features(chunk.layer, chunk.shape, new float[length(chunk)]);
      }
      if (!all.shape.equals(chunk.shape)) {
        throw new IllegalArgumentException(
            "module `%s` gives %s for one image and %s for another, expected the same shape"
                .formatted(chunk.layer, all.shape, chunk.shape));
      }
      return all;
    }

    private int length(Features chunk) {
      long length = (long) images * chunk.size;
      if (length > Integer.MAX_VALUE - 8) { // what a Java array holds
        throw new FoveaException(
            String.format(
                Locale.ROOT,
                "layer `%s` gives %,d values for each of %,d images, more than the 2,147,483,639"
                    + " that can be kept together; ask for a smaller layer, or for fewer images",
                chunk.layer,
                chunk.size,
                images));
      }
      return (int) length;
    }

    /** Of all images, or null if no chunk had any. */
    synchronized @Nullable Features all() {
      return all;
    }
  }
}
