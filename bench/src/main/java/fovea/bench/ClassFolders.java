package fovea.bench;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;

/**
 * CIFAR-10's first images of some classes, in the order of its files, as class folders of PNG.
 *
 * <p>Arguments: {@code CIFAR OUT IMAGES CLASS...}, the folder of the binary files, a new folder for
 * {@code train} and {@code test}, training images a class, and the classes' numbers.
 */
public final class ClassFolders {
  private static final int SIZE = 32;
  private static final int PLANE = SIZE * SIZE;
  private static final int RECORD = 1 + 3 * PLANE;

  private ClassFolders() {}

  public static void main(String[] args) throws IOException {
    Path cifar = Path.of(args[0]);
    Path out = Path.of(args[1]);
    int images = Integer.parseInt(args[2]);
    List<Integer> classes = Arrays.stream(args).skip(3).map(Integer::valueOf).toList();
    List<Path> train =
        IntStream.rangeClosed(1, 5)
            .mapToObj(i -> cifar.resolve("data_batch_" + i + ".bin"))
            .toList();
    write(train, out.resolve("train"), images, classes);
    write(
        List.of(cifar.resolve("test_batch.bin")), out.resolve("test"), Integer.MAX_VALUE, classes);
  }

  private static void write(List<Path> files, Path folder, int images, List<Integer> classes)
      throws IOException {
    int[] written = new int[classes.size()];
    for (Path file : files) {
      byte[] bytes = Files.readAllBytes(file);
      for (int at = 0; at < bytes.length; at += RECORD) {
        int index = classes.indexOf(bytes[at] & 0xff);
        if (index >= 0 && written[index] < images) {
          Path of = Files.createDirectories(folder.resolve("class" + classes.get(index)));
          Path png = of.resolve(String.format(Locale.ROOT, "%04d.png", written[index]++));
          ImageIO.write(picture(bytes, at + 1), "png", png.toFile());
        }
      }
    }
  }

  private static BufferedImage picture(byte[] bytes, int first) {
    BufferedImage image = new BufferedImage(SIZE, SIZE, BufferedImage.TYPE_INT_RGB);
    for (int i = 0; i < PLANE; i++) {
      int red = bytes[first + i] & 0xff;
      int green = bytes[first + PLANE + i] & 0xff;
      int blue = bytes[first + 2 * PLANE + i] & 0xff;
      image.setRGB(i % SIZE, i / SIZE, red << 16 | green << 8 | blue);
    }
    return image;
  }
}
