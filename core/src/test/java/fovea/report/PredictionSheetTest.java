package fovea.report;

import static org.assertj.core.api.Assertions.assertThat;

import fovea.image.Pixels;
import fovea.report.PredictionSheet.Tile;
import java.awt.image.BufferedImage;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PredictionSheetTest {
  private static final int GREEN = 0xff15803d;
  private static final int RED = 0xffc81e1e;

  @TempDir Path folder;

  @Test
  void rightPredictionsAreFramedGreenAndWrongOnesRed() {
    Pixels blue = flat(2, 2, 0, 0, 255);
    assertThat(colors(PredictionSheet.draw(List.of(new Tile(blue, "cat", 0.9, "cat")), 1)))
        .contains(GREEN)
        .doesNotContain(RED);
    assertThat(colors(PredictionSheet.draw(List.of(new Tile(blue, "cat", 0.9, "dog")), 1)))
        .contains(RED)
        .doesNotContain(GREEN);
    assertThat(colors(PredictionSheet.draw(List.of(new Tile(blue, "cat", 0.9, null)), 1)))
        .doesNotContain(RED, GREEN);
  }

  /** A picture of two colours, enlarged without smoothing, has no colour between them. */
  @Test
  void pixelsAreEnlargedAsSquares() {
    byte[] rgb = {(byte) 250, 10, 10, 10, 10, (byte) 250, 10, 10, (byte) 250, (byte) 250, 10, 10};
    BufferedImage sheet =
        PredictionSheet.draw(List.of(new Tile(new Pixels(2, 2, rgb), "a", 1.0, "a")), 1);
    long reddish = IntStream.of(colors(sheet)).filter(color -> color == 0xfffa0a0a).count();
    long bluish = IntStream.of(colors(sheet)).filter(color -> color == 0xff0a0afa).count();
    assertThat(reddish).isEqualTo(2 * 64 * 64);
    assertThat(bluish).isEqualTo(2 * 64 * 64);
  }

  @Test
  void theFileIsAPngWithARowForEachFullLine() throws Exception {
    Tile tile = new Tile(flat(32, 20, 9, 9, 9), "a class of quite a long name", 0.123, "another");
    Path file = folder.resolve("sheet.png");
    PredictionSheet.write(file, List.of(tile, tile, tile, tile, tile), 2);
    BufferedImage read = ImageIO.read(file.toFile());
    BufferedImage one = PredictionSheet.draw(List.of(tile, tile), 2);
    assertThat(read.getWidth()).isEqualTo(one.getWidth());
    assertThat(read.getHeight() - one.getHeight()).isEqualTo(2 * 196);
    BufferedImage none = PredictionSheet.draw(List.of(), 2);
    assertThat(none.getHeight()).isEqualTo(one.getHeight());
    assertThat(none.getWidth()).isEqualTo(one.getWidth());
  }

  private static Pixels flat(int width, int height, int red, int green, int blue) {
    byte[] rgb = new byte[3 * width * height];
    for (int i = 0; i < rgb.length; i += 3) {
      rgb[i] = (byte) red;
      rgb[i + 1] = (byte) green;
      rgb[i + 2] = (byte) blue;
    }
    return new Pixels(width, height, rgb);
  }

  private static int[] colors(BufferedImage image) {
    return image.getRGB(0, 0, image.getWidth(), image.getHeight(), null, 0, image.getWidth());
  }
}
