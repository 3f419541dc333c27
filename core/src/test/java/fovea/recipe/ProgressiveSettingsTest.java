package fovea.recipe;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class ProgressiveSettingsTest {
  private static int[] sizes(ProgressiveSettings settings, int steps, int fullSize) {
    return LongStream.range(0, steps)
        .mapToInt(step -> settings.size(step, steps, fullSize))
        .toArray();
  }

  @Test
  void imagesGrowInEqualTimesAndHaveFullSizeAfterTheShare() {
    assertThat(sizes(new ProgressiveSettings(20, 0.6, 4), 10, 32))
        .containsExactly(20, 20, 24, 24, 28, 28, 32, 32, 32, 32);
    assertThat(sizes(new ProgressiveSettings(20, 0.7, 12), 10, 32))
        .containsExactly(20, 20, 20, 20, 20, 20, 20, 32, 32, 32);
    assertThat(sizes(new ProgressiveSettings(16, 1, 32), 3, 32)).containsExactly(16, 16, 16);
  }

  @Test
  void withoutAStartSizeOrAShareImagesAreWhole() {
    assertThat(sizes(Recipe.standard().progressive(), 3, 32)).containsOnly(32);
    assertThat(sizes(new ProgressiveSettings(20, 0, 4), 3, 32)).containsOnly(32);
    assertThat(sizes(new ProgressiveSettings(40, 0.5, 4), 3, 32)).containsOnly(32);
  }
}
