package fovea.fewshot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.List;
import org.junit.jupiter.api.Test;

class LabelledFeaturesTest {
  @Test
  void theMeanIsThatOfEachFeature() {
    LabelledFeatures features = Clouds.of(3, 7, 5, 2, 1);
    double[] mean = features.mean();
    assertThat(mean).hasSize(5);
    for (int d = 0; d < 5; d++) {
      BigDecimal sum = BigDecimal.ZERO;
      for (int i = 0; i < 21; i++) {
        sum = sum.add(new BigDecimal(features.values()[5 * i + d]));
      }
      BigDecimal expected = sum.divide(BigDecimal.valueOf(21), MathContext.DECIMAL64);
      assertThat(mean[d]).isCloseTo(expected.doubleValue(), within(1e-12));
    }
  }

  @Test
  void theMeanTakesNoRoomForCopiesOfTheFeatures() {
    int size = 512;
    int[] labels = new int[4000];
    float[] values = new float[labels.length * size];
    LabelledFeatures features = new LabelledFeatures(List.of("a"), labels, size, values);
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long before = threads.getCurrentThreadAllocatedBytes();
    double[] mean = features.mean();
    long taken = threads.getCurrentThreadAllocatedBytes() - before;
    assertThat(mean).hasSize(size).containsOnly(0);
    assertThat(taken).isLessThan(Float.BYTES * (long) values.length / 10);
  }

  @Test
  void noImagesHaveNoMean() {
    LabelledFeatures none = new LabelledFeatures(List.of("a"), new int[0], 3, new float[0]);
    assertThatThrownBy(none::mean)
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("no images, so they have no mean");
  }
}
