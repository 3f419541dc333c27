package fovea.cli;

import fovea.FoveaException;
import fovea.data.ImageSet;
import fovea.files.Sha256;
import fovea.image.Pixels;
import fovea.models.Model;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The photos that a new class is learnt from: all that were named, in the size that the model
 * takes, each once: a copy would tell the class by itself.
 *
 * @param sha256 of their files
 */
record PhotosToLearn(List<Pixels> pixels, List<String> sha256) {
  /**
   * Reads them, and says which are left out as copies.
   *
   * @throws FoveaException if there is none, or one can't be read: a class learnt from fewer photos
   *     than were meant would be another
   */
  static PhotosToLearn read(Console console, List<String> arguments, Model model) {
    List<ImageArguments.Wanted> wanted = ImageArguments.of(arguments);
    Map<ByteBuffer, String> names = new HashMap<>();
    List<Pixels> pixels = new ArrayList<>();
    List<String> sha256 = new ArrayList<>();
    try (ImageReading reading = new ImageReading(wanted, model.input(), wanted.size())) {
      for (ImageArguments.Wanted one : wanted) {
        ImageReading.Read read = reading.next();
        if (read.pixels() == null) {
          throw new FoveaException(String.valueOf(read.error()));
        }
        String same = names.putIfAbsent(ByteBuffer.wrap(read.pixels().rgb()), read.name());
        if (same != null) {
          console.warn("%s: left out, as it has the pixels of %s".formatted(read.name(), same));
          continue;
        }
        pixels.add(read.pixels());
        if (one instanceof ImageArguments.Image image) {
          sha256.add(Sha256.ofFile(image.file()));
        }
      }
    }
    if (pixels.isEmpty()) {
      throw new FoveaException("no photos to learn the class from; name at least one");
    }
    return new PhotosToLearn(pixels, sha256);
  }

  /** Whether an image is one of them, by its pixels. */
  boolean have(byte[] rgb) {
    return pixels.stream().anyMatch(photo -> Arrays.equals(photo.rgb(), rgb));
  }

  /** The photos for a model that doesn't know what they show. */
  ImageSet images(Model model) {
    return ImageSet.unlabelled(model.classes(), pixels);
  }
}
