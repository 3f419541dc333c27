package fovea.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SplittableRandom;
import javax.imageio.ImageIO;

/** {@link TinyImages} of which every fourth lies in the folder of another class. */
final class MislabelledImages {
  /** With validation images that a model can't be right about all of. */
  static final String RECIPE = TinyImages.RECIPE.replace("validation: 0.2", "validation: 0.4");

  private static final String NAME = "mislabelled";

  private MislabelledImages() {}

  /** The folder of a run on {@link #in} the same parent. */
  static Path trained(Path parent, String name, String recipe) throws IOException {
    Path file = Files.writeString(parent.resolve(name + ".yaml"), recipe);
    Path out = parent.resolve(name);
    Outcome.of("train", "--data", parent.resolve(NAME), "--recipe", file, "--out", out).succeeds();
    return out;
  }

  /** Forty images to train on and twenty to test on, of each class. */
  static Path in(Path parent) throws IOException {
    Path folder = parent.resolve(NAME);
    write(folder.resolve("train"), 40, 1);
    write(folder.resolve("test"), 20, 2);
    return folder;
  }

  /** So many of each class, in a folder for each. */
  static void write(Path folder, int images, int seed) throws IOException {
    SplittableRandom random = new SplittableRandom(seed);
    for (int c = 0; c < 3; c++) {
      Path there = Files.createDirectories(folder.resolve(TinyImages.CLASSES.get(c)));
      for (int i = 0; i < images; i++) {
        int shown = i % 4 == 3 ? (c + 1) % 3 : c;
        ImageIO.write(TinyImages.picture(shown, random), "png", there.resolve(i + ".png").toFile());
      }
    }
  }
}
