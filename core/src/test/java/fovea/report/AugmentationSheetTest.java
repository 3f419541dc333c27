package fovea.report;

import static org.assertj.core.api.Assertions.assertThat;

import fovea.image.Pixels;
import fovea.report.AugmentationSheet.Row;
import fovea.report.AugmentationSheet.Tile;
import java.awt.image.BufferedImage;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AugmentationSheetTest {
  @TempDir Path folder;

  private static Tile tile(int size, int color, String caption) {
    byte[] rgb = new byte[3 * size * size];
    Arrays.fill(rgb, (byte) color);
    return new Tile(new Pixels(size, size, rgb), caption);
  }

  private static int pixels(BufferedImage sheet, int color) {
    int wanted = 0xff000000 | color << 16 | color << 8 | color;
    return (int)
        IntStream.of(
                sheet.getRGB(0, 0, sheet.getWidth(), sheet.getHeight(), null, 0, sheet.getWidth()))
            .filter(found -> found == wanted)
            .count();
  }

  /** Small pictures are enlarged by whole numbers, large ones kept or brought to 192 pixels. */
  @Test
  void everyImageAndEverySampleIsShownOnce() {
    int[][] sides = {{32, 96}, {28, 112}, {100, 100}, {160, 160}, {224, 192}};
    for (int[] side : sides) {
      Row row =
          new Row(
              tile(side[0], 50, "a"),
              List.of(tile(side[0], 100, ""), tile(side[0], 150, "a 70 %, b 30 %")));
      BufferedImage sheet = AugmentationSheet.draw(List.of(row, row, row));
      // Text may have a pixel of such a grey here and there.
      assertThat(pixels(sheet, 50) / (side[1] * side[1])).isEqualTo(3);
      assertThat(pixels(sheet, 100) / (side[1] * side[1])).isEqualTo(3);
      assertThat(pixels(sheet, 150) / (side[1] * side[1])).isEqualTo(3);
    }
  }

  @Test
  void aCaptionOfAnyLengthStaysBelowItsImage() {
    Tile plain = tile(32, 0xff, "");
    String endless = "a class of endless name ".repeat(20);
    BufferedImage sheet =
        AugmentationSheet.draw(
            List.of(new Row(plain, List.of(plain, tile(32, 0xff, endless), plain))));
    int dark = 0;
    int cell = 96 + 12;
    for (int y = 48 + 96; y < sheet.getHeight(); y++) {
      for (int x = 0; x < sheet.getWidth(); x++) {
        boolean ink = (sheet.getRGB(x, y) & 0xff) < 0x80;
        dark += ink ? 1 : 0;
        // of the second of three samples
        assertThat(ink && (x < 20 + 12 + 2 * cell - 12 || x > 20 + 12 + 3 * cell)).isFalse();
      }
    }
    assertThat(dark).isPositive();
  }

  @Test
  void theFileIsAPng() throws Exception {
    Row row = new Row(tile(8, 50, "x"), Collections.nCopies(6, tile(8, 80, "")));
    Path file = folder.resolve("sheet.png");
    AugmentationSheet.write(file, List.of(row));
    BufferedImage drawn = AugmentationSheet.draw(List.of(row));
    BufferedImage read = ImageIO.read(file.toFile());
    assertThat(read.getWidth()).isEqualTo(drawn.getWidth());
    assertThat(read.getHeight()).isEqualTo(drawn.getHeight());
  }
}
