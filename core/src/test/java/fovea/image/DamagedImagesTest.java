package fovea.image;

import static org.assertj.core.api.Assertions.assertThat;

import fovea.FoveaException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever is in a file, it is decoded or refused in one line, never anything else. */
class DamagedImagesTest {
  @ParameterizedTest
  @ValueSource(strings = {"webp", "tiff", "pnm"})
  void damageNeverEndsInAnotherException(String format) throws IOException {
    List<Path> files =
        References.in(format).stream().filter(file -> file.toFile().length() < 2000).toList();
    int decoded = 0;
    for (int seed = 0; seed < 3000; seed++) {
      Random random = new Random(seed);
      byte[] file = Files.readAllBytes(files.get(seed % files.size()));
      int within = seed % 3 == 0 ? Math.min(100, file.length) : file.length;
      for (int i = 0; i <= random.nextInt(6); i++) {
        file[random.nextInt(within)] = (byte) random.nextInt(256);
      }
      try {
        Pixels unused = ImageFile.decode("it", file);
        decoded++;
      } catch (FoveaException e) {
        assertThat(e.getMessage())
            .as(format + ", seed " + seed)
            .startsWith("it: ")
            .matches("[\\x20-\\x7e]+")
            .doesNotContain("Exception");
      } catch (RuntimeException | OutOfMemoryError | StackOverflowError e) {
        throw new AssertionError(format + ", seed " + seed, e);
      }
    }
    assertThat(decoded).as("of 3000, some decoded and some refused").isBetween(30, 2970);
  }
}
