package fovea.cli;

import fovea.FoveaException;
import fovea.data.ImageSet;
import fovea.files.Sha256;
import fovea.image.Pixels;
import fovea.models.Model;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The photos that a new class is learnt from: all that were named, in the size that the model
 * takes.
 *
 * @param sha256 of their files
 */
record PhotosToLearn(List<Pixels> pixels, List<String> sha256) {
  /**
   * Reads them.
   *
   * @throws FoveaException if there is none, or one can't be read: a class learnt from fewer photos
   *     than were meant would be another
   */
  static PhotosToLearn read(List<String> arguments, Model model) {
    List<ImageArguments.Wanted> wanted = ImageArguments.of(arguments);
    List<Pixels> pixels = new ArrayList<>();
    try (ImageReading reading = new ImageReading(wanted, model.input(), wanted.size())) {
      while (reading.hasNext()) {
        ImageReading.Read read = reading.next();
        if (read.pixels() == null) {
          throw new FoveaException(String.valueOf(read.error()));
        }
        pixels.add(read.pixels());
      }
    }
    if (pixels.isEmpty()) {
      throw new FoveaException("no photos to learn the class from; name at least one");
    }
    List<String> sha256 =
        wanted.stream()
            .filter(ImageArguments.Image.class::isInstance)
            .map(image -> Sha256.ofFile(((ImageArguments.Image) image).file()))
            .toList();
    return new PhotosToLearn(pixels, sha256);
  }

  /** Whether an image is one of them, by its pixels. */
  boolean have(byte[] rgb) {
    return pixels.stream().anyMatch(photo -> Arrays.equals(photo.rgb(), rgb));
  }

  /** The photos for a model that doesn't know what they show. */
  ImageSet images(Model model) {
    Pixels first = pixels.get(0);
    return ImageSet.of(
        model.classes(),
        first.height(),
        first.width(),
        pixels.stream().map(Pixels::rgb).toArray(byte[][]::new),
        new int[pixels.size()]);
  }
}
