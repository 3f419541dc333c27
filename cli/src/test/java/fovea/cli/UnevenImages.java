package fovea.cli;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SplittableRandom;
import javax.imageio.ImageIO;

/**
 * Class folders without splits, of 60, 40 and 4 small pictures: what the runs among the resources
 * were trained on, so not a pixel may change.
 */
final class UnevenImages {
  static final int SIZE = 9;

  private UnevenImages() {}

  static Path in(Path parent) throws IOException {
    Path folder = parent.resolve("uneven");
    SplittableRandom random = new SplittableRandom(11);
    write(folder.resolve("common"), 0, 60, random);
    write(folder.resolve("frequent"), 1, 40, random);
    write(folder.resolve("rare"), 2, 4, random);
    return folder;
  }

  private static void write(Path folder, int channel, int images, SplittableRandom random)
      throws IOException {
    Files.createDirectories(folder);
    for (int i = 0; i < images; i++) {
      ImageIO.write(picture(channel, random), "png", folder.resolve(i + ".png").toFile());
    }
  }

  /** The classes differ a little in one colour each, so that some are taken for others. */
  private static BufferedImage picture(int channel, SplittableRandom random) {
    BufferedImage image = new BufferedImage(SIZE, SIZE, BufferedImage.TYPE_INT_RGB);
    int tint = random.nextInt(40);
    for (int i = 0; i < SIZE * SIZE; i++) {
      int rgb = 0;
      for (int c = 0; c < 3; c++) {
        rgb = rgb << 8 | random.nextInt(200) + (c == channel ? tint : 0);
      }
      image.setRGB(i % SIZE, i / SIZE, rgb);
    }
    return image;
  }
}
