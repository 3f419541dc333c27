package fovea.augment;

import fovea.data.Batch;
import fovea.settings.Declared;
import fovea.settings.Named;
import fovea.settings.Setting;
import java.util.Arrays;

/**
 * Blurs some images by a normal distribution of random width, cut off three standard deviations
 * from its centre; images go on beyond their edges mirrored, without the edge pixel itself.
 */
@Named("gaussian-blur")
public record GaussianBlur(
    @Setting(
            about = "least standard deviation",
            standard = "0.1",
            range = "(0, 20]",
            unit = "pixels")
        double minSigma,
    @Setting(
            about = "largest standard deviation",
            standard = "2",
            range = "(0, 20]",
            unit = "pixels")
        double maxSigma,
    @Setting(about = "share of the images that are blurred", standard = "0.5", range = "[0, 1]")
        double probability)
    implements AugmentStep {
  public GaussianBlur {
    Declared.check(GaussianBlur.class, minSigma, maxSigma, probability);
    Bounds.require("minSigma", minSigma, "maxSigma", maxSigma);
  }

  @Override
  public Batch apply(Batch batch, Moment moment) {
    return Picture.each(
        "gaussianBlur",
        batch,
        moment,
        (picture, rng) -> {
          if (rng.nextDouble() < probability) {
            blur(picture, minSigma + (maxSigma - minSigma) * rng.nextDouble());
          }
        });
  }

  static void blur(Picture picture, double sigma) {
    float[] weights = weights(sigma);
    int reach = weights.length / 2;
    int row = picture.width() * Picture.CHANNELS;
    float[] from = picture.values();
    float[] between = picture.spare();
    Arrays.fill(between, 0);
    for (int y = 0; y < picture.height(); y++) {
      for (int i = 0; i < weights.length; i++) {
        int source = mirrored(y + i - reach, picture.height()) * row;
        add(from, source, weights[i], between, y * row, row);
      }
    }
    float[] padded = new float[row + 2 * reach * Picture.CHANNELS];
    Arrays.fill(from, 0);
    for (int y = 0; y < picture.height(); y++) {
      System.arraycopy(between, y * row, padded, reach * Picture.CHANNELS, row);
      for (int x = 0; x < reach; x++) {
        copyPixel(between, y * row, mirrored(x - reach, picture.width()), padded, x);
        int right = picture.width() + x;
        copyPixel(between, y * row, mirrored(right, picture.width()), padded, right + reach);
      }
      for (int i = 0; i < weights.length; i++) {
        add(padded, i * Picture.CHANNELS, weights[i], from, y * row, row);
      }
    }
  }

  private static float[] weights(double sigma) {
    int reach = (int) Math.ceil(3 * sigma);
    double[] weights = new double[2 * reach + 1];
    Arrays.setAll(weights, i -> Math.exp(-0.5 * Math.pow((i - reach) / sigma, 2)));
    double sum = Arrays.stream(weights).sum();
    float[] shares = new float[weights.length];
    for (int i = 0; i < shares.length; i++) {
      shares[i] = (float) (weights[i] / sum);
    }
    return shares;
  }

  private static void add(
      float[] from, int source, float weight, float[] to, int target, int count) {
    for (int i = 0; i < count; i++) {
      to[target + i] += weight * from[source + i];
    }
  }

  private static void copyPixel(float[] from, int row, int x, float[] to, int toX) {
    System.arraycopy(
        from, row + x * Picture.CHANNELS, to, toX * Picture.CHANNELS, Picture.CHANNELS);
  }

  /** As often as it takes, where the blur reaches further than the image. */
  private static int mirrored(int position, int size) {
    if (size == 1) {
      return 0;
    }
    int within = Math.floorMod(position, 2 * (size - 1));
    return Math.min(within, 2 * (size - 1) - within);
  }
}
