package fovea.audit;

import fovea.files.Sha256;
import fovea.image.Pixels;
import fovea.image.Resize;
import java.security.MessageDigest;
import java.util.HexFormat;

/**
 * What is measured of an image as its file has it.
 *
 * @param width in pixels
 * @param height in pixels
 * @param brightness the mean, in [0, 1]
 * @param contrast the standard deviation of its brightness, in [0, 0.5]
 * @param sharpness the variance of its brightness's Laplacian, which blur makes small, in squares
 *     of 0 to 255
 * @param digest SHA-256 of its size and pixels, in hex
 * @see <a href="https://doi.org/10.1109/ICPR.2000.903548">Pech-Pacheco et al. 2000, section 2</a>
 */
record ImageFacts(
    int width, int height, double brightness, double contrast, double sharpness, String digest) {
  /** Sharpness depends on scale, so larger images are looked at in this size. */
  private static final int LARGEST = 256;

  static ImageFacts of(Pixels image) {
    Pixels seen = scaled(image);
    float[] luma = Luma.of(seen.rgb());
    double sum = 0;
    double squares = 0;
    for (float value : luma) {
      sum += value;
      squares += (double) value * value;
    }
    double mean = sum / luma.length;
    double deviation = Math.sqrt(Math.max(0, squares / luma.length - mean * mean));
    return new ImageFacts(
        image.width(),
        image.height(),
        mean / 255,
        deviation / 255,
        laplacianVariance(luma, seen.width(), seen.height()),
        digest(image));
  }

  private static Pixels scaled(Pixels image) {
    double scale = (double) LARGEST / Math.min(image.width(), image.height());
    return scale >= 1
        ? image
        : Resize.cover(
            image,
            (int) Math.round(image.height() * scale),
            (int) Math.round(image.width() * scale));
  }

  private static double laplacianVariance(float[] luma, int width, int height) {
    double sum = 0;
    double squares = 0;
    int count = 0;
    for (int y = 1; y < height - 1; y++) {
      for (int x = 1; x < width - 1; x++) {
        int i = y * width + x;
        double value = luma[i - 1] + luma[i + 1] + luma[i - width] + luma[i + width] - 4 * luma[i];
        sum += value;
        squares += value * value;
        count++;
      }
    }
    return count == 0 ? 0 : Math.max(0, squares / count - sum / count * (sum / count));
  }

  private static String digest(Pixels image) {
    MessageDigest sha = Sha256.fresh();
    Sha256.add(sha, image.width() + " x " + image.height() + "\n");
    return HexFormat.of().formatHex(sha.digest(image.rgb()));
  }
}
