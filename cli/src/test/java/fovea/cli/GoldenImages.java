package fovea.cli;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import javax.imageio.ImageIO;

/**
 * The pictures that golden runs are trained on and predict, drawn by a seed: they lie in no
 * repository, so not a pixel may change. Other pictures for later sets get another name.
 */
final class GoldenImages {
  private static final List<String> CLASSES = List.of("blue", "green", "red");
  private static final int PREDICTED = 12;

  private GoldenImages() {}

  /**
   * What {@code --data} is told.
   *
   * @param name {@code shapes}, which is built in; or {@code heldout-SIZE}, class folders of which
   *     validation and test images are held out; or {@code split-SIZE}, where they have folders of
   *     their own. They are drawn unless they are there
   */
  static String data(String name, Path parent) throws IOException {
    if (name.equals("shapes")) {
      return name;
    }
    Path folder = parent.resolve(name);
    if (!Files.exists(folder)) {
      SplittableRandom random = new SplittableRandom(name.hashCode());
      int size = Integer.parseInt(name.substring(name.indexOf('-') + 1));
      if (name.startsWith("split-")) {
        write(folder.resolve("train"), 64, size, random);
        write(folder.resolve("validation"), 16, size, random);
        write(folder.resolve("test"), 16, size, random);
      } else {
        write(folder, 80, size, random);
      }
    }
    return folder.toString();
  }

  /** A folder of a dozen images of that size to predict, without classes. */
  static Path toPredict(int size, Path parent) throws IOException {
    Path folder = parent.resolve("predicted-" + size);
    if (!Files.exists(folder)) {
      Files.createDirectories(folder);
      SplittableRandom random = new SplittableRandom(size);
      for (int i = 0; i < PREDICTED; i++) {
        ImageIO.write(picture(size, i % 3, random), "png", folder.resolve(i + ".png").toFile());
      }
    }
    return folder;
  }

  /** Those of {@link #toPredict}, in the order of their names. */
  static List<Path> in(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.sorted().toList();
    }
  }

  private static void write(Path split, int images, int size, SplittableRandom random)
      throws IOException {
    for (int c = 0; c < CLASSES.size(); c++) {
      Path folder = Files.createDirectories(split.resolve(CLASSES.get(c)));
      for (int i = 0; i < images; i++) {
        ImageIO.write(picture(size, 2 - c, random), "png", folder.resolve(i + ".png").toFile());
      }
    }
  }

  /** Noise with a bright square, each with a little of the class's colour. */
  private static BufferedImage picture(int size, int channel, SplittableRandom random) {
    BufferedImage image = new BufferedImage(size, size, BufferedImage.TYPE_INT_RGB);
    int tint = random.nextInt(70);
    int side = size / 3;
    int left = random.nextInt(size - side);
    int top = random.nextInt(size - side);
    for (int y = 0; y < size; y++) {
      for (int x = 0; x < size; x++) {
        boolean inside = x >= left && x < left + side && y >= top && y < top + side;
        int rgb = 0;
        for (int c = 0; c < 3; c++) {
          int noise = random.nextInt(130) + (inside ? 50 : 0);
          rgb = rgb << 8 | noise + (c == channel ? tint : 0);
        }
        image.setRGB(x, y, rgb);
      }
    }
    return image;
  }
}
