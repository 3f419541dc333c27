package fovea.bench;

import fovea.data.Cifar10;
import fovea.data.ImageSet;
import fovea.image.Pixels;
import fovea.image.Resize;
import fovea.tensor.Rng;
import fovea.variation.corruption.Corruption;
import fovea.variation.corruption.Distortion;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Writes images as they are and with every corruption at every severity, for another program to
 * compare: {@code original.rgb}, {@code fog-3.rgb} and so on, the bytes of one image after the
 * other.
 *
 * <p>Arguments: a folder in CIFAR-10's binary layout, the folder to write, how many images, their
 * size.
 */
public final class Corruptions {
  private Corruptions() {}

  public static void main(String[] args) throws IOException {
    Path out = Files.createDirectories(Path.of(args[1]));
    int size = Integer.parseInt(args[3]);
    ImageSet test = Cifar10.read(Path.of(args[0])).splits().test().images();
    List<Pixels> images = new ArrayList<>();
    for (int i = 0; i < Integer.parseInt(args[2]); i++) {
      images.add(Resize.cover(new Pixels(test.width(), test.height(), test.pixels(i)), size, size));
    }
    write(out.resolve("original.rgb"), images, (picture, rng) -> {});
    for (Corruption corruption : Corruption.values()) {
      for (int severity = 1; severity <= Corruption.SEVERITIES; severity++) {
        Path file = out.resolve(corruption + "-" + severity + ".rgb");
        write(file, images, corruption.at(severity, size, size));
      }
    }
  }

  private static void write(Path file, List<Pixels> images, Distortion distortion)
      throws IOException {
    try (OutputStream bytes = Files.newOutputStream(file)) {
      for (int i = 0; i < images.size(); i++) {
        bytes.write(distortion.of(images.get(i), Rng.seeded(1).split("image", i)).rgb());
      }
    }
  }
}
