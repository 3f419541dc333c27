package fovea.data;

import fovea.FoveaException;
import fovea.files.FileFailure;
import fovea.files.FileName;
import fovea.image.Pixels;
import fovea.image.PngEncoder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.stream.Stream;

/** Writes a data set as PNG files in class folders, as {@link ImageFolder} reads them. */
public final class ImageFiles {
  private ImageFiles() {}

  /**
   * Writes the images of {@code train/} and {@code test/}, numbered in their order.
   *
   * @param folder made where there is none
   * @throws FoveaException if there are files in it, or it can't be written
   */
  public static void write(DataSet data, Path folder) {
    try {
      Files.createDirectories(folder);
      try (Stream<Path> inside = Files.list(folder)) {
        if (inside.findAny().isPresent()) {
          throw new FoveaException(
              FileName.ofPath(folder)
                  + ": there are files in it, name a new folder for the images");
        }
      }
      write(data.splits().train().images(), folder.resolve("train"));
      write(data.splits().test().images(), folder.resolve("test"));
    } catch (IOException e) {
      throw FileFailure.unwritable(folder, e);
    }
  }

  private static void write(ImageSet images, Path folder) throws IOException {
    for (String name : images.classes()) {
      Files.createDirectories(folder.resolve(name));
    }
    for (int i = 0; i < images.size(); i++) {
      Pixels pixels = new Pixels(images.width(), images.height(), images.pixels(i));
      Path of = folder.resolve(images.classes().get(images.label(i)));
      Files.write(of.resolve(String.format(Locale.ROOT, "%05d.png", i)), PngEncoder.encode(pixels));
    }
  }
}
