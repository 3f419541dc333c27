package fovea.report;

import static org.assertj.core.api.Assertions.assertThat;

import fovea.image.Pixels;
import java.awt.image.BufferedImage;
import java.nio.file.Path;
import java.util.Collections;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PerturbationSheetTest {
  @TempDir Path folder;

  private static Pixels flat(int red, int green, int blue) {
    byte[] rgb = new byte[12];
    for (int i = 0; i < 12; i += 3) {
      rgb[i] = (byte) red;
      rgb[i + 1] = (byte) green;
      rgb[i + 2] = (byte) blue;
    }
    return new Pixels(2, 2, rgb);
  }

  @Test
  void aRowIsTheImageTheChangeAndWhatBecameOfItFromLeftToRight() throws Exception {
    PerturbationSheet.Row row =
        new PerturbationSheet.Row(
            flat(250, 10, 10),
            flat(10, 250, 10),
            flat(10, 10, 250),
            "cat",
            "at most 1.2/255",
            "a class of quite a long name that has no room");
    Path file = folder.resolve("changes.png");
    PerturbationSheet.write(file, Collections.nCopies(3, row));
    BufferedImage sheet = ImageIO.read(file.toFile());
    assertThat(leftmost(sheet, 0xfffa0a0a)).isLessThan(leftmost(sheet, 0xff0afa0a)).isNotNegative();
    assertThat(leftmost(sheet, 0xff0afa0a)).isLessThan(leftmost(sheet, 0xff0a0afa));
    BufferedImage one = PerturbationSheet.draw(Collections.nCopies(1, row));
    assertThat(one.getWidth()).isEqualTo(sheet.getWidth());
    assertThat(sheet.getHeight() - one.getHeight()).isEqualTo(2 * 158);
  }

  private static int leftmost(BufferedImage image, int color) {
    for (int x = 0; x < image.getWidth(); x++) {
      for (int y = 0; y < image.getHeight(); y++) {
        if (image.getRGB(x, y) == color) {
          return x;
        }
      }
    }
    return -1;
  }
}
