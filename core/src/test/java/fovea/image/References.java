package fovea.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * Image files made by other programs, each beside what a reference program reads from it: {@code
 * x.jpg} and {@code x.jpg.ppm}. The script {@code make.py} in each folder says which programs.
 */
final class References {
  private References() {}

  /**
   * How far pixels are from those of the reference, in units of 0 to 255.
   *
   * @param mean over all bytes
   */
  record Difference(double mean, int largest) {
    static Difference between(Pixels ours, Pixels reference) {
      assertThat(List.of(ours.width(), ours.height()))
          .isEqualTo(List.of(reference.width(), reference.height()));
      long sum = 0;
      int largest = 0;
      for (int i = 0; i < ours.rgb().length; i++) {
        int difference = Math.abs((ours.rgb()[i] & 0xff) - (reference.rgb()[i] & 0xff));
        sum += difference;
        largest = Math.max(largest, difference);
      }
      return new Difference((double) sum / ours.rgb().length, largest);
    }
  }

  /** The files of a folder below {@code references}, such as {@code jpeg}. */
  static List<Path> in(String folder) {
    try (Stream<Path> files =
        Files.list(
            Path.of(
                Objects.requireNonNull(References.class.getResource("references/" + folder), folder)
                    .toURI()))) {
      return files.filter(file -> Files.exists(pixelsOf(file))).sorted().toList();
    } catch (IOException | URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  /** What the reference program reads from a file. */
  static Pixels of(Path file) {
    try {
      byte[] ppm = Files.readAllBytes(pixelsOf(file));
      String[] header =
          new String(ppm, 0, Math.min(32, ppm.length), StandardCharsets.ISO_8859_1).split("\\s", 5);
      assertThat(header).startsWith("P6").hasSize(5);
      int width = Integer.parseInt(header[1]);
      int height = Integer.parseInt(header[2]);
      return new Pixels(
          width, height, Arrays.copyOfRange(ppm, ppm.length - 3 * width * height, ppm.length));
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Path pixelsOf(Path file) {
    return file.resolveSibling(file.getFileName() + ".ppm");
  }
}
