package fovea.tensorboard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import fovea.image.Pixels;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EventFileTest {
  @TempDir Path folder;

  @Test
  void whatIsWrittenIsReadBack() throws IOException {
    Path file;
    float[] weights = {-2, -0.5f, 0, 0, 0.25f, 3, Float.NaN};
    Pixels image =
        new Pixels(3, 2, new byte[] {0, 1, 2, 3, 4, 5, 6, 7, 8, -1, -2, -3, 9, 9, 9, 0, 0, 0});
    try (EventFile events = EventFile.create(folder.resolve("new/tensorboard"))) {
      file = events.path();
      events.restartAt(7);
      events.scalar("train/loss", 300, 0.125);
      events.image("images", 1L << 40, image);
      events.histogram("weights/ü", 5, weights);
    }
    assertThat(file.getFileName().toString()).contains(".tfevents.");
    List<EventReader.Message> events = EventReader.events(file);
    assertThat(events).hasSize(5);
    assertThat(events.get(0).text(3)).isEqualTo("brain.Event:2");
    double age = System.currentTimeMillis() / 1e3 - (double) events.get(0).only(1);
    assertThat(age).isBetween(-1.0, 60.0);
    assertThat(events.get(1).number(2)).isEqualTo(7);
    assertThat(events.get(1).message(7).number(1)).isEqualTo(1);
    List<EventReader.Value> values = EventReader.values(file);
    assertThat(values.get(0).tag()).isEqualTo("train/loss");
    assertThat(values.get(0).step()).isEqualTo(300);
    assertThat((float) values.get(0).value().only(2)).isEqualTo(0.125f);
    assertThat(values.get(1).step()).isEqualTo(1L << 40);
    requireImage(values.get(1).value().message(4), image);
    assertThat(values.get(2).tag()).isEqualTo("weights/ü");
    requireHistogram(values.get(2).value().message(5), Arrays.copyOf(weights, 6));
  }

  private static void requireImage(EventReader.Message written, Pixels image) throws IOException {
    assertThat(List.of(written.number(1), written.number(2), written.number(3)))
        .containsExactly(2L, 3L, 3L);
    var read = ImageIO.read(new ByteArrayInputStream((byte[]) written.only(4)));
    for (int i = 0; i < 6; i++) {
      int rgb = read.getRGB(i % 3, i / 3);
      for (int c = 0; c < 3; c++) {
        assertThat((byte) (rgb >> (16 - 8 * c))).isEqualTo(image.rgb()[3 * i + c]);
      }
    }
  }

  @Test
  void histogramsOfRandomValuesHoldEachInItsBucket() {
    for (long seed = 0; seed < 20; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      float[] values = new float[1000];
      for (int i = 0; i < values.length; i++) {
        double size = Math.pow(10, random.nextDouble(-14, 6));
        values[i] = (float) (random.nextInt(20) == 0 ? 0 : random.nextBoolean() ? size : -size);
      }
      requireHistogram(EventReader.Message.of(Histogram.of(values).message().toBytes()), values);
    }
  }

  @Test
  void aHistogramOfNothingIsOneEmptyBucket() {
    Histogram none = Histogram.of(new float[] {Float.NaN});
    assertThat(none.number()).isZero();
    assertThat(none.limits()).hasSize(1);
  }

  private static void requireHistogram(EventReader.Message written, float[] values) {
    double sum = 0;
    double squares = 0;
    double least = Double.POSITIVE_INFINITY;
    double most = Double.NEGATIVE_INFINITY;
    for (float value : values) {
      sum += value;
      squares += (double) value * value;
      least = Math.min(least, value);
      most = Math.max(most, value);
    }
    assertThat((double) written.only(1)).isEqualTo(least);
    assertThat((double) written.only(2)).isEqualTo(most);
    assertThat((double) written.only(3)).isEqualTo(values.length);
    assertThat((double) written.only(4)).isCloseTo(sum, within(1e-9 * Math.abs(sum) + 1e-12));
    assertThat((double) written.only(5)).isCloseTo(squares, within(1e-9 * squares));
    double[] limits = written.reals(6);
    double[] counts = written.reals(7);
    assertThat(counts).hasSameSizeAs(limits);
    for (int bucket = 0; bucket < limits.length; bucket++) {
      double from = bucket == 0 ? Double.NEGATIVE_INFINITY : limits[bucket - 1];
      double to = limits[bucket];
      assertThat(from).isLessThan(to);
      int inside = 0;
      for (float value : values) {
        inside += value >= from && value < to ? 1 : 0;
      }
      assertThat(counts[bucket]).as("bucket %s to %s", from, to).isEqualTo(inside);
    }
  }
}
