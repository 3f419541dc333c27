package fovea.image;

import static org.assertj.core.api.Assertions.assertThat;

import fovea.image.References.Difference;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Files of other programs have the pixels that a reference program reads from them. */
class ReferencesTest {
  /** By one where a JDK's libjpeg, transparency or sixteen bits are rounded in another way. */
  @ParameterizedTest
  @CsvSource({"jpeg, 1", "png, 1", "gif, 0", "bmp, 0"})
  void everyFileHasThePixelsOfTheReference(String format, int largest) throws IOException {
    assertThat(References.in(format)).hasSizeGreaterThan(20);
    for (Path file : References.in(format)) {
      Pixels pixels = ImageFile.decode(file.toString(), Files.readAllBytes(file));
      Difference difference = Difference.between(pixels, References.of(file));
      assertThat(difference.mean()).as("mean error of " + file).isLessThanOrEqualTo(1);
      assertThat(difference.largest()).as("largest error of " + file).isLessThanOrEqualTo(largest);
    }
  }
}
