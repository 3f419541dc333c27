package fovea.serve;

import fovea.io.ModelFile;
import fovea.models.Model;
import fovea.models.Models;
import fovea.tensor.Rng;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import javax.imageio.ImageIO;

/** Models of random weights that take pictures of 8 x 8, and pictures for them. */
final class TinyModels {
  static final int SIDE = 8;
  static final List<String> CLASSES = List.of("blue", "green", "red");

  private TinyModels() {}

  static Model model(long seed) {
    return Models.create(
        "cifar10-cnn", Map.of("imageSize", SIDE, "blocks", 1), CLASSES, Rng.seeded(seed));
  }

  /** Writes one, in place of what was there; aside first, as every good program does. */
  static Path write(Path file, long seed) {
    try (Model model = model(seed)) {
      ModelFile.write(file, model, Map.of("fovea.precision", "float32"));
    }
    return file;
  }

  static byte[] png(long seed) {
    return image("png", SIDE, SIDE, seed);
  }

  static byte[] jpeg(long seed) {
    return image("jpg", SIDE, SIDE, seed);
  }

  static byte[] image(String format, int width, int height, long seed) {
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    SplittableRandom random = new SplittableRandom(seed);
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        image.setRGB(x, y, random.nextInt(1 << 24));
      }
    }
    try {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      if (!ImageIO.write(image, format, bytes)) {
        throw new IllegalArgumentException("no writer for " + format);
      }
      return bytes.toByteArray();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
