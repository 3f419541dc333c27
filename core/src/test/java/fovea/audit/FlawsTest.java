package fovea.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import fovea.data.ImageSet;
import fovea.image.Pixels;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class FlawsTest {
  private static final ImageSet SHAPES = Planted.shapes(240).train().images();

  @Test
  void sharpnessIsTheLaplaciansVariance() {
    byte[] rgb = new byte[5 * 4 * 3];
    float[] luma = new float[20];
    for (int i = 0; i < 20; i++) {
      int grey = i * i * 37 % 251;
      luma[i] = grey;
      rgb[3 * i] = (byte) grey;
      rgb[3 * i + 1] = (byte) grey;
      rgb[3 * i + 2] = (byte) grey;
    }
    List<Double> laplacian = new ArrayList<>();
    for (int y = 1; y < 3; y++) {
      for (int x = 1; x < 4; x++) {
        int i = 5 * y + x;
        laplacian.add((double) luma[i - 1] + luma[i + 1] + luma[i - 5] + luma[i + 5] - 4 * luma[i]);
      }
    }
    double mean = laplacian.stream().mapToDouble(v -> v).average().orElseThrow();
    double variance =
        laplacian.stream().mapToDouble(v -> (v - mean) * (v - mean)).average().orElseThrow();
    ImageFacts facts = ImageFacts.of(new Pixels(5, 4, rgb));
    assertThat(facts.sharpness()).isCloseTo(variance, within(1e-3 * variance));
    assertThat(facts.brightness())
        .isCloseTo(
            IntStream.range(0, 20).mapToDouble(i -> luma[i]).average().orElseThrow() / 255,
            within(1e-5));
  }

  @Test
  void darkBlurredEmptyAndOddlySizedImagesAreFoundAmongOthers() {
    List<Pixels> all = new ArrayList<>();
    for (int i = 0; i < SHAPES.size(); i++) {
      all.add(Planted.pixels(SHAPES.pixels(i)));
    }
    double brightness = ImageFacts.of(all.get(3)).brightness();
    all.set(3, Planted.pixels(scaled(SHAPES.pixels(3), 0.04 / brightness)));
    all.set(11, Planted.pixels(blurred(SHAPES.pixels(11))));
    all.set(20, Planted.pixels(new byte[32 * 32 * 3]));
    all.set(25, new Pixels(200, 30, new byte[200 * 30 * 3]));
    all.set(26, new Pixels(4, 4, new byte[4 * 4 * 3]));
    AuditedImages images = AuditedImages.of(Map.of("train", SHAPES));
    List<Flaw> found = Flaws.of(images, all.stream().map(ImageFacts::of).toList());
    assertThat(of(found, AuditKind.DARK)).containsExactly(3);
    assertThat(of(found, AuditKind.BLURRED)).contains(11).hasSizeLessThan(SHAPES.size() / 20);
    assertThat(of(found, AuditKind.EMPTY)).contains(20);
    assertThat(of(found, AuditKind.ODD_SIZE)).containsExactly(25, 26);
    assertThat(found.stream().filter(flaw -> flaw.image().number() == 25).findFirst())
        .get()
        .extracting(Flaw::found)
        .isEqualTo("200 x 30, where the median's shorter side is 32");
  }

  /** Where all data are smooth, the typical image is not blurred, however low its sharpness. */
  @Test
  void imagesAsSmoothAsTheOthersAreNotBlurred() {
    List<Pixels> all = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      byte[] rgb = new byte[32 * 32 * 3];
      for (int p = 0; p < rgb.length; p++) {
        rgb[p] = (byte) (5 * i + 4 * (p / 3 % 32)); // straight slopes have a Laplacian of 0
      }
      all.add(Planted.pixels(rgb));
    }
    List<ImageFacts> facts = all.stream().map(ImageFacts::of).toList();
    assertThat(facts).allMatch(image -> image.sharpness() < 1e-6 && image.contrast() > 0.1);
    AuditedImages images = AuditedImages.of(Map.of("train", SHAPES));
    assertThat(Flaws.of(images, facts)).isEmpty();
  }

  private static List<Integer> of(List<Flaw> flaws, AuditKind kind) {
    return flaws.stream()
        .filter(flaw -> flaw.kind() == kind)
        .map(flaw -> flaw.image().number())
        .toList();
  }

  private static byte[] scaled(byte[] rgb, double by) {
    byte[] changed = new byte[rgb.length];
    for (int i = 0; i < rgb.length; i++) {
      changed[i] = (byte) Math.round((rgb[i] & 0xff) * by);
    }
    return changed;
  }

  /** The mean over nine by nine pixels. */
  private static byte[] blurred(byte[] rgb) {
    byte[] changed = new byte[rgb.length];
    for (int i = 0; i < rgb.length; i++) {
      int x = i / 3 % 32;
      int y = i / 96;
      int sum = 0;
      int count = 0;
      for (int v = Math.max(0, y - 4); v <= Math.min(31, y + 4); v++) {
        for (int u = Math.max(0, x - 4); u <= Math.min(31, x + 4); u++) {
          sum += rgb[3 * (32 * v + u) + i % 3] & 0xff;
          count++;
        }
      }
      changed[i] = (byte) (sum / count);
    }
    return changed;
  }
}
