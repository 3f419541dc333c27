package fovea.cli;

import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import javax.imageio.ImageIO;

/** Class folders of small noisy pictures, one colour a class, and a recipe that trains on them. */
final class TinyImages {
  static final List<String> CLASSES = List.of("blue", "green", "red");

  /** Small enough that a run takes a second. */
  static final String RECIPE =
      """
      model:
        name: cifar10-cnn
        arguments:
          imageSize: 8
          blocks: 1
      seed: 3
      epochs: 3
      batchSize: 8
      validation: 0.2
      threads: 1
      optimizer:
        name: sgd
        learningRate: 0.01
      augment:
        shift: 1
      """;

  private TinyImages() {}

  /** Twelve images to train on and six to test on, of each class. */
  static Path in(Path parent) throws IOException {
    Path folder = parent.resolve("colours");
    SplittableRandom random = new SplittableRandom(7);
    for (int c = 0; c < CLASSES.size(); c++) {
      write(folder.resolve("train").resolve(CLASSES.get(c)), c, 12, random);
      write(folder.resolve("test").resolve(CLASSES.get(c)), c, 6, random);
    }
    return folder;
  }

  static Path recipe(Path parent) throws IOException {
    return Files.writeString(parent.resolve("tiny.yaml"), RECIPE);
  }

  private static void write(Path folder, int channel, int images, SplittableRandom random)
      throws IOException {
    Files.createDirectories(folder);
    for (int i = 0; i < images; i++) {
      ImageIO.write(picture(channel, random), "png", folder.resolve(i + ".png").toFile());
    }
  }

  /** A noisy picture of a class by its number. */
  static BufferedImage picture(int channel, SplittableRandom random) {
    BufferedImage image = new BufferedImage(8, 8, BufferedImage.TYPE_INT_RGB);
    for (int i = 0; i < 64; i++) {
      int[] rgb = random.ints(3, 0, 140).toArray();
      rgb[2 - channel] += 60;
      image.setRGB(i % 8, i / 8, new Color(rgb[0], rgb[1], rgb[2]).getRGB());
    }
    return image;
  }
}
